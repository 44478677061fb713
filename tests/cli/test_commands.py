"""What every command promises: the keys of its rows, their order, its filters, its formats and its exit codes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conductcli import __version__
from conductcli.cli import CONTENTS
from conductcli.render import FORMATS
from tests.conftest import Answer, Child, Program, run_here
from tests.data import DEADLINES, SMALL, database, folder

if TYPE_CHECKING:
    from pathlib import Path

Small = Callable[..., Answer]
Rows = Callable[..., list[dict[str, Any]]]
States = Callable[..., dict[tuple[str, str | None], dict[str, Any]]]

COMMANDS = [name for commands in CONTENTS.values() for name in commands]

KEYS = {
    "list": "id title kind matter forces oversight incident_date topics findings outcomes recommendations statements"
    " sources",
    "findings": "case_id id force made_by made_on result themes text about quote quote_check caveat source",
    "outcomes": "case_id id force officers role unit duties notice views handling proceeding panel_finding sanction"
    " criminal gap caveat source",
    "recommendations": "case_id id number made_by made_to basis count themes text frequency made_on due_on due_basis"
    " position progress progress_by responded_on status days_past_due as_of about quote quote_check caveat source",
    "statements": "case_id id speaker role made_by made_on themes text frequency about quote quote_check caveat source",
    "figures": "id organisation measure value qualifier per unit counts period rank status made_by caveat conflicts"
    " case_id quote quote_check source",
    "sources": "id title publisher kind published url sha256 cited_by",
    "search": "record case_id id field snippet score",
    "timeline": "date case_id kind text source",
    "conflicts": "case_id record id says source other_says other_source how",
}
"""Of DESIGN.md, section 4; more may follow them in a row."""

ARRAYS = {"forces", "topics", "sources", "source", "themes", "about", "views", "handling"}
TEXT = {"search": ["training"]}


def asked(name: str) -> list[str]:
    """The words that ask for all rows of a listing."""
    return [name, *TEXT.get(name, [])]


@pytest.fixture
def small() -> Small:
    """Ask the small register."""
    return lambda *arguments, columns=None: run_here(*arguments, "--db", database(SMALL), columns=columns)


@pytest.fixture
def rows(small: Small) -> Rows:
    """The rows that the small register gives."""

    def given_by(*arguments: str) -> list[dict[str, Any]]:
        answer = small(*arguments, "--json")
        assert answer.code == 0, answer.err
        found: list[dict[str, Any]] = answer.json
        return found

    return given_by


def ids(found: list[dict[str, Any]]) -> list[str]:
    return [row["id"] for row in found]


# Rows: keys, values, order


@pytest.mark.parametrize("name", KEYS)
def test_rows_start_with_the_promised_keys_in_their_order(rows: Rows, name: str) -> None:
    wanted = KEYS[name].split()
    found = rows(*asked(name))
    assert found
    assert [list(row)[: len(wanted)] for row in found] == [wanted] * len(found)


@pytest.mark.parametrize("name", KEYS)
def test_the_keys_are_the_same_over_the_shipped_register(conductcli: Program, register_db: Path, name: str) -> None:
    found = conductcli(*asked(name), "--json", "--db", register_db).json
    assert {tuple(row)[: len(KEYS[name].split())] for row in found} == {tuple(KEYS[name].split())}
    assert len({tuple(row) for row in found}) == 1


@pytest.mark.parametrize("name", KEYS)
def test_arrays_are_arrays_and_what_is_not_known_is_null(rows: Rows, name: str) -> None:
    for row in rows(*asked(name)):
        assert {key for key in row.keys() & ARRAYS if not isinstance(row[key], list)} == set()
        assert [key for key, value in row.items() if value == ""] == []


def test_views_of_an_outcome_are_objects(rows: Rows) -> None:
    views = {row["id"]: row["views"] for row in rows("outcomes")}
    assert views["two-officers"] == [
        {"made_by": "iopc", "case_to_answer": "none", "made_on": "2020-08-20"},
        {"made_by": "greater-manchester", "case_to_answer": "misconduct", "made_on": None},
    ]
    assert views["met-officer"] == [{"made_by": None, "case_to_answer": "gross_misconduct", "made_on": None}]


def test_what_is_computed_later_is_there_from_the_start(rows: Rows) -> None:
    assert {row["gap"] for row in rows("outcomes")} == {None}
    for name in ("findings", "statements", "recommendations", "figures"):
        for row in rows(name):
            assert row["quote_check"] == ("unchecked" if row["quote"] else None)


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("list", ["harbour-protest-2021", "harbour-stop-2020", "national-review-2019"]),
        ("findings", ["met-too-rough", "no-breach", "policy-unclear"]),
        ("statements", ["gmp-worked-well", "met-trains", "sorry", "watchdog-welcomes", "no-date"]),
        ("figures", ["gmp-uses-2019-20", "met-uses-2019-20", "derbyshire-rate"]),
        ("sources", ["tables-2019-20", "bulletin-2020", "gazette-2020", "letters"]),
    ],
)
def test_rows_come_newest_first_then_by_id(rows: Rows, name: str, order: list[str]) -> None:
    assert ids(rows(name)) == order


def test_the_timeline_runs_from_the_first_to_the_last(rows: Rows) -> None:
    dates = [row["date"] for row in rows("timeline")]
    assert dates[0] == "2020-05"
    assert [date[:7] for date in dates] == sorted(date[:7] for date in dates)


def test_the_timeline_has_everything_that_has_a_date(rows: Rows) -> None:
    assert {row["kind"] for row in rows("timeline")} == {
        "incident", "complaint", "referral", "investigation_started", "investigation_completed", "publication",
        "evidence", "finding", "recommendation", "statement", "response", "engagement",
    }  # fmt: skip


def test_counts_of_a_case_are_those_of_its_records(rows: Rows) -> None:
    found = {row["id"]: row for row in rows("list")}
    keys = ("findings", "outcomes", "recommendations", "statements")
    assert [found["harbour-stop-2020"][key] for key in keys] == [2, 1, 2, 2]
    assert [found["national-review-2019"][key] for key in keys] == [0, 0, 12, 1]
    assert found["national-review-2019"]["forces"] == []
    assert found["national-review-2019"]["incident_date"] is None


# Filters


@pytest.mark.parametrize(
    "name", ["gmp", "GMP", "Greater Manchester Police", "greater-manchester", "GREATER MANCHESTER"]
)
def test_a_force_goes_by_every_name_in_any_case(rows: Rows, name: str) -> None:
    assert ids(rows("list", "--force", name)) == ["harbour-protest-2021", "harbour-stop-2020"]


@pytest.mark.parametrize("name", ["the Met", "MPS", "met", "Metropolitan Police Service", "THE MET"])
def test_the_met_is_known_by_its_names(rows: Rows, name: str) -> None:
    assert ids(rows("list", "--force", name)) == ["harbour-protest-2021"]


@pytest.mark.parametrize(
    ("arguments", "kept"),
    [
        (("list", "--force", "met", "--force", "derbyshire"), ["harbour-protest-2021", "harbour-stop-2020"]),
        (("list", "--force", "gmp", "--topic", "taser"), ["harbour-stop-2020"]),
        (("list", "--topic", "taser", "--topic", "public-order"), ["harbour-protest-2021", "harbour-stop-2020"]),
        (("list", "--kind", "review"), ["national-review-2019"]),
        (("list", "--oversight", "hmicfrs"), ["national-review-2019"]),
        (("list", "--case", "stop"), ["harbour-stop-2020"]),
        (("findings", "--result", "case_to_answer"), ["met-too-rough"]),
        (("findings", "--theme", "policy", "--theme", "proportionality"), ["no-breach", "policy-unclear"]),
        (("findings", "--theme", "policy", "--force", "met"), []),
        (("findings", "--case", "protest"), ["met-too-rough"]),
        (("findings", "--by", "iopc", "--topic", "taser"), ["no-breach", "policy-unclear"]),
        (("statements", "--speaker", "morgan"), ["sorry"]),
        (("statements", "--speaker", "Morgan", "--speaker", "ford"), ["met-trains", "sorry"]),
        (("statements", "--by", "gmp", "--theme", "training"), ["sorry"]),
        (("recommendations", "--to", "college of policing"), ["clear-policy"]),
        (("recommendations", "--kind", "handling"), ["talk-to-them"]),
        (("recommendations", "--by", "met"), ["share-plans"]),
        (("figures", "--measure", "taser_uses", "--status", "provisional"), ["met-uses-2019-20"]),
        (("figures", "--case", "stop"), ["derbyshire-rate"]),
        (("figures", "--by", "home office"), ["gmp-uses-2019-20", "met-uses-2019-20"]),
        (("sources", "--kind", "news"), ["gazette-2020"]),
        (("sources", "--case", "national"), ["letters"]),
        (("conflicts", "--kind", "finding"), ["no-breach"]),
        (("conflicts", "--kind", "case"), ["harbour-stop-2020"]),
        (("search", "policy", "--kind", "finding"), ["policy-unclear"]),
        (("search", "training", "--force", "met"), ["joint-training", "met-trains"]),
    ],
)  # fmt: skip
def test_repeating_a_filter_means_or_and_different_ones_mean_and(
    rows: Rows, arguments: tuple[str, ...], kept: list[str]
) -> None:
    assert ids(rows(*arguments)) == kept


@pytest.mark.parametrize(
    ("name", "force", "kept"),
    [
        ("list", "derbyshire", {"harbour-stop-2020"}),  # counted for
        ("list", "college-of-policing", {"harbour-stop-2020"}),  # addressed to
        ("list", "npcc", {"national-review-2019"}),  # said by
        ("findings", "met", {"met-too-rough"}),
        ("findings", "gmp", {"no-breach", "policy-unclear"}),  # the other force's finding is not about it
        ("outcomes", "gmp", {"two-officers"}),
        ("recommendations", "met", {"joint-training", "share-plans"}),
        ("recommendations", "iopc", {"clear-policy", "talk-to-them", "joint-training"}),
        ("statements", "met", {"met-trains"}),
        ("statements", "gmp", {"gmp-worked-well", "sorry", "watchdog-welcomes"}),
        ("figures", "derbyshire", {"derbyshire-rate"}),
        ("sources", "npcc", {"letters"}),
        ("conflicts", "gmp", {"no-breach", "harbour-stop-2020"}),
    ],
)
def test_force_keeps_what_concerns_was_said_by_counted_for_or_addressed_to_it(
    rows: Rows, name: str, force: str, kept: set[str]
) -> None:
    assert set(ids(rows(name, "--force", force))) == kept


def test_sources_of_a_figure_without_a_case_are_kept_for_its_force(rows: Rows) -> None:
    assert "tables-2019-20" in ids(rows("sources", "--force", "gmp"))


def test_a_timeline_of_a_force_leaves_out_what_another_force_said(rows: Rows) -> None:
    said = [row["text"] for row in rows("timeline", "--force", "met")]
    assert "The force trains every year." in said
    assert "The force says that its officers worked well." not in said


def test_only_the_recipients_row_is_kept_for_a_force(rows: Rows) -> None:
    found = rows("recommendations", "--force", "college-of-policing")
    assert [(row["id"], row["made_to"]) for row in found] == [("clear-policy", "college-of-policing")]


@pytest.mark.parametrize(
    ("arguments", "kept"),
    [
        (("list", "--since", "2021"), ["harbour-protest-2021"]),
        (("list", "--since", "2021-03-15"), ["harbour-protest-2021"]),  # 2021-03 overlaps
        (("list", "--until", "2021-03-15"), ["harbour-protest-2021", "harbour-stop-2020"]),
        (("list", "--since", "2021-04"), []),
        (("list", "--until", "2020"), ["harbour-stop-2020"]),
        (("list", "--until", "2020-05-06", "--since", "2020-05-06"), ["harbour-stop-2020"]),
        (("statements", "--since", "2020-09-15", "--until", "2020-09-15"), ["watchdog-welcomes"]),
        (("figures", "--since", "2020-03-31"), ["gmp-uses-2019-20", "met-uses-2019-20"]),
        (("figures", "--since", "2020-04"), []),
        (("sources", "--since", "2020-09-30", "--until", "2020-09-30"), ["bulletin-2020"]),
        (("findings", "--since", "2020~", "--until", "2020?"), ["no-breach"]),
    ],
)
def test_a_partial_date_matches_where_its_span_overlaps(
    rows: Rows, arguments: tuple[str, ...], kept: list[str]
) -> None:
    assert ids(rows(*arguments)) == kept


def test_the_dates_of_an_investigation_overlap_too(rows: Rows) -> None:
    found = rows("timeline", "stop", "--since", "2020-05-20", "--until", "2020-05-20")
    assert [row["kind"] for row in found] == ["investigation_started"]


def test_what_has_no_date_is_left_out_by_a_date_and_that_is_said(small: Small) -> None:
    answer = small("findings", "--since", "2000", "--json")
    assert "policy-unclear" not in ids(answer.json)
    assert answer.err == "conductcli: 1 without a date left out by --since or --until\n"
    assert small("findings", "--case", "protest", "--since", "2000", "--json").err == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "--force", "kent"),
        ("findings", "--result", "refused"),
        ("figures", "--measure", "share_fired"),
        ("outcomes", "--topic", "custody"),
        ("search", "zyzzyva"),
        ("timeline", "--until", "1999"),
    ],
)
def test_a_known_filter_that_matches_nothing_is_an_empty_list(small: Small, arguments: tuple[str, ...]) -> None:
    assert small(*arguments, "--json")[:2] == (0, "[]\n")
    table = small(*arguments)
    assert table[:2] == (0, "")
    assert "no rows" in table.err


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("list", "--force", "greater-manchestr"), "greater-manchester"),
        (("list", "--oversight", "iopk"), "iopc"),
        (("list", "--topic", "tasre"), "taser"),
        (("list", "--kind", "reviw"), "review"),
        (("list", "--case", "harbuor"), "harbour-"),
        (("findings", "--theme", "trainning"), "training"),
        (("findings", "--result", "no_evidense"), "no_evidence"),
        (("findings", "--by", "iopk"), "iopc"),
        (("recommendations", "--to", "metropolitain"), "metropolitan"),
        (("recommendations", "--status", "anwsered"), "answered"),
        (("recommendations", "--kind", "para_28"), "para_28A"),
        (("statements", "--speaker", "Morgen"), "Alex Morgan"),
        (("figures", "--measure", "taser_use"), "taser_uses"),
        (("figures", "--status", "provisonal"), "provisional"),
        (("sources", "--kind", "newz"), "news"),
        (("timeline", "harbuor"), "harbour-"),
        (("timeline", "--kind", "complant"), "complaint"),
        (("conflicts", "--kind", "findng"), "finding"),
        (("search", "policy", "--kind", "findng"), "finding"),
        (("show", "harbuor-stop-2020"), "harbour-stop-2020"),
        (("compare", "harbour-stop", "protst"), "harbour-protest-2021"),
        (("compare", "--force", "gmp", "--force", "metropolitain"), "metropolitan"),
    ],
)
def test_what_the_register_does_not_know_is_exit_3_with_a_suggestion(
    small: Small, arguments: tuple[str, ...], hint: str
) -> None:
    answer = small(*arguments)
    assert (answer.code, answer.out) == (3, "")
    error, said = answer.err.splitlines()
    assert error.startswith("conductcli: error: ")
    assert said.startswith("hint: did you mean ")
    assert hint in said


@pytest.mark.parametrize("arguments", [("show", "harbour"), ("list", "--case", "harbour"), ("timeline", "HARBOUR")])
def test_a_part_of_an_id_that_fits_several_cases_is_exit_3_with_candidates(
    small: Small, arguments: tuple[str, ...]
) -> None:
    answer = small(*arguments)
    assert answer.code == 3
    assert "fits several cases: harbour-protest-2021, harbour-stop-2020" in answer.err


@pytest.mark.parametrize("part", ["harbour-stop-2020", "harbour-s", "stop", "STOP", "Harbour-Stop-2020"])
def test_show_takes_an_id_or_a_unique_part_of_one_in_any_case(small: Small, part: str) -> None:
    assert small("show", part, "--json").json["id"] == "harbour-stop-2020"


def test_a_case_whose_id_starts_another_is_found_by_its_own_id(conductcli: Program) -> None:
    cases = "".join(
        f"  - {{id: {name}, title: T, kind: review, oversight: iopc, summary: S., source: s}}\n"
        for name in ("a", "a-b")
    )
    text = f"format: 1\nsources: [{{id: s, title: T, publisher: P, kind: news}}]\ncases:\n{cases}"
    for part in ("a", "A"):
        answer = conductcli("show", part, "--json", "--data", "-", stdin=text.encode())
        assert (answer.code, answer.err) == (0, "")
        assert answer.json["id"] == "a"


# Wrong usage


def test_a_misspelt_command_is_exit_2_with_a_suggestion(conductcli: Program) -> None:
    answer = conductcli("statments")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.splitlines()[1] == "hint: did you mean statements?"


@pytest.mark.parametrize("name", ["list", "findings", "show", "check"])
def test_a_misspelt_option_is_exit_2_with_a_suggestion(small: Small, name: str) -> None:
    answer = small(name, "--fromat", "json")
    assert (answer.code, answer.out) == (2, "")
    assert "--format" in answer.err


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("--columns", "id,titel"), "did you mean title"),
        (("--sort", "titel"), "did you mean title"),
        (("--sort", "-titel"), "did you mean title"),
        (("--format", "markdwon"), "did you mean markdown"),
        (("--color", "alway"), "did you mean always"),
        (("--since", "last year"), "for instance --since"),
        (("--until", "2020-13"), "for instance --until"),
        (("--since", "../2020"), "for instance --since"),
        (("--limit", "-1"), "--limit"),
        (("--limit", "many"), "--limit"),
    ],
)
def test_a_value_of_the_wrong_form_is_exit_2_and_says_what_is_right(
    small: Small, arguments: tuple[str, ...], hint: str
) -> None:
    answer = small("list", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert hint in answer.err


def test_a_limit_beyond_all_numbers_is_no_fault_of_the_database(small: Small) -> None:
    for arguments in (("list",), ("search", "training")):
        answer = small(*arguments, "--json", "--limit", "99999999999999999999")
        assert answer.code in (0, 2), answer.err


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in ("load", "schema")])
def test_json_and_another_format_exclude_each_other(small: Small, name: str) -> None:
    needed = {"show": ["stop"], "search": ["policy"], "compare": ["stop", "protest"]}.get(name, [])
    answer = small(name, *needed, "--json", "--format", "csv")
    assert (answer.code, answer.out) == (2, "")
    assert "exclude each other" in answer.err
    assert small(name, *needed, "--json", "--format", "json").code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("compare",),
        ("compare", "stop"),
        ("compare", "stop", "stop"),
        ("compare", "--force", "gmp"),
        ("compare", "--force", "gmp", "--force", "GMP"),
        ("compare", "stop", "--force", "gmp"),
        ("show",),
        ("search",),
        ("search", '"" * ()'),
    ],
)
def test_too_little_or_too_much_to_ask_is_exit_2_with_a_hint(small: Small, arguments: tuple[str, ...]) -> None:
    answer = small(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert "hint: " in answer.err


@pytest.mark.parametrize(
    "arguments", [("list", "--case"), ("list", "--force"), ("search",), ("show",), ("statements", "--speaker")]
)
def test_words_that_are_not_utf_8_are_not_known_and_nothing_breaks(child: Child, arguments: tuple[str, ...]) -> None:
    answer = child(*arguments, "\udcff", "--db", str(database(SMALL)))
    assert answer.code in (2, 3), answer.err
    assert "should not happen" not in answer.err


# Columns, order, limit


def test_columns_come_in_the_order_asked_for(small: Small) -> None:
    assert list(small("list", "--columns", "kind,id", "--json").json[0]) == ["kind", "id"]
    assert small("list", "--columns", "kind, incident-date", "--format", "csv").lines[0] == "kind,incident_date"


def test_columns_of_a_table_are_all_that_were_asked_for(small: Small) -> None:
    assert small("list", "--columns", "matter,id", columns=80).lines[0].split() == ["matter", "id"]


@pytest.mark.parametrize(
    ("key", "order"),
    [
        ("incident_date", ["harbour-stop-2020", "harbour-protest-2021", "national-review-2019"]),
        ("-incident_date", ["harbour-protest-2021", "harbour-stop-2020", "national-review-2019"]),
        ("-recommendations", ["national-review-2019", "harbour-protest-2021", "harbour-stop-2020"]),
        ("kind,-id", ["harbour-stop-2020", "harbour-protest-2021", "national-review-2019"]),
    ],
)
def test_sort_is_by_a_key_either_way_with_what_is_not_known_last(rows: Rows, key: str, order: list[str]) -> None:
    assert ids(rows("list", "--sort", key)) == order


@pytest.mark.parametrize("key", ["case_id", "-case_id"])
def test_what_belongs_to_no_case_comes_last_in_a_sorted_search(rows: Rows, key: str) -> None:
    cases = [row["case_id"] for row in rows("search", "watchdog", "--sort", key)]
    assert None in cases
    assert cases == sorted(cases, key=lambda case: case is None)


@pytest.fixture(scope="module")
def many() -> Path:
    """A database of 12,000 findings: too many for a table, and for a search to rank."""
    from conductcli.store.build import aside

    target = folder() / "many.db"
    if target.exists():
        return target
    source = {"id": "s", "title": "T", "publisher": "P", "kind": "news"}
    base = {"kind": "review", "oversight": "iopc", "title": "T", "summary": "S.", "source": ["s"]}
    with aside(target) as builder:
        builder.add("organisations", {"id": "iopc", "name": "IOPC", "kind": "watchdog"})
        builder.add("sources", source)
        for number in range(60):
            findings = [
                {
                    "id": f"f{at}", "made_by": "iopc", "result": "fact", "text": f"Frequent words, number {at}.",
                    "made_on": f"{1900 + number}-01-{at % 28 + 1:02}",
                }
                for at in range(200)
            ]  # fmt: skip
            builder.add("cases", {"id": f"c{number:02}", **base, "findings": findings})
        builder.finish()
    return target


@pytest.mark.parametrize(("name", "of"), [("list", "60"), ("findings", "12,000")])
def test_a_table_shows_50_rows_and_says_of_how_many(conductcli: Program, many: Path, name: str, of: str) -> None:
    answer = conductcli(name, "--db", many)
    assert len(answer.lines) == 52  # heading and rule
    assert f"50 of {of} shown" in answer.err
    longer = conductcli(name, "--db", many, "--limit", "55")
    assert len(longer.lines) == 57
    assert f"55 of {of} shown" in longer.err


def test_a_limit_that_is_not_reached_is_not_spoken_of(conductcli: Program, many: Path) -> None:
    assert conductcli("list", "--db", many, "--limit", "60").err == ""
    assert conductcli("list", "--db", many, "--limit", "100").err == ""


@pytest.mark.parametrize("format", [format for format in FORMATS if format not in ("table", "json")])
def test_machines_are_given_every_row(conductcli: Program, many: Path, format: str) -> None:
    answer = conductcli("list", "--db", many, "--format", format)
    assert sum("c" in line and "T" in line for line in answer.lines) == 60
    assert answer.err == ""


def test_a_limit_holds_for_machines_too(conductcli: Program, many: Path) -> None:
    assert len(conductcli("findings", "--db", many, "--json").json) == 12_000
    assert len(conductcli("findings", "--db", many, "--json", "--limit", "7").json) == 7
    assert conductcli("findings", "--db", many, "--json", "--limit", "0").json == []


def test_a_search_that_finds_more_than_10000_gives_the_newest_first_and_says_so(
    conductcli: Program, many: Path
) -> None:
    answer = conductcli("search", "frequent", "--json", "--db", many, "--limit", "3")
    assert "more than 10,000" in answer.err
    assert "newest first" in answer.err
    assert {(row["case_id"], row["score"]) for row in answer.json} == {("c59", None)}
    table = conductcli("search", "frequent", "--db", many)
    assert "10,001" not in table.err  # it is not known how many there are


# Formats, output, color


@pytest.mark.parametrize("name", ["list", "search", "timeline", "findings", "figures"])
def test_every_format_holds_the_same_rows(small: Small, name: str) -> None:
    rows = small(*asked(name), "--format", "json").json
    assert [json.loads(line) for line in small(*asked(name), "--format", "jsonl").lines] == rows
    for format, delimiter in (("csv", ","), ("tsv", "\t")):
        found = list(csv.reader(io.StringIO(small(*asked(name), "--format", format).out), delimiter=delimiter))
        assert found[0] == list(rows[0])
        assert [[cell(value) for value in row.values()] for row in rows] == found[1:]
    markdown = small(*asked(name), "--format", "markdown").lines
    assert len(markdown) == 2 + len(rows)
    assert len(small(*asked(name)).lines) >= 2 + len(rows)


def cell(value: Any) -> str:
    return "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in ("load", "schema", "check")])
def test_every_command_has_every_format(small: Small, name: str, format: str) -> None:
    needed = {"show": ["stop"], "search": ["policy"], "compare": ["stop", "protest"]}.get(name, [])
    answer = small(name, *needed, "--format", format)
    assert answer.code == 0, answer.err
    assert answer.out.endswith("\n")


def test_a_file_is_written_whole(small: Small, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    answer = small("list", "--format", "csv", "--output", str(target))
    assert answer[:2] == (0, "")
    assert target.read_bytes().decode() == small("list", "--format", "csv").out
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_is_not_written_when_the_question_fails(small: Small, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("earlier")
    assert small("list", "--force", "nobody-at-all", "--output", str(target)).code == 3
    assert small("list", "--columns", "nothing", "--output", str(target)).code == 2
    assert target.read_text() == "earlier"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_is_not_there_is_said_with_what_to_do(small: Small, tmp_path: Path) -> None:
    answer = small("list", "--output", str(tmp_path / "none" / "out.csv"))
    assert answer.code == 1
    assert "none/out.csv: cannot be written" in answer.err
    assert "hint: " in answer.err


def test_color_is_for_terminals_unless_asked_for(small: Small) -> None:
    for arguments in (("list",), ("show", "stop"), ("compare", "stop", "protest")):
        assert "\x1b" not in small(*arguments).out
        assert "\x1b" not in small(*arguments, "--color", "never").out
        assert "\x1b[1m" in small(*arguments, "--color", "always").out
        assert "\x1b" not in small(*arguments, "--color", "always", "--json").out


# show and compare


def test_show_gives_the_whole_case_with_organisations_sources_figures_and_timeline(small: Small) -> None:
    case = small("show", "stop", "--json").json
    assert list(case) == [
        "id", "title", "kind", "matter", "forces", "oversight", "reference", "topics", "incident", "referral",
        "investigation", "summary", "caveat", "source", "conflicts", "allegations", "evidence", "findings", "outcomes",
        "recommendations", "statements", "events", "organisations", "sources", "figures", "timeline",
    ]  # fmt: skip
    assert case["incident"] == {"date": "2020-05-06", "place": "Harbour Road, Northtown"}
    assert ids(case["figures"]) == ["derbyshire-rate"]
    assert case["figures"][0]["value"] == 7.5
    assert len(case["timeline"]) == 15


def test_show_has_every_key_of_a_case_and_null_for_what_is_not_known(small: Small) -> None:
    case = small("show", "national-review", "--json").json
    assert case["incident"] == {"date": None, "place": None}
    assert case["matter"] is None
    assert case["forces"] == case["allegations"] == case["conflicts"] == []
    assert case["recommendations"][0]["recipients"][0]["made_to"] is None


@pytest.mark.parametrize("part", ["stop", "protest", "national-review"])
def test_show_writes_out_every_organisation_and_source_that_it_names(small: Small, part: str) -> None:
    case = small("show", part, "--json").json
    named = set(_named(case, {"made_by", "made_to", "force", "forces", "oversight", "organisation", "progress_by"}))
    assert named - set(ids(case["organisations"])) == set()
    assert set(_named(case, {"source"})) - set(ids(case["sources"])) == set()


def _named(value: Any, keys: set[str]) -> list[str]:
    found: list[str] = []
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        if key in keys and inner:
            found += inner if isinstance(inner, list) else [inner]
        elif isinstance(inner, dict | list):
            found += _named(inner, keys)
    return found


def test_show_tells_what_another_source_says_of_the_case(small: Small) -> None:
    assert "The bulletin places it at the station." in small("show", "stop", columns=100).out


@pytest.mark.parametrize("format", ["table", "csv", "markdown"])
def test_show_tells_every_fact_of_the_case_in_every_format(small: Small, format: str) -> None:
    said = " ".join(small("show", "stop", "--format", format, columns=200).out.split()).replace("\\", "")
    for fact in (
        "Harbour Road, Northtown", "2020-05-08", "handled roughly", "footage shows", "we found no breach", "Constables",
        "Harbour Unit", "restricted", "reflective_practice", "rejected", "2020-10-20", "rewrites its policy",
        "Chief superintendent", "Rumours spread", "more_than" if format != "table" else "more than", "7.5",
        "Letters to the panel", "calls it a clean bill of health",
    ):  # fmt: skip
        assert fact in said


def test_compare_puts_cases_side_by_side(small: Small) -> None:
    found = small("compare", "stop", "protest", "--json").json
    assert list(found) == ["columns", "rows", "shared_wording"]
    assert found["columns"] == [
        {"id": "harbour-stop-2020", "label": "A driver stopped at the harbour"},
        {"id": "harbour-protest-2021", "label": "Two forces at a protest"},
    ]
    assert {tuple(row) for row in found["rows"]} == {("section", "label", "cells")}
    assert {len(row["cells"]) for row in found["rows"]} == {2}
    sections = list(dict.fromkeys(row["section"] for row in found["rows"]))
    assert sections == ["facts", "findings", "outcomes", "recommendations", "statements", "figures"]
    training = next(row for row in found["rows"] if (row["section"], row["label"]) == ("statements", "training"))
    assert [ids(cell) for cell in training["cells"]] == [["sorry"], ["met-trains"]]


def test_compare_puts_what_each_force_said_side_by_side_theme_by_theme(small: Small) -> None:
    found = small("compare", "--force", "gmp", "--force", "the met", "--only", "statements", "--json").json
    assert [column["id"] for column in found["columns"]] == ["greater-manchester", "metropolitan"]
    assert {row["section"] for row in found["rows"]} == {"statements"}
    said = {row["label"]: [ids(cell) for cell in row["cells"]] for row in found["rows"]}
    assert said == {
        "training": [["sorry"], ["met-trains"]],
        "public_confidence": [["sorry"], []],
        "other": [["gmp-worked-well"], []],
    }


def test_only_keeps_a_section_and_may_be_repeated(small: Small) -> None:
    found = small("compare", "stop", "protest", "--only", "facts", "--only", "outcomes", "--json").json
    assert list(dict.fromkeys(row["section"] for row in found["rows"])) == ["facts", "outcomes"]
    answer = small("compare", "stop", "protest", "--only", "outcome")
    assert answer.code in (2, 3)
    assert "did you mean outcomes" in answer.err


@pytest.mark.parametrize("format", ["table", "csv", "tsv", "markdown"])
def test_a_comparison_tells_what_became_of_the_officers(small: Small, format: str) -> None:
    answer = small("compare", "stop", "protest", "--only", "outcomes", "--format", format, columns=160)
    said = answer.out.replace("_", " ").replace("\\", "")
    for fact in ("gross misconduct", "final written warning", "hearing", "reflective practice", "restricted", "2", "1"):
        assert fact in said


@pytest.mark.parametrize("format", ["table", "csv", "tsv", "markdown"])
def test_a_comparison_shows_the_value_of_a_figure_with_how_exact_it_is_and_its_unit(small: Small, format: str) -> None:
    answer = small("compare", "--force", "gmp", "--force", "derbyshire", "--only", "figures", "--format", format)
    said = answer.out.replace("_", " ").replace("\\", "")
    for fact in ("816", "7.5", "more than", "officer use", "100 officers", "2019-04/2020-03"):
        assert fact in said


@pytest.mark.parametrize("format", ["table", "csv", "markdown"])
def test_a_comparison_shows_the_state_of_a_recommendation_for_each_recipient(small: Small, format: str) -> None:
    answer = small("compare", "stop", "protest", "--only", "recommendations", "--format", format, columns=160)
    said = answer.out.replace("\\", "")
    for fact in ("college-of-policing", "rejected", "greater-manchester", "accepted"):
        assert fact in said


@pytest.mark.parametrize("format", ["csv", "markdown"])
def test_a_comparison_names_the_result_of_a_finding_in_every_format(small: Small, format: str) -> None:
    answer = small("compare", "stop", "protest", "--only", "findings", "--format", format)
    assert "no case to answer" in answer.out.replace("_", " ").replace("\\", "")


@pytest.mark.parametrize("width", [40, 80])
def test_columns_that_do_not_fit_turn_to_blocks_and_that_is_said(small: Small, width: int) -> None:
    forces = [word for name in ("gmp", "met", "derbyshire", "npcc") for word in ("--force", name)]
    answer = small("compare", *forces, columns=width)
    assert f"4 columns do not fit side by side in {width} characters: shown one under the other" in answer.err
    assert max(map(len, answer.lines)) <= width
    assert "  metropolitan" in answer.lines


# recommendations and their answers


@pytest.fixture
def states() -> States:
    """The rows of the deadlines' case as of a day, by id and recipient."""

    def on(day: str, *arguments: str) -> dict[tuple[str, str | None], dict[str, Any]]:
        answer = run_here("recommendations", "--as-of", day, "--json", "--db", database(DEADLINES), *arguments)
        assert answer.code == 0, answer.err
        return {(row["id"], row["made_to"]): row for row in answer.json}

    return on


