"""Pages become cases, whatever the edition calls its columns; every row is a case, joins one or is reported."""

from __future__ import annotations

import csv
import json
import random
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from conductcli.errors import ConductError
from conductcli.importers import ImportInput, ImportResult
from conductcli.importers.importing import make
from conductcli.importers.iopc.importer import imported
from conductcli.importers.rejects import letters
from conductcli.importers.sheets import Document, Sheet, Value
from conductcli.model import Case
from tests.importers.known import ORGANISATIONS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Program

_CASE: TypeAdapter[Any] = TypeAdapter(Case)
SITE = "https://policeconduct.gov.uk/recommendations/"
HEADINGS: list[Value] = [
    "url", "Force", "ref", "heading", "date", "content", "recommendation", "dateofrecommendation",
    "dateofrecommendation_stamp", "dateresponsedue", "accepted", "tags", "reclink", "Sussex Police", "404 error",
    "Custody and detention",
]  # fmt: skip
PAGE: list[Value] = [
    f"{SITE}man%E2%80%99s-fall-%E2%80%93-kent-police-may-2019", "Kent Police", "2019/123456",
    "Man‚Äôs fall ‚Äì Kent Police, May 2019", date(2020, 1, 31), "A man fell.¬† He got up.\n\u200b", "", "", "", "", "",
    "['Death and serious injury', 'Kent Police']", "", False, False, True,
]  # fmt: skip
ADVICE: list[Value] = [
    f"{SITE}recommendation-sussex-police-march-2020", "#N/A", "no ref found",
    "Recommendation - Sussex Police, March 2020", date(2020, 6, 1), "", "Sussex Police should check its cells.",
    "Tuesday, 3 March, 2020", "2020-03-03T00:00:00+00:00", "Tuesday, 28 April, 2020",
    "Awaiting response", "[]", "", True, False, False,
]  # fmt: skip


def _imported(*sheets: Sheet) -> ImportResult:
    return imported(ImportInput((Document("pages.xlsx", "", sheets),), ORGANISATIONS))


def _of(*rows: list[Value], headings: list[Value] = HEADINGS) -> ImportResult:
    return _imported(Sheet("Pages", [list(headings), *rows]))


def _records(done: ImportResult, section: str = "cases") -> dict[str, dict[str, Any]]:
    return {record["id"]: record for sections in done.files.values() for record in sections[section]}


def _changed(row: list[Value], **values: Value) -> list[Value]:
    names = {"content": 5, "recommendation": 6, "made": 7, "stamp": 8, "due": 9, "accepted": 10, "tags": 11, "url": 0}
    names |= {"reference": 2, "heading": 3, "document": 12, "gone": 14, "force": 1}
    changed = list(row)
    for name, value in values.items():
        changed[names[name]] = value
    return changed


def _recommendation(**values: Value) -> dict[str, Any]:
    (case,) = _records(_of(_changed(ADVICE, **values))).values()
    (recommendation,) = case["recommendations"]
    return recommendation  # type: ignore[no-any-return]


def test_a_page_is_a_case_and_its_source() -> None:
    done = _of(PAGE)
    assert _records(done) == {
        "mans-fall-kent-police-may-2019": {
            "id": "mans-fall-kent-police-may-2019",
            "title": "Man’s fall – Kent Police, May 2019",
            "kind": "investigation",
            "forces": ["kent"],
            "oversight": "iopc",
            "reference": "2019/123456",
            "topics": ["custody", "death_or_serious_injury"],
            "investigation": {"published": "2020-01-31"},
            "summary": "A man fell.  He got up.",
            "source": "iopc-mans-fall-kent-police-may-2019",
        }
    }
    (source,) = _records(done, "sources").values()
    assert (source["url"], source["published"], source["kind"]) == (PAGE[0], "2020-01-31", "webpage")
    assert (done.rejects, done.counts.read, list(done.files)) == ([], 1, ["iopc-2020.yaml"])


def test_a_recommendation_has_its_dates_its_recipient_and_what_was_answered() -> None:
    assert _recommendation() == {
        "id": "recommendation-1",
        "text": "Sussex Police should check its cells.",
        "made_by": "iopc",
        "made_on": "2020-03-03",
        "basis": "para_28A",
        "made_to": ["sussex"],
        "due_on": "2020-04-28",
        "responses": [{"made_by": "sussex", "position": "awaiting"}],
    }
    (case,) = _records(_of(ADVICE)).values()
    assert "no account" in case["summary"]
    assert "reference" not in case


