"""What is new since a day, worked out a second time from the case file: those records and no others."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from functools import cache
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from conductcli.database import diff
from conductcli.dates import days, plus
from conductcli.feed import entries, news
from conductcli.model import KINDS, RECORDS
from tests.data import SMALL, database

OWN = {"events": "date", "figures": "period", "sources": "published"}
Place = tuple[str, str | None, str]


@cache
def dates() -> dict[Place, tuple[list[str], list[str]]]:
    """Of every record of the small register: its own date, and those inside it."""
    register = yaml.load(SMALL.read_text(encoding="utf-8"), yaml.BaseLoader)
    found: dict[Place, tuple[list[str], list[str]]] = {}
    for section in ("figures", "sources"):
        for record in register[section]:
            found[KINDS[section], record.get("case_id"), record["id"]] = (_known(record, OWN[section]), [])
    for case in register["cases"]:
        inside = [*_known(case.get("incident", {}), "date"), *_known(case.get("referral", {}), "made_on")]
        inside += [
            case["investigation"][key] for key in ("started", "completed", "published") if "investigation" in case
        ]
        of_case = {}
        for section in RECORDS:
            for record in case.get(section, ()):
                dated = [date for one in _lists(record) for date in _known(one, "made_on")]
                own = _known(record, OWN.get(section, "made_on"))
                of_case[KINDS[section], case["id"], record["id"]] = (own, dated)
        own = _known(case.get("incident", {}), "date")
        every = [*inside, *(date for own, _ in of_case.values() for date in own)]
        earliest = sorted(every, key=lambda date: str(days(date).first))
        found["case", case["id"], case["id"]] = (own or earliest[:1], inside)
        found |= of_case
    return found


def _known(record: dict[str, Any], key: str) -> list[str]:
    return [record[key]] if key in record else []


def _lists(record: dict[str, Any]) -> list[dict[str, Any]]:
    return [*record.get("responses", ()), *record.get("views", ())]


def _within(written: list[str], span: news.Span) -> list[str]:
    """The first days of the dates that can lie in the span."""
    spans = [days(date) for date in written]
    return [str(each.first) for each in spans if str(each.last) >= span[0] and str(each.first) <= span[1]]


@given(st.dates(date(2019, 1, 1), date(2022, 12, 31)), st.integers(0, 1000))
def test_what_is_new_in_a_span_of_days(first: Any, length: int) -> None:
    span = (first.isoformat(), news.NEVER if length == 1000 else plus(first.isoformat(), length))
    expected = {}
    for place, (own, inside) in dates().items():
        new, changed = _within(own, span), _within(inside, span)
        if new or changed:
            expected[place] = ("added" if new else "changed", max([*new, *changed]))
    with closing(diff.attached(new=database(SMALL))) as connection:
        without = news.since(connection, span, {})
        found = {(one.record, one.case_id, one.id): (one.change, one.day) for one in entries.entries(connection, span)}
    assert found == expected
    assert without >= sum(not own and not inside for own, inside in dates().values())