@pytest.mark.parametrize(
    ("name", "last_day", "basis"),
    [
        ("statutory", "2020-02-25", "statutory"),
        ("printed", "2020-02-26", "printed"),
        ("extended", "2020-03-31", "extended"),
    ],
)
def test_an_answer_is_awaited_to_its_last_day_and_then_not_found(
    states: States, name: str, last_day: str, basis: str
) -> None:
    key = (name, "greater-manchester")
    row = states(last_day)[key]
    assert (row["due_on"], row["due_basis"]) == (last_day, basis)
    assert (row["status"], row["days_past_due"], row["as_of"]) == ("awaiting", None, last_day)
    after = states("2020-04-01")[key]
    assert (after["status"], after["as_of"]) == ("no_response_found", "2020-04-01")
    assert after["days_past_due"] == (date(2020, 4, 1) - date.fromisoformat(last_day)).days


def test_an_answer_counts_for_its_recipient_alone(states: States) -> None:
    found = states("2020-03-01")
    assert [found["statutory", who]["status"] for who in ("greater-manchester", "metropolitan", "derbyshire")] == [
        "no_response_found", "answered", "awaiting",
    ]  # fmt: skip
    answered = found["statutory", "metropolitan"]
    assert (answered["position"], answered["responded_on"]) == ("accepted", "2020-02-10")
    assert answered["days_past_due"] is None