def test_an_answer_of_several_recipients_is_nobodys() -> None:
    both = _recommendation(recommendation="The NPCC and the College of Policing should write it down.", accepted="Yes")
    assert both["made_to"] == ["npcc", "college-of-policing"]
    assert both["responses"] == [{"position": "accepted"}]
    assert "does not say which" in both["caveat"]


def test_a_recommendation_without_a_known_recipient_is_kept() -> None:
    kept = _recommendation(recommendation="The IOPC recommends that the Lock Makers' Association (LMA) writes.")
    assert "made_to" not in kept
    assert "Lock Makers' Association" in kept["caveat"]
    done = _of(_changed(ADVICE, recommendation="The IOPC recommends that the Lock Makers' Association (LMA) writes."))
    assert done.rejects == []
    assert any("1 of 1 recommendations" in note for note in done.notes)


def test_of_several_forces_none_is_guessed() -> None:
    row = _changed(ADVICE, recommendation="Check the cells.", heading="Fall in a cell, March 2020", force="Kent Police")
    (case,) = _records(_of(row)).values()
    (kept,) = case["recommendations"]
    assert case["forces"] == ["kent", "sussex"]
    assert "made_to" not in kept
    assert kept["responses"] == [{"position": "awaiting"}]
    assert kept["caveat"] == "The page does not say whom it addresses."


def test_before_the_iopc_there_was_the_ipcc() -> None:
    old = list(ADVICE)
    old[4], old[7:10] = date(2018, 1, 7), ["3 March 2015", "", "28 April 2015"]
    (case,) = _records(_of(old)).values()
    assert (case["oversight"], case["recommendations"][0]["made_by"]) == ("ipcc", "ipcc")
    old[4] = date(2018, 1, 8)
    (case,) = _records(_of(old)).values()
    assert (case["oversight"], case["recommendations"][0]["made_by"]) == ("iopc", "ipcc")


@pytest.mark.parametrize(
    ("values", "column", "said", "missing"),
    [
        ({"made": "soon", "stamp": ""}, 8, "is not a date", "made_on"),
        ({"made": "3 March 1920", "stamp": ""}, 8, "before there was a body", "made_on"),
        ({"due": "31 June 2020"}, 10, "has 30 days", "due_on"),
        ({"due": "1 March 2020"}, 10, "is before the day", "due_on"),
        ({"accepted": "Perhaps"}, 11, "not an answer", "responses"),
        ({"stamp": "2020-03-04"}, 9, "stands beside it", None),
        ({"tags": "['Sussex Police', 'Gardening']"}, 12, "neither a body nor a topic", None),
    ],
)
def test_a_cell_that_cannot_be_used_is_reported_and_the_rest_is_kept(
    values: dict[str, Value], column: int, said: str, missing: str | None
) -> None:
    done = _of(_changed(ADVICE, **values))
    (reject,) = done.rejects
    assert (reject.sheet, reject.row, reject.column, reject.part) == ("Pages", 2, column, True)
    assert said in reject.reason
    kept = _recommendation(**values)
    assert missing not in kept
    assert len(kept) == 8 - bool(missing)


def test_what_belongs_to_no_recommendation_is_reported() -> None:
    done = _of(_changed(ADVICE, recommendation=""))
    assert [(reject.column, reject.part) for reject in done.rejects] == [(8, True), (10, True), (11, True)]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (HEADINGS, "repeats the headings"),
        (_changed(list(HEADINGS), force="", recommendation=""), "repeats the headings"),
        (_changed(PAGE, heading="404 error", content="404 error"), "could not be found"),
        (_changed(PAGE, gone=True), "could not be found"),
        (_changed(PAGE, heading=""), "has no heading"),
        (_changed(PAGE, url="#REF!"), "has no address"),
        (PAGE, "stands in row 2 of Pages already"),
        (_changed(PAGE, url=f"{PAGE[0]}/".replace("https://", "https://www.")), "stands in row 2 of Pages already"),
    ],
)
def test_every_row_counts_once(row: list[Value], reason: str) -> None:
    done = _of(PAGE, row, ADVICE)
    (reject,) = done.rejects
    assert (reject.row, reject.column, reject.part) == (3, None, False)
    assert reason in reject.reason
    assert (done.counts.read, len(_records(done))) == (3, 2)


