"""Check the rules between the records of a whole register with SQL, once all records are in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from conductcli.dates import days
from conductcli.model import KINDS, RECORDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator


class RecordViolation(NamedTuple):
    """A rule broken by a record of a top-level list, or by a record inside it."""

    section: str
    id: str
    record: str | None
    path: tuple[str | int, ...]
    code: str
    message: str
    hint: str
    severity: Literal["error", "warning"] = "error"


def missing(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return (source, organisation or case; id) of each reference to an undefined id."""
    return connection.execute(_MISSING).fetchall()


def known(connection: sqlite3.Connection, kind: str) -> list[str]:
    """Return the defined ids of a kind."""
    return [name for (name,) in connection.execute(f"SELECT id FROM {kind}s")]


TOUCHED = "case_id IN (SELECT id FROM touched)"
"""The condition on cases that were replaced or cite something replaced; `incremental` fills `touched`."""


def violations(
    connection: sqlite3.Connection, *, touched: bool = False, figures: bool = True
) -> Iterator[RecordViolation]:
    """Yield the broken rules between valid records: all, or only of `touched` cases; with or without figures."""
    connection.create_function("first_day", 1, lambda text: text and days(text).first, deterministic=True)
    connection.create_function("last_day", 1, lambda text: text and days(text).last, deterministic=True)
    yield from _check_organisations_existed(connection, touched=touched)
    if figures:
        yield from _check_totals(connection)


def _check_organisations_existed(connection: sqlite3.Connection, *, touched: bool) -> Iterator[RecordViolation]:
    for case_id, name, key, body, when, active in connection.execute(_out_of_time(touched=touched)):
        path = tuple(int(step) if step.isdigit() else step for step in key.split("."))
        message = f"{body} did not exist then ({when}): it was active {active}"
        yield RecordViolation(
            "cases", case_id, name, path, "body-did-not-exist", message, "name the body of that time, or mend the date"
        )


def _check_totals(connection: sqlite3.Connection) -> Iterator[RecordViolation]:
    for total, measure, value, part, part_measure, part_value, period in connection.execute(_TOO_SMALL):
        whose = f"{measure} {value:g} is less than {part_measure} {part_value:g} ({part}), a part of it"
        hint = "check both values and periods against the source"
        if period is None:
            hint = "give both their periods: they may count different ones"
        severity: Literal["error", "warning"] = "error" if period else "warning"
        yield RecordViolation("figures", total, None, ("value",), "total-less-than-part", whose, hint, severity)


_MISSING = " UNION ALL ".join(
    f"SELECT kind, id FROM wanted WHERE kind = '{KINDS[section]}' AND id NOT IN (SELECT id FROM {section})"
    for section in ("organisations", "sources", "cases")
)

_SAID_ON = dict.fromkeys(RECORDS, "made_on") | {"events": "COALESCE(date, made_on)"}
_SAID = " ".join(
    f"WHEN '{KINDS[section]}' THEN (SELECT {date} FROM {section} AS t WHERE t.case_id = r.case_id AND t.id = r.id)"
    for section, date in _SAID_ON.items()
)
_ACTED = {
    f"""
    SELECT r.case_id, r.id, 'made_by' AS key, r.made_by AS body, CASE r.record {_SAID} END AS said, r.first_day,
      r.last_day
    FROM records AS r WHERE r.made_by IS NOT NULL AND r.first_day IS NOT NULL""": "case_id",
    """
    SELECT case_id, id, 'responses.' || ordinal || '.made_by', made_by, made_on, first_day, last_day FROM responses
    WHERE TRUE""": "case_id",
    """
    SELECT case_id, id, 'views.' || ordinal || '.made_by', made_by, made_on, first_day, last_day FROM "views"
    WHERE TRUE""": "case_id",
    """
    SELECT id, NULL, 'referral.made_by', referral_made_by, referral_made_on, first_day(referral_made_on),
      last_day(referral_made_on)
    FROM cases WHERE TRUE""": "id",
    """
    SELECT p.case_id, p.id, 'made_to.' || p.ordinal, p.made_to, t.made_on, r.first_day, r.last_day
    FROM recipients AS p JOIN recommendations AS t USING (case_id, id) JOIN records AS r USING (case_id, id)
    WHERE TRUE""": "p.case_id",
    """
    SELECT id, NULL, 'oversight', oversight, said, first_day(said), last_day(said) FROM (
      SELECT id, oversight, COALESCE(investigation_published, investigation_completed, investigation_started) AS said
      FROM cases)
    WHERE TRUE""": "id",
}
"""SQL for each action of an organisation and its date, and the column that identifies the case."""


def _out_of_time(*, touched: bool) -> str:
    acted = " UNION ALL ".join(
        f"{select} AND {case} IN (SELECT id FROM touched)" if touched else select for select, case in _ACTED.items()
    )
    return f"""
    SELECT a.case_id, a.id, a.key, a.body, a.said, o.active FROM ({acted}) AS a JOIN organisations AS o ON o.id = a.body
    WHERE (a.first_day > o.active_last AND o.active_last IS NOT NULL) OR a.last_day < o.active_first"""


_PARTS = {
    "taser_uses": ("taser_discharges", "taser_non_discharges", "taser_not_stated"),
    "taser_discharges": ("taser_fired", "taser_drive_stun", "taser_angled_drive_stun"),
    "taser_non_discharges": ("taser_drawn", "taser_aimed", "taser_arced", "taser_red_dot"),
}
"""Source: Home Office, Police use of force statistics: total = non-discharge + discharge + not stated."""
_PARTS["taser_uses"] += _PARTS["taser_discharges"] + _PARTS["taser_non_discharges"]
_PAIRS = ", ".join(f"('{total}', '{part}')" for total, parts in _PARTS.items() for part in parts)
_TOO_SMALL = f"""
WITH parts(total, part) AS (VALUES {_PAIRS}),
greatest AS (
  SELECT id, organisation, measure, period, per, source, statuses, MAX(value) AS value FROM figures
  WHERE measure IN (SELECT part FROM parts) AND qualifier IN ('exactly', 'more_than')
  GROUP BY organisation, measure, period, per, source, statuses)
SELECT t.id, t.measure, t.value, p.id, p.measure, p.value, t.period
FROM figures AS t JOIN parts ON t.measure = parts.total
JOIN greatest AS p ON p.measure = parts.part AND p.organisation = t.organisation AND p.source = t.source
  AND p.statuses = t.statuses AND p.period IS t.period AND p.per IS t.per
WHERE t.qualifier IN ('exactly', 'less_than') AND t.value < p.value
"""
"""Each total with its greatest part of each measure, because all pairs would be too many."""