def test_an_answer_that_came_later_does_not_count_yet(states: States) -> None:
    before, after = (states(day)["statutory", "metropolitan"] for day in ("2020-02-09", "2020-02-10"))
    assert (before["status"], before["position"], before["responded_on"]) == ("awaiting", None, None)
    assert (after["status"], after["position"]) == ("answered", "accepted")
    assert states("2020-01-15")["statutory", "derbyshire"]["position"] is None


def test_progress_is_that_of_the_day_with_who_says_so(states: States) -> None:
    days = ("2020-04-30", "2020-05-01", "2020-09-01")
    found = [states(day)["promised", "metropolitan"] for day in days]
    assert [row["progress"] for row in found] == [None, "under_way", "done"]
    assert [row["progress_by"] for row in found] == [None, "metropolitan", "metropolitan"]


def test_a_recommendation_that_was_made_later_is_not_there_yet(states: States) -> None:
    assert ("later", "derbyshire") not in states("2020-05-31")
    assert states("2020-06-01")["later", "derbyshire"]["status"] == "awaiting"
    assert states("2019-12-31") == {}


@pytest.mark.parametrize("name", ["section-10", "handled"])
def test_where_no_duty_to_answer_is_nothing_is_due(states: States, name: str) -> None:
    row = states("2030-01-01")[name, "greater-manchester"]
    assert [row[key] for key in ("status", "due_on", "due_basis", "days_past_due")] == [
        "not_required",
        None,
        None,
        None,
    ]


