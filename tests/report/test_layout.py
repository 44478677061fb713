"""A page: its words, what it may load, where its links lead, and text that means harm."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductcli.model import RECORDS
from conductcli.output import wording
from conductcli.output.links import address
from conductcli.output.phrases import wording as phrase_pattern
from conductcli.report import layout
from tests.conftest import run_here
from tests.data import DEADLINES, FIGURES, SMALL, database
from tests.output.pages import ADDRESSES, HARMFUL, Read, hostile, report

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module", params=["shipped", "small", "deadlines", "figures", "hostile"])
def page(request: pytest.FixtureRequest) -> str:
    asked = {
        "shipped": (),
        "small": ("--db", database(SMALL)),
        "deadlines": ("--db", database(DEADLINES), "--as-of", "2020-05-01"),
        "figures": ("--db", database(FIGURES)),
        "hostile": ("--db", hostile()),
    }
    return report(*asked[request.param]).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("date", "said"),
    [
        (None, ""),
        ("2020", "2020"),
        ("2020-05", "May 2020"),
        ("2020-05-06", "6 May 2020"),
        ("2020-05-06~", "about 6 May 2020"),
        ("2020?", "2020 (uncertain)"),
        ("../2021-06-18", "by 18 June 2021"),
        ("2021-06/..", "from June 2021 on"),
        ("2019-04/2020-03", "April 2019 to March 2020"),
        ("2020-13", "2020-13"),
        ("<b>", "<b>"),
    ],
)
def test_a_date_in_words(date: str | None, said: str) -> None:
    assert wording.day(date) == said


@pytest.mark.parametrize("url", [*ADDRESSES, None, "", "https://a b/", "https://example.org/\u202egpj.exe", "http://["])
def test_what_is_no_address_of_the_web_is_not_followed(url: str | None) -> None:
    assert address(url) is None


@given(st.text() | st.from_regex(r"(?i)\s*(https?|javascript|data|file|vbscript):.*"))
def test_only_plain_addresses_of_the_web_are_followed(url: str) -> None:
    assert address(url) in (None, url)
    if address(url):
        assert re.match(r"https?://[^/@\s]", url, re.IGNORECASE)
        assert url.isprintable() or not re.search(r"[\x00-\x20\u202a-\u202e]", url)


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ((1, "exactly", "officer", None), "1 officer"),
        ((1173, "exactly", "officer_use", None), "1,173 officer uses"),
        ((33.5, "about", "officer_use", "100_officers"), "about 33.5 officer uses per 100 officers"),
        ((11, "more_than", "percent", None), "more than 11 per cent"),
    ],
)
def test_an_amount_in_words(figure: tuple[float, str, str, str | None], said: str) -> None:
    assert wording.amount(dict(zip(("value", "qualifier", "unit", "per"), figure, strict=True))) == said


def test_every_verdict_has_words() -> None:
    for verdict in ("exact", "typography", "elided", "absent", "unchecked"):
        kind, said = wording.verdict({"quote_check": verdict})
        assert (kind == "verified") == said.startswith("Verified")


def test_what_one_table_says_of_one_body_is_drawn_together_and_never_two_bodies() -> None:
    def figure(name: str, organisation: str, measure: str, value: int) -> dict[str, object]:
        return {
            "id": name, "organisation": organisation, "measure": measure, "value": value, "unit": "officer_use",
            "per": None, "counts": "highest_use", "period": "2020", "qualifier": "exactly", "status": "final",
            "source": ["s"], "case_id": "c",
        }  # fmt: skip

    uses, drawn = figure("a", "gmp", "taser_uses", 10), figure("b", "gmp", "taser_drawn", 4)
    other = figure("c", "met", "taser_fired", 2)
    weighed = layout.weighed([uses, drawn, other])
    assert [[(row["id"], row["ratio"]) for row in table] for table in weighed.tables] == [[("a", 1), ("b", 0.4)]]
    assert [row["id"] for row in weighed.non_comparable] == ["c"]
    assert weighed.together == []
    alike = layout.weighed([uses, figure("d", "met", "taser_uses", 5)])
    assert [[row["ratio"] for row in rows] for _, rows in alike.together] == [[1, 0.5]]


def test_a_timeline_counts_what_happened_often_on_a_day() -> None:
    said = [{"date": "2020", "kind": "statement", "text": str(at), "source": []} for at in range(3)]
    happened = [{"date": "2020", "kind": "incident", "text": "x", "source": []}] * 4
    ((date, told, more),) = layout._moments([*said, *happened], [])
    assert (date, len(told), more) == ("2020", 4, [("statement", 3, "_said")])


def test_shared_wording_is_marked_however_it_is_punctuated() -> None:
    pattern = phrase_pattern([{"phrase": "a less lethal option"}])
    parts = list(layout.marked("It is “a less-lethal option”, he said.", pattern))
    assert [part for part, common in parts if common] == ["a less-lethal option"]
    assert "".join(part for part, _ in parts) == "It is “a less-lethal option”, he said."


# What stands on a page


@pytest.mark.slow
def test_the_policy_allows_the_one_script_and_the_one_style_alone(page: str) -> None:
    read = Read(page)
    (policy,) = [attributes["content"] for tag, attributes in read.tags if "http-equiv" in attributes]
    assert policy is not None
    assert policy.startswith("default-src 'none'; ")
    for tag, directive in (("script", "script-src"), ("style", "style-src")):
        digest = base64.b64encode(hashlib.sha256(read.inside[tag].encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}';" in policy
    tags = Counter(tag for tag, _ in read.tags)
    assert (tags["script"], tags["style"]) == (1, 1)
    assert not tags.keys() & {"link", "img", "image", "iframe", "object", "embed", "base", "audio", "video", "use"}
    assert not [name for _, attributes in read.tags for name in attributes if name.startswith("on") or name == "style"]
    assert not read.values("src")


@pytest.mark.slow
def test_every_link_leads_somewhere(page: str) -> None:
    read = Read(page)
    ids = read.values("id")
    assert len(set(ids)) == len(ids)
    for tag, attributes in read.tags:
        target = attributes.get("href")
        if tag != "a" or target is None:
            continue
        if target.startswith("#"):
            assert target[1:] in ids
        else:
            assert re.match("https?://", target)
            assert attributes["rel"] == "noopener noreferrer"
    for attribute in ("aria-labelledby", "for"):
        assert {name for value in read.values(attribute) for name in value.split()} <= set(ids)


def test_headings_go_down_a_step_at_a_time(page: str) -> None:
    levels = [int(tag[1]) for tag, _ in Read(page).tags if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_nothing_is_called_overdue_and_nothing_stays_a_bare_key(page: str) -> None:
    text = Read(page).text
    assert "overdue" not in text.casefold()
    if HARMFUL[0] not in text:
        assert not re.search(
            r"\b(no_response_found|not_required|para_28A|officer_use|None(?! (?:of|is|are)\b))\b", text
        )


def test_text_that_means_harm_stays_text() -> None:
    page = report("--db", hostile()).read_text(encoding="utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", page)
    text = Read(page).text
    for harm in HARMFUL:
        if harm.isprintable():
            assert " ".join(harm.split()) in text
    assert "\\u202eright to left\\u202c" in text
    assert "49" not in text


def test_a_recommendation_says_where_every_answer_stands() -> None:
    text = Read(report("--db", database(DEADLINES), "--as-of", "2020-05-01").read_text(encoding="utf-8")).text
    assert "no published response found as of 1 May 2020" in text
    assert "last day for an answer 25 February 2020 (statutory)" in text
    assert "last day for an answer 26 February 2020 (printed, statutory 25 February 2020)" in text
    assert "Recipient not known" in text
    assert "under way, by its own account, 1 May 2020" in text
    assert "1 September 2020" not in text  # said later
    assert "Made later." not in text


def test_what_is_quoted_says_whether_it_was_verified() -> None:
    text = Read(report().read_text(encoding="utf-8")).text
    assert re.search(r"Verified word for word , line \d+, characters \d+–\d+ of the archived copy", text)
    assert (
        "Not verified: no archived document was looked up"
        in Read(report("--db", database(SMALL)).read_text(encoding="utf-8")).text
    )


def test_a_gap_is_told_where_views_and_decisions_differ() -> None:
    text = Read(report("--db", database(SMALL)).read_text(encoding="utf-8")).text
    assert "Views and decisions differ: the watchdog (iopc) saw no case to answer" in text


@pytest.mark.slow
@pytest.mark.parametrize("target", [None, SMALL, FIGURES], ids=["shipped", "small", "figures"])
def test_every_record_stands_on_the_page_with_its_words_and_its_source(target: Path | None, register_db: Path) -> None:
    given = database(target) if target else register_db
    read = Read(report("--db", given).read_text(encoding="utf-8"))
    ids, text = set(read.values("id")), read.text
    told = 0
    for figure in run_here("figures", "--json", "--db", given).json:
        assert f"{figure['case_id'] or '_apart'}/_figure/{figure['id']}" in ids
        told += 1
    for listed in run_here("list", "--json", "--db", given).json:
        case = run_here("show", listed["id"], "--json", "--db", given).json
        assert case["title"] in text
        for section in (*RECORDS, "figures"):
            for record in case[section]:
                assert f"{case['id']}/{'_figure/' * (section == 'figures')}{record['id']}" in ids
                for key in ("text", "quote", "caveat", "speaker"):
                    if record.get(key) and not (section == "figures" and key == "text"):
                        assert " ".join(record[key].split()) in text, (section, record["id"], key)
                told += 1
        for source in case["sources"]:
            assert source["title"] in text
            assert source["publisher"] in text
            assert source["url"] is None or source["url"] in read.values("href")
    assert told