def test_a_further_row_of_a_page_adds_its_recommendation() -> None:
    done = _of(ADVICE, _changed(ADVICE, recommendation="Sussex Police should paint its cells."))
    (case,) = _records(done).values()
    assert [one["id"] for one in case["recommendations"]] == ["recommendation-1", "recommendation-2"]
    assert (done.rejects, list(done.counts.skipped.values())) == ([], [1])


def test_a_recommendation_given_again_with_another_answer_is_rejected() -> None:
    done = _of(ADVICE, _changed(ADVICE, accepted="Yes"))
    assert [(reject.row, reject.part) for reject in done.rejects] == [(3, False)]
    assert "another answer" in done.rejects[0].reason
    (case,) = _records(done).values()
    assert [one["responses"][0]["position"] for one in case["recommendations"]] == ["awaiting"]


def test_a_further_row_adds_its_tags_and_what_it_says_otherwise_is_reported() -> None:
    other = _changed(ADVICE, recommendation="Paint the cells.", force="Kent Police", content="More.", heading="Another")
    done = _of(ADVICE, other)
    (case,) = _records(done).values()
    assert case["forces"] == ["kent", "sussex"]
    assert [(reject.row, reject.column, reject.value) for reject in done.rejects] == [
        (3, 4, "Another"),
        (3, 6, "More."),
    ]


@pytest.mark.parametrize("value", ["Perhaps", "not known", 2.0, "?"])
def test_a_flag_that_says_neither_yes_nor_no_is_reported(value: Value) -> None:
    row = list(PAGE)
    row[13] = value
    done = _of(row)
    assert [(reject.column, reject.part) for reject in done.rejects] == [(14, True)]
    assert _records(done)["mans-fall-kent-police-may-2019"]["forces"] == ["kent"]


def test_two_columns_of_answers_are_both_read() -> None:
    headings = [*HEADINGS, "Response"]
    for second, rejected in (("Awaiting", []), ("", []), ("Accepted", [(2, 17)]), ("See letter", [(2, 17)])):
        done = _of([*ADVICE, second], headings=headings)
        assert [(reject.row, reject.column) for reject in done.rejects] == rejected
        (case,) = _records(done).values()
        assert case["recommendations"][0]["responses"][0]["position"] == "awaiting"


def test_headings_in_another_order_begin_another_table() -> None:
    swapped = list(HEADINGS)
    swapped[5], swapped[6] = swapped[6], swapped[5]
    below = list(ADVICE)
    below[5], below[6] = below[6], below[5]
    done = _of(PAGE, swapped, below)
    assert _records(done) == _records(_of(PAGE, ADVICE))


def test_what_is_not_read_is_named() -> None:
    headings, row = [*HEADINGS, "Mood", None], [*PAGE, "sad", "R"]
    other = Sheet("Notes", [["A note."]])
    notes = _imported(Sheet("Pages", [headings, row]), other, Sheet("Empty", [[], [None]])).notes
    assert "columns of Pages that were not read: Mood, R (without a heading)" in notes
    assert any("hold no table of pages: Notes" in note and "Empty" not in note for note in notes)


def test_ids_are_of_the_address_and_unique() -> None:
    urls = [f"{SITE}man-s-fall", f"{SITE}man-s–fall", f"{SITE}Man_s_Fall", f"{SITE}mans-fall", "/recommendations/other"]
    done = _of(*(_changed(PAGE, url=url) for url in urls))
    ids = list(_records(done))
    assert len(set(ids)) == 5
    assert {"man-s-fall", "mans-fall", "other"} < set(ids)
    assert ids == list(_records(_of(*(_changed(PAGE, url=url) for url in reversed(urls)))))


SHARED = [
    ["/recommendations/a-kent", "/investigations/a-kent", "/news/a-kent", "/cy/investigations/a-kent", "/a%20kent/"],
    ["/our-work/learning/a-kent", "/investigations/a-kent", "/investigations/A–Kent", "/investigations/a%20kent"],
    ["/page?id=1", "/page?id=2", "/page", "/page?id=1&part=2"],
    ["/investigations/…", "/recommendations/…", "/recommendations/¿"],
]