def test_a_recommendation_to_nobody_known_is_one_row(states: States) -> None:
    row = states("2030")["to-nobody-known", None]
    assert row["as_of"] == "2030-12-31"
    assert row["status"] == "not_required"


def test_recommendations_can_be_kept_by_the_state_of_their_answer(states: States) -> None:
    assert set(states("2020-03-01", "--status", "no_response_found")) == {
        ("statutory", "greater-manchester"),
        ("printed", "greater-manchester"),
    }


def test_as_of_takes_a_date_and_nothing_else(small: Small) -> None:
    answer = small("recommendations", "--as-of", "yesterday")
    assert answer.code == 2
    assert "--as-of" in answer.err


# search, conflicts, sources


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("TASER policy", {"clear-policy", "policy-unclear"}),
        ('"may be drawn"', {"clear-policy", "policy-unclear"}),
        ('"drawn be may"', set()),
        ("rewr*", {"clear-policy"}),
        ("rewr", set()),
        ('"side by si"*', {"harbour-protest-2021"}),
        ("officer's", None),
        ("Morgan", {"sorry"}),
        ("Northtown", {"harbour-stop-2020"}),
        ('"clean bill"', {"no-breach"}),
        ("Gazette", {"gazette-2020"}),
    ],
)
def test_search_takes_words_phrases_and_beginnings(rows: Rows, text: str, found: set[str] | None) -> None:
    kept = set(ids(rows("search", text)))
    assert found is None or kept == found


