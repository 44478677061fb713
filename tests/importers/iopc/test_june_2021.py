"""The published edition of June 2021: every field as others cleaned it by hand, read where the table is at hand."""

from __future__ import annotations

import csv
import random
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from conductcli.importers import ImportInput, ImportResult
from conductcli.importers.iopc.importer import imported
from conductcli.importers.iopc.tags import TOPICS
from conductcli.importers.sheets import Document, Sheet, document
from tests.importers.known import BODIES, ORGANISATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow


def _records(done: ImportResult, section: str = "cases") -> dict[str, dict[str, Any]]:
    return {record["id"]: record for sections in done.files.values() for record in sections[section]}


@pytest.fixture(scope="module")
def table(realdata: Path) -> Document:
    return document(str(realdata / "iopc_recommendations_2021-06-30_bbc.xlsx"))


@pytest.fixture(scope="module")
def real(table: Document) -> ImportResult:
    return imported(ImportInput((table,), ORGANISATIONS))


def test_the_table_of_june_2021_is_what_was_cleaned_by_hand(real: ImportResult, realdata: Path) -> None:
    """Field by field; seven pages have no content, and a case must have a summary."""
    with (realdata / "iopc_case_summaries_clean_derived.csv").open(encoding="utf-8", newline="") as file:
        cleaned = {row["url"]: _expected(row) for row in csv.DictReader(file)}
    url = {source["id"]: source["url"] for source in _records(real, "sources").values()}
    made = {url[case["source"]]: _fields(case) for case in _records(real).values()}
    assert made.keys() == cleaned.keys()
    different = {address: fields for address, fields in made.items() if fields != cleaned[address]}
    assert len(different) == 7
    for address, fields in different.items():
        assert "no account" in fields["content"]
        assert fields | {"content": ""} == cleaned[address]


def _expected(row: dict[str, str]) -> dict[str, Any]:
    tags = [tag for tag in row["categories"].split("|") if tag]
    return {
        "iopc_ref": row["iopc_ref"],
        "heading": row["heading"].strip(),
        "published_date": row["published_date"],
        "forces": sorted(str(BODIES.tagged(force)) for force in row["forces"].split("|") if force),
        "topics": sorted({topic for tag in tags for topic in TOPICS[tag.casefold()]}),
        "content": row["content"].strip(),
        "recommendation": row["recommendation"].strip(),
        "made_on": row["date_of_recommendation"],
        "due_on": row["date_response_due"],
        "accepted": row["accepted"],
    }


_PRINTED = {"accepted": "Yes", "rejected": "No", "awaiting": "Awaiting response", "": ""}


def _fields(case: dict[str, Any]) -> dict[str, Any]:
    recommendation: dict[str, Any] = next(iter(case.get("recommendations", ())), {})
    answer = next(iter(recommendation.get("responses", ())), {"position": ""})
    return {
        "iopc_ref": case.get("reference", ""),
        "heading": case["title"],
        "published_date": case["investigation"]["published"],
        "forces": case["forces"],
        "topics": case.get("topics", []),
        "content": case["summary"],
        "recommendation": recommendation.get("text", ""),
        "made_on": recommendation.get("made_on", ""),
        "due_on": recommendation.get("due_on", ""),
        "accepted": _PRINTED[answer["position"]],
    }


def _recommendations(done: ImportResult) -> Iterator[dict[str, Any]]:
    for case in _records(done).values():
        yield from case.get("recommendations", ())


def test_the_counts_of_june_2021(real: ImportResult) -> None:
    assert (real.counts.read, len(_records(real)), len(real.rejects)) == (1321, 1318, 3)
    made = list(_recommendations(real))
    positions = [one["responses"][0]["position"] for one in made]
    assert [positions.count(word) for word in ("accepted", "awaiting", "rejected")] == [202, 27, 14]
    days = [(date.fromisoformat(one["due_on"]) - date.fromisoformat(one["made_on"])).days for one in made]
    assert (days.count(56), len(days)) == (217, 243)
    assert sum("made_to" not in one for one in made) == 2
    assert sum(len(case["forces"]) > 1 for case in _records(real).values()) == 18


def test_of_two_pages_that_one_force_shares_with_a_body_that_has_no_flag(real: ImportResult) -> None:
    """16 pages have two flags or more; Lincolnshire and HMRC have none and stand in the tags alone."""
    shared = [case["forces"] for case in _records(real).values() if len(case["forces"]) > 1]
    assert sum(not {"lincolnshire", "hmrc"} & set(forces) for forces in shared) == 16


def test_the_same_with_its_columns_moved_gives_the_same(real: ImportResult, table: Document) -> None:
    pages = next(sheet for sheet in table.sheets if len(sheet.rows) == 1322)
    order = random.Random(2).sample(range(74), 74)
    rows = [[row[column] if column < len(row) else None for column in order] for row in pages.rows]
    rows[0] = [heading.upper() if isinstance(heading, str) else heading for heading in rows[0]]
    others = [sheet for sheet in table.sheets if sheet is not pages]
    moved = Document("next.xlsx", "", (Sheet("Data", rows), *others))
    assert _records(imported(ImportInput((moved,), ORGANISATIONS))) == _records(real)