@pytest.mark.parametrize("addresses", SHARED)
def test_each_page_has_an_id_of_its_own_in_any_order(addresses: list[str]) -> None:
    pages = [
        _changed(PAGE, url=f"https://www.policeconduct.gov.uk{address}", heading=f"Heading {number}")
        for number, address in enumerate(addresses)
    ]
    done = _records(_of(*pages))
    assert len(done) == len(_records(_of(*pages), "sources")) == len(addresses)
    assert {case["title"]: id for id, case in _records(_of(*reversed(pages))).items()} == {
        case["title"]: id for id, case in done.items()
    }


def test_the_page_in_the_folder_of_recommendations_keeps_its_id_when_others_come() -> None:
    first = _changed(PAGE, url=f"{SITE}a-kent", heading="First")
    others = [_changed(PAGE, url=f"https://policeconduct.gov.uk/{at}/a-kent") for at in ("news", "investigations")]
    assert _records(_of(*others, first))["a-kent"]["title"] == "First"


def test_an_id_that_another_page_has_already_is_not_given_again() -> None:
    """The mark of the second page makes the address of the third."""
    pages = [_changed(PAGE, url=f"https://policeconduct.gov.uk/{at}") for at in ("investigations/a", "news/a")]
    marked = next(id for id in _records(_of(*pages)) if id != "a")
    assert len(_records(_of(*pages, _changed(PAGE, url=f"{SITE}{marked}")))) == 3


def test_what_only_follows_readers_around_makes_no_other_page() -> None:
    done = _of(PAGE, _changed(PAGE, url=f"{PAGE[0]}?utm_source=news&fbclid=1"))
    assert (len(_records(done)), len(done.rejects)) == (1, 1)


def test_of_several_files_a_reject_names_its_own() -> None:
    documents = [Document(name, "", (Sheet("Pages", [HEADINGS, PAGE]),)) for name in ("2021.xlsx", "2022.xlsx")]
    done = imported(ImportInput(tuple(documents), ORGANISATIONS))
    assert [(reject.sheet, reject.row) for reject in done.rejects] == [("2022.xlsx: Pages", 2)]
    assert "row 2 of 2021.xlsx: Pages" in done.rejects[0].reason


def test_forces_are_taken_from_wherever_the_page_names_them() -> None:
    row = _changed(PAGE, force="Norfolk Constabulary; Suffolk Constabulary", tags="Lincolnshire Police|Discrimination")
    row[13] = "TRUE"
    (case,) = _records(_of(row)).values()
    assert case["forces"] == ["lincolnshire", "norfolk", "suffolk", "sussex"]
    assert case["topics"] == ["custody", "discrimination"]
    assert _records(_of(_changed(PAGE, force="Kent Police, Essex Police", tags="")))["mans-fall-kent-police-may-2019"][
        "forces"
    ] == ["essex", "kent"]


def test_a_page_that_is_filed_under_no_force_says_so() -> None:
    (case,) = _records(_of(_changed(PAGE, force="", tags="[]"))).values()
    assert case["forces"] == []
    assert case["caveat"].endswith("its heading names Kent Police.")


def test_a_national_recommendation_is_the_colleges() -> None:
    national = _changed(
        ADVICE, heading="National recommendation - College of Policing, March 2020", tags="['National Recommendations']"
    )
    national[6], national[13] = "Guidance on cells is unclear.", False
    (case,) = _records(_of(national)).values()
    assert case["forces"] == []
    assert case["recommendations"][0]["made_to"] == ["college-of-policing"]
    assert case["recommendations"][0]["themes"] == ["national_policy"]


def test_a_sheet_of_references_goes_before_the_tables_own() -> None:
    references: list[list[Value]] = [
        ["index", "url", "iopcref", "cleanedref"],
        [1, PAGE[0], "22019/654321", "2019/654321"],
    ]
    done = _imported(Sheet("refs", references), Sheet("Pages", [list(HEADINGS), PAGE]))
    (case,) = _records(done).values()
    assert case["reference"] == "2019/654321"
    (case,) = _records(_of(_changed(PAGE, reference=2019123456.0))).values()
    assert case["reference"] == "2019/123456"