def test_a_search_gives_the_best_first_with_the_field_and_a_snippet(rows: Rows) -> None:
    found = rows("search", "policy")
    assert [row["score"] for row in found] == sorted((row["score"] for row in found), reverse=True)
    policy = next(row for row in found if row["id"] == "policy-unclear")
    assert (policy["record"], policy["field"]) == ("finding", "text")
    assert "policy" in policy["snippet"]


SYNTAX = [
    '"',
    "*",
    "(",
    ")",
    "NEAR",
    "AND",
    "OR",
    "NOT",
    "^",
    ":",
    "{",
    "}",
    "-",
    "+",
    "text:",
    "a",
    "é",
    "0",
    ",",
    "'",
]


TYPED = st.one_of(
    st.lists(st.sampled_from(SYNTAX), max_size=12).map(" ".join),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40),
)


@given(TYPED)
@example('"unclosed')
@example("NEAR(a b, 5)")
@example("text: taser")
@example("a" * 5_000)
@example(" ".join(f"w{number}" for number in range(400)))
@example(" ".join(f"w{number}*" for number in range(3_000)))
@example("²")
def test_no_text_is_taken_for_the_indexs_own_syntax(text: str) -> None:
    answer = run_here("search", "--json", "--db", database(SMALL), "--", text)
    assert answer.code in (0, 2), answer.err
    if answer.code == 2:
        assert not answer.out
        assert "hint: " in answer.err


def test_conflicts_have_both_sides_and_how_they_are_known(rows: Rows) -> None:
    finding = next(row for row in rows("conflicts") if row["record"] == "finding")
    assert finding == {
        "case_id": "harbour-stop-2020",
        "record": "finding",
        "id": "no-breach",
        "says": "No officer had a case to answer.",
        "source": ["gazette-2020"],
        "other_says": "The bulletin calls it a clean bill of health.",
        "other_source": "bulletin-2020",
        "how": "recorded",
    }


def test_sources_are_counted_once_for_each_record_that_cites_them(rows: Rows) -> None:
    cited = {row["id"]: row["cited_by"] for row in rows("sources")}
    assert cited["tables-2019-20"] == 2
    assert cited["letters"] == 13  # of the protest 8, of the review 3, the answer in clear-policy and the figure


# Help, completion, version


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_starts_with_an_example(conductcli: Program, name: str) -> None:
    answer = conductcli(name, "--help", columns=100)
    assert answer.code == 0
    usage, example = [line.strip() for line in answer.lines if line.strip()][:2]
    assert usage.startswith(f"Usage: conductcli {name}")
    assert example.startswith(f"Example: conductcli {name}")


def test_the_help_groups_the_commands(conductcli: Program) -> None:
    answer = conductcli("--help", columns=100)
    lines = answer.lines
    places = [lines.index(f"{group}:") for group in ("Explore", "Track", "Keep")]
    assert places == sorted(places)
    assert next(line.strip() for line in lines[1:] if line.strip()).startswith("Example: conductcli ")
    for name in COMMANDS:
        assert any(line.split()[:1] == [name] for line in lines[places[0] :])