@pytest.mark.parametrize(
    "renamed",
    [
        {},
        {
            "url": "Link",
            "heading": "Page title",
            "date": "Date published",
            "content": "Summary",
            "ref": "IOPC reference",
        },
        {"dateofrecommendation": "Date of recommendation", "dateresponsedue": "Response due", "accepted": "Response"},
        {"Sussex Police": "SUSSEX  police ", "Custody and detention": "custody & detention"},
        {"Force": "forces", "tags": "Tags [note 1]", "recommendation": "RECOMMENDATION\ntext"},
    ],
)
def test_the_columns_of_another_edition(renamed: dict[str, str]) -> None:
    moved = random.Random(4).sample(range(len(HEADINGS)), len(HEADINGS))
    headings = [renamed.get(heading, heading.upper()) for heading in map(str, HEADINGS)]
    rows: list[list[Value]] = [[], ["Pages, to 2022"], [], ["added", *(headings[column] for column in moved)]]
    rows += [["?", *(row[column] for column in moved)] for row in (PAGE, ADVICE)]
    assert _records(_imported(Sheet("Sheet 7", rows))) == _records(_of(PAGE, ADVICE))


def test_columns_that_may_be_missing() -> None:
    kept = [HEADINGS.index(name) for name in ("url", "heading", "content")]
    headings, page = ([row[column] for column in kept] for row in (HEADINGS, PAGE))
    done = _imported(Sheet("Pages", [headings, page]))
    assert list(done.files) == ["iopc-undated.yaml"]
    (case,) = _records(done).values()
    assert set(case) == {"id", "title", "kind", "forces", "oversight", "summary", "source", "caveat"}


def test_what_is_no_table_of_pages_says_what_was_looked_for() -> None:
    with pytest.raises(ConductError, match="no table of IOPC pages") as raised:
        _imported(Sheet("Sheet1", [["ref", "police", "category"], [1, "Met", "x"]]))
    assert "heading" in str(raised.value.hint)


_CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(),
    st.datetimes(),
    st.text(max_size=40),
    st.sampled_from(
        [*HEADINGS, *PAGE, *ADVICE, "https://[", "[[[", "['a', 'b\\", "No", "3/2020", "404 error", "#REF!"]
    ),
)


_ROWS = st.builds(
    lambda row, others: [others.get(column, value) for column, value in enumerate(row)],
    st.sampled_from([PAGE, ADVICE]),
    st.dictionaries(st.integers(0, len(HEADINGS) - 1), _CELLS, max_size=5),
)


@pytest.mark.slow
@given(st.lists(_ROWS, max_size=4))
def test_whatever_stands_in_the_cells_every_row_is_accounted_for(rows: list[list[Value]]) -> None:
    done = _of(PAGE, *rows)
    made = _records(done)
    rejected = [reject for reject in done.rejects if not reject.part]
    assert done.counts.read == len(made) + len(rejected) + sum(done.counts.skipped.values())
    for case in made.values():
        assert _CASE.validate_python(case)


_COLUMNS: dict[str, list[tuple[str, str | None]]] = {
    "url": [(f"{SITE}page-{letter}", f"{SITE}page-{letter}") for letter in "abc"] + [("nowhere", None)],
    "heading": [("Fall in a cell", '"Fall in a cell"'), ("Another heading", '"Another heading"')],
    "date": [("21 April 2021", '"2021-04-21"'), ("2020-03-01", '"2020-03-01"'), ("31 June 2021", None)],
    "content": [("What happened.", '"What happened."'), ("Otherwise.", '"Otherwise."')],
    "recommendation": [("Check the cells.", '"Check the cells."'), ("Paint them.", '"Paint them."')],
    "dateofrecommendation": [("1 March 2019", '"2019-03-01"'), ("soon", None)],
    "date response due": [("26 April 2019", '"2019-04-26"'), ("1 March 1919", None)],
    "accepted": [("Yes", '"accepted"'), ("Not accepted", '"rejected"'), ("Perhaps", None), ("Not yet accepted", None)],
    "response": [("Awaiting response", '"awaiting"'), ("Accepted: No", '"rejected"'), ("See letter", None)],
    "Force": [("Kent Police", '"kent"'), ("Atlantis", None)],
    "tags": [("['Discrimination']", '"discrimination"'), ("Gardening", None)],
    "ref": [("2019/123456", '"2019/123456"'), ("2018/654321", '"2018/654321"')],
    "Sussex Police": [("TRUE", '"sussex"'), ("maybe", None)],
    "Custody and detention": [("x", '"custody"'), ("?", None)],
    "mark": [("R", "note")],
    "": [("~", "note")],
}
"""Headings, and what may stand under them with what then stands in the output; None: it is rejected."""