def test_no_command_at_all_shows_the_help(conductcli: Program) -> None:
    answer = conductcli(columns=100)
    assert "Explore" in answer.out + answer.err


def test_the_version_is_told(conductcli: Program) -> None:
    assert conductcli("--version")[:2] == (0, f"conductcli {__version__}\n")


SHELLS = ("bash", "zsh", "fish")


def completed(child: Child, shell: str, *words: str) -> list[str]:
    """What a shell offers after these words, the last of which is being typed."""
    line = " ".join(("conductcli", *words))
    env = {"_CONDUCTCLI_COMPLETE": f"complete_{shell}", "CONDUCTCLI_DB": str(database(SMALL))}
    if shell == "bash":
        env |= {"COMP_WORDS": line, "COMP_CWORD": str(len(words))}
    else:
        env |= {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    answer = child(env=env)
    assert (answer.code, answer.err) == (0, "")
    return answer.lines


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("st",), "statements"),
        (("list", "--fo"), "--force"),
        (("show", "harbour-s"), "harbour-stop-2020"),
        (("compare", "harbour-stop-2020", "harbour-p"), "harbour-protest-2021"),
        (("list", "--force", "gm"), "gmp"),
        (("list", "--force", "greater-m"), "greater-manchester"),
        (("findings", "--theme", "train"), "training"),
        (("figures", "--measure", "taser_f"), "taser_fired"),
        (("list", "--format", "js"), "json"),
    ],
)
def test_a_shell_completes(child: Child, shell: str, words: tuple[str, ...], offered: str) -> None:
    assert any(offered in line for line in completed(child, shell, *words))


def test_a_force_is_completed_in_capitals_too(child: Child) -> None:
    assert completed(child, "bash", "list", "--force", "GM")


def test_completion_says_nothing_where_there_is_no_register(child: Child, tmp_path: Path) -> None:
    (tmp_path / "broken.db").write_bytes(b"SQLite format 3\0" + b"x" * 4_000)
    for name in ("none.db", "broken.db"):
        env = {
            "_CONDUCTCLI_COMPLETE": "complete_bash", "COMP_WORDS": "conductcli show a", "COMP_CWORD": "2",
            "CONDUCTCLI_DB": str(tmp_path / name),
        }  # fmt: skip
        assert child(env=env).out.strip() == ""


def test_completion_survives_a_database_whose_pages_are_damaged(child: Child, tmp_path: Path) -> None:
    whole = bytearray(database(SMALL).read_bytes())
    whole[4096:] = b"\xff" * (len(whole) - 4096)
    (tmp_path / "damaged.db").write_bytes(whole)
    env = {
        "_CONDUCTCLI_COMPLETE": "complete_bash", "COMP_WORDS": "conductcli show a", "COMP_CWORD": "2",
        "CONDUCTCLI_DB": str(tmp_path / "damaged.db"),
    }  # fmt: skip
    answer = child(env=env)
    assert "Traceback" not in answer.err
    assert answer.out.strip() == ""


# Which data, which database


CASE = "  - {{id: {0}, title: T, kind: review, oversight: iopc, summary: S., source: s}}\n"


def register_of(*names: str) -> str:
    cases = "".join(CASE.format(name) for name in names)
    return f"format: 1\nsources: [{{id: s, title: T, publisher: P, kind: news}}]\ncases:\n{cases}"


def listed(answer: Answer) -> list[str]:
    assert answer.code == 0, answer.err
    return sorted(ids(answer.json))


def test_options_go_before_the_environment(
    conductcli: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(register_of(name))
        conductcli("load", tmp_path / f"{name}.yaml", "--db", tmp_path / f"{name}.db")
    ask = ("list", "--json")
    monkeypatch.setenv("CONDUCTCLI_DATA", str(tmp_path / "a.yaml"))
    assert listed(conductcli(*ask)) == ["a"]
    assert listed(conductcli(*ask, "--data", tmp_path / "b.yaml")) == ["b"]
    assert listed(conductcli(*ask, "--db", tmp_path / "b.db")) == ["b"]
    monkeypatch.delenv("CONDUCTCLI_DATA")
    monkeypatch.setenv("CONDUCTCLI_DB", str(tmp_path / "b.db"))
    assert listed(conductcli(*ask)) == ["b"]
    assert listed(conductcli(*ask, "--data", tmp_path / "a.yaml")) == ["a"]
    assert listed(conductcli(*ask, "--db", tmp_path / "a.db")) == ["a"]
    assert listed(conductcli(*ask, "--db", tmp_path / "b.db")) == [
        "b"
    ]  # --data did not touch what the environment names


def test_the_environment_may_name_several_files(
    conductcli: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "a.yaml").write_text(register_of("a"))
    (tmp_path / "b.yaml").write_text("format: 1\ncases:\n" + CASE.format("b"))
    monkeypatch.setenv("CONDUCTCLI_DATA", f"{tmp_path / 'a.yaml'}:{tmp_path / 'b.yaml'}")
    assert listed(conductcli("list", "--json")) == ["a", "b"]
    monkeypatch.setenv("CONDUCTCLI_DATA", str(tmp_path))
    assert listed(conductcli("list", "--json")) == ["a", "b"]


def test_data_may_come_from_standard_input(conductcli: Program) -> None:
    assert listed(conductcli("list", "--json", "--data", "-", stdin=register_of("a", "b").encode())) == ["a", "b"]


def test_a_changed_file_is_seen_at_the_next_question(conductcli: Program, tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    for names in (["a"], ["a", "b"], ["c"], ["d"], []):
        file.write_text(register_of(*names) if names else "format: 1\n")
        assert listed(conductcli("list", "--json", "--data", file)) == names
        assert listed(conductcli("list", "--json", "--data", file)) == names


def test_a_file_that_comes_or_goes_is_seen_at_the_next_question(conductcli: Program, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(register_of("a"))
    assert listed(conductcli("list", "--json", "--data", tmp_path)) == ["a"]
    (tmp_path / "b.yaml").write_text("format: 1\ncases:\n" + CASE.format("b"))
    assert listed(conductcli("list", "--json", "--data", tmp_path)) == ["a", "b"]
    (tmp_path / "b.yaml").unlink()
    assert listed(conductcli("list", "--json", "--data", tmp_path)) == ["a"]


def test_a_broken_file_is_told_at_every_question_and_the_register_comes_back_when_it_is_mended(
    conductcli: Program, tmp_path: Path
) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(register_of("a"))
    assert listed(conductcli("list", "--json", "--data", file)) == ["a"]
    file.write_text(register_of("a") + "colour: red\n")
    for _ in range(2):
        assert conductcli("list", "--json", "--data", file)[:2] == (4, "")
    file.write_text(register_of("a"))
    assert listed(conductcli("list", "--json", "--data", file)) == ["a"]


def test_two_registers_do_not_mix_in_the_cache(conductcli: Program, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "cases.yaml").write_text(register_of(name))
    for _ in range(2):
        for name in ("a", "b"):
            assert listed(conductcli("list", "--json", "--data", tmp_path / name / "cases.yaml")) == [name]


def test_a_database_named_alone_is_read_as_it_is(conductcli: Program, tmp_path: Path) -> None:
    file, target = tmp_path / "a.yaml", tmp_path / "a.db"
    file.write_text(register_of("a"))
    conductcli("load", file, "--db", target)
    file.write_text(register_of("b"))
    before = target.read_bytes()
    assert listed(conductcli("list", "--json", "--db", target)) == ["a"]
    assert target.read_bytes() == before
    assert listed(conductcli("list", "--json", "--db", target, "--data", file)) == ["b"]