@st.composite
def _tables(draw: st.DrawFn) -> list[list[tuple[str, str | None]]]:
    """A row of headings and some rows, as pairs of a cell and what becomes of it."""
    optional = draw(st.lists(st.sampled_from(list(_COLUMNS)[2:]), unique=True))
    headings = draw(st.permutations(["url", "heading", "content", *(name for name in optional if name != "content")]))
    cells = [st.sampled_from([*_COLUMNS[name], ("", None)]) for name in headings]
    rows = draw(st.lists(st.tuples(*cells), min_size=1, max_size=6))
    return [[(name, None) for name in headings], *map(list, rows)]


@pytest.mark.slow
@settings(max_examples=300)
@given(_tables())
def test_every_cell_is_in_the_output_rejected_or_told_of(table: list[list[tuple[str, str | None]]]) -> None:
    headings = [name for name, _ in table[0]]
    done = _of(*(list[Value](cell for cell, _ in row) for row in table[1:]), headings=[*headings])
    sources = {record["url"]: id for id, record in _records(done, "sources").items()}
    cases = {case["source"]: json.dumps(case) for case in _records(done).values()}
    rejected = {(reject.row, reject.column) for reject in done.rejects}
    for number, row in enumerate(table[1:], start=2):
        page = sources.get(dict(zip(headings, row, strict=True))["url"][0], "")
        for column, (cell, becomes) in enumerate(row, start=1):
            if not cell or (number, None) in rejected or (number, column) in rejected:
                continue
            assert becomes, (number, headings[column - 1], cell)
            if becomes == "note":
                name = headings[column - 1] or letters(column)
                assert any(name in note for note in done.notes)
            elif headings[column - 1] != "url":
                assert becomes in cases[page], (number, headings[column - 1], cell)
    whole_rows = sum(not reject.part for reject in done.rejects)
    assert done.counts.read == len(cases) + whole_rows + sum(done.counts.skipped.values())


@pytest.mark.slow
@settings(max_examples=25)  # each lays a database
@given(st.lists(_ROWS, max_size=4))
def test_whatever_stands_in_the_cells_what_is_made_passes_check(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[Value]]
) -> None:
    file = tmp_path_factory.mktemp("any") / "pages.csv"
    with file.open("w", newline="", encoding="utf-8", errors="replace") as out:
        csv.writer(out).writerows([HEADINGS, PAGE, *([str(v).replace("\0", "") for v in row] for row in rows)])
    made = make("iopc-recommendations", [str(file)], {})
    assert made.records["cases"] >= 1


def test_from_a_file_to_the_answers(conductcli: Program, tmp_path: Path) -> None:
    table, out = tmp_path / "pages.csv", tmp_path / "cases"
    with table.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADINGS, PAGE, ADVICE, HEADINGS])
    done = conductcli("import", "iopc-recommendations", table, "-o", out, "--json")
    assert (done.code, done.json[0]["cases"], done.json[0]["read"], done.json[0]["rejected"]) == (0, 2, 3, 1)
    assert conductcli("check", out, "--strict").code == 0
    first = {file.name: file.read_bytes() for file in out.iterdir()}
    assert conductcli("import", "iopc-recommendations", table, "-o", out, "--exit-code").code == 6
    assert {file.name: file.read_bytes() for file in out.iterdir()} == first
    (row,) = conductcli(
        "recommendations", "--data", out, "--force", "Sussex Police", "--status", "awaiting", "--json"
    ).json
    assert (row["made_on"], row["due_on"], row["made_to"]) == ("2020-03-03", "2020-04-28", "sussex")
    assert conductcli("search", "--data", out, "fell", "--json").json[0]["case_id"] == "mans-fall-kent-police-may-2019"
