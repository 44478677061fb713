"""Case files that are built to be expensive or to have no end: the work grows with the file and no faster."""

from __future__ import annotations

import os
import random
import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from benchmarks.attacks import ATTACKS
from hypothesis import given, settings
from hypothesis import strategies as st

from conductcli import api, model
from conductcli.analysis import figure_checks, figure_conflicts, rounding
from conductcli.casefile import files, parser, problems
from conductcli.casefile.files import case_files
from conductcli.casefile.parser import items
from conductcli.casefile.reader import FATAL
from conductcli.output import FORMATS
from tests.conftest import CHECKOUT, run_here

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Child, Program

pytestmark = pytest.mark.slow
TOP = "format: 1\nsources: [{id: news, title: A report, publisher: A paper, kind: news}]\n"
CASE = "cases: [{id: one, title: A case, kind: review, oversight: iopc, summary: S, source: news"


def work(function: Callable[[], object]) -> int:
    """How many bytecode instructions Python carries out: the same in every run, however fast the machine is."""
    done = 0

    def trace(frame: Any, event: str, argument: object) -> Any:
        nonlocal done
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        done += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        function()
    finally:
        sys.settrace(before)
    return done


def calls(function: Callable[[], object]) -> int:
    """How many functions are called, of Python's and of libraries'; each step of a generator is one."""
    done = 0

    def count(frame: Any, event: str, argument: object) -> None:
        nonlocal done
        done += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        function()
    finally:
        sys.setprofile(before)
    return done


LATE = ("sums, shares and rates", "rates", "figures and sources", "figures that disagree", "records and sources")
"""Attacks of which each element has a bounded number of others to be compared with, which a small file has not."""
NOTHING = CHECKOUT / "tests" / "casefiles" / "valid" / "only-the-format.yaml"


class Compared(str):
    """A text that counts how often it is compared."""

    times = 0
    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        Compared.times += 1
        return str.__eq__(self, other)

    __hash__ = str.__hash__


@pytest.mark.parametrize("name", ATTACKS)
def test_the_work_of_a_check_grows_with_the_file_and_no_faster(name: str, tmp_path: Path) -> None:
    file = tmp_path / "hostile.yaml"

    def checked(size: int) -> int:
        file.write_text(ATTACKS[name](size), encoding="utf-8", newline="")
        return calls(lambda: api.check((str(file),)))

    size = 24_000 if name in LATE else 6_000
    checked(size)
    fixed = calls(lambda: api.check((str(NOTHING),)))
    small, large = checked(size) - fixed, checked(4 * size) - fixed
    assert large <= 5 * max(small, 4_000)


@pytest.mark.parametrize("name", ATTACKS)
def test_a_hostile_file_is_answered_with_problems_in_plain_words(name: str, tmp_path: Path) -> None:
    file = tmp_path / "hostile.yaml"
    file.write_text(ATTACKS[name](6_000), encoding="utf-8", newline="")
    for answer in (run_here("check", file, "--json"), run_here("load", file, "--db", tmp_path / "a.db", "--json")):
        assert answer.code in (0, 4), answer
        assert "should not happen" not in answer.err
    for problem in run_here("check", file, "--json").json:
        assert problem["file"] == str(file)
        assert problem["line"] >= 1
        assert problem["hint"]


def test_ids_that_are_given_twice_are_found_with_one_comparison_each() -> None:
    names = [Compared(f"a{number}") for number in range(1_000)]
    Compared.times = 0
    assert model._distinct(list(names)) == names
    assert Compared.times <= 2 * len(names)


@pytest.mark.parametrize("kind", ["sums", "shares", "rates", "ratios", "one measure"])
def test_the_arithmetic_of_a_document_is_linear(kind: str) -> None:
    def printed(number: int, measure: str, per: str | None = None) -> figure_checks.Printed:
        return figure_checks.Printed(f"f{number}", measure, 100 + number, "exactly", "officer_use", per, "2020/2020")

    measures: dict[str, list[tuple[str, str | None]]] = {
        "sums": [("taser_uses", None), *((part, None) for part in figure_checks.SUMS["taser_uses"])],
        "shares": [("share_fired", None), ("taser_fired", None), ("taser_uses", None)],
        "rates": [("taser_uses", "100_trained_officers"), ("taser_uses", None), ("taser_trained_officers", None)],
        "ratios": [(name, per) for name in ("taser_fired", "taser_uses") for per in ("100_officers", None)],
        "one measure": [("taser_uses", None)],
    }

    def figures(number: int) -> list[figure_checks.Printed]:
        return [printed(at, *measures[kind][at % len(measures[kind])]) for at in range(number)]

    small, large = figures(300), figures(1_200)
    assert work(lambda: list(figure_checks.failing(large))) <= 5 * work(lambda: list(figure_checks.failing(small)))


def test_figures_that_are_repeated_too_often_are_not_taken_apart() -> None:
    def failing(repeated: int) -> list[str]:
        share = figure_checks.Printed("share", "share_fired", 50.0, "exactly", "percent", None, None)
        whole = figure_checks.Printed("whole", "taser_uses", 100.0, "exactly", "officer_use", None, None)
        parts = [
            figure_checks.Printed(f"part{at}", "taser_fired", 10.0 + at, "exactly", "officer_use", None, None)
            for at in range(repeated)
        ]
        return [name for name, _ in figure_checks.failing([share, whole, *parts])]

    assert failing(4) == ["share"]
    assert failing(5) == []


@pytest.mark.parametrize("periods", [1, 7, 10_000])
def test_the_disagreements_of_figures_are_found_in_linear_work(periods: int) -> None:
    def figures(number: int) -> list[figure_conflicts.Printed]:
        return [
            figure_conflicts.Printed(f"f{at}", float(at), "exactly", None if at % 11 == 0 else str(at % periods))
            for at in range(number)
        ]

    def done(number: int) -> int:
        given = figures(number)
        return work(lambda: list(figure_conflicts.disagreeing(given)))

    assert done(1_600) <= 5 * done(400)


@given(
    st.lists(
        st.builds(
            figure_conflicts.Printed,
            st.uuids().map(str),
            st.integers(0, 30).map(float),
            st.sampled_from(["exactly", "about", "more_than", "less_than"]),
            st.sampled_from([None, "2020", "2021"]),
        ),
        max_size=20,
    )
)
def test_figures_disagree_with_those_of_the_same_time_that_no_number_fits(
    given: list[figure_conflicts.Printed],
) -> None:
    def apart(one: figure_conflicts.Printed, other: figure_conflicts.Printed) -> bool:
        spans = [rounding.between(figure.value, figure.qualifier) for figure in (one, other)]
        same_time = one.period is None or other.period is None or one.period == other.period
        return one is not other and same_time and rounding.apart(*spans)

    wanted = {(one.id, other.id) for one in given for other in given if apart(one, other)}
    assert set(figure_conflicts.disagreeing(given)) == wanted


# How many are shown


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """A file of 12,000 problems."""
    file = tmp_path / "wrong.yaml"
    file.write_text(TOP + "".join(f"k{number}: 1\n" for number in range(12_000)))
    return file


@pytest.mark.parametrize("format", FORMATS)
def test_a_check_shows_a_hundred_problems_and_says_how_many_there_are(
    conductcli: Program, wrong: Path, format: str
) -> None:
    answer = conductcli("check", wrong, "--format", format, "--columns", "line,message")
    assert answer.code == 4
    assert answer.err == "conductcli: 100 of 12,000 problems shown (--limit N for more)\n"
    assert "unknown key k99" in answer.out
    assert "unknown key k100" not in answer.out


def test_a_check_shows_as_many_problems_as_are_asked_for(conductcli: Program, wrong: Path) -> None:
    few = conductcli("check", wrong, "--json", "--limit", "3")
    assert ([problem["line"] for problem in few.json], few.code) == ([3, 4, 5], 4)
    assert "3 of 12,000 problems shown" in few.err
    all_of_them = conductcli("check", wrong, "--json", "--limit", "12000")
    assert (len(all_of_them.json), all_of_them.err) == (12_000, "")
    last = conductcli("check", wrong, "--json", "--limit", "1", "--sort=-line")
    assert [problem["line"] for problem in last.json] == [12_002]


def test_a_load_shows_a_hundred_problems_and_says_how_many_there_are(
    conductcli: Program, wrong: Path, tmp_path: Path
) -> None:
    answer = conductcli("load", wrong, "--db", tmp_path / "a.db")
    assert answer.code == 4
    assert answer.err.count("unknown key") == 100
    assert "100 of 12,000 problems shown" in answer.err
    assert "12,000 problems in the case files; nothing was loaded" in answer.err


def test_an_error_is_shown_before_warnings_that_would_hide_it(conductcli: Program, tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    findings = [
        f"{{id: f{at}, made_by: iopc, text: T, result: fact, force: {'cheshire' if at < 200 else 'kentt'}}}"
        for at in range(201)
    ]
    file.write_text(f"{TOP}{CASE}, forces: [kent], findings: [{', '.join(findings)}]}}]\n")
    answer = conductcli("check", file, "--json")
    assert answer.code == 4
    assert answer.json[0]["code"] == "unknown-organisation"
    assert "100 of 202 problems shown" in answer.err


def test_reading_ends_after_more_problems_than_anybody_reads(
    conductcli: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(problems, "MOST", 50)
    file = tmp_path / "wrong.yaml"
    file.write_text(TOP + "".join(f"k{number}: 1\n" for number in range(60)) + "[[[")
    answer = conductcli("check", file, "--json", "--limit", "10")
    assert len(answer.json) == 10
    assert "10 of more than 50 problems shown" in answer.err
    assert "more than 50 problems in the case files" in conductcli("load", file, "--db", tmp_path / "a.db").err


def test_only_problems_that_are_shown_get_a_suggestion(
    conductcli: Program, wrong: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(problems, "nearest", lambda word, known: asked.append(word))
    conductcli("check", wrong)
    assert asked == [f"k{number}" for number in range(100)]


def test_an_id_that_is_given_many_times_is_told_with_a_few_places(conductcli: Program, tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text("format: 1\nsources:\n" + "- {id: a, title: T, publisher: P, kind: news}\n" * 12)
    first = conductcli("check", file, "--json").json[0]
    assert first["message"].endswith(f"{file}:7:8 and 7 more")


# One record


def test_a_record_is_as_large_as_any_real_one_at_most(
    conductcli: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parser, "LARGEST", 40)
    file = tmp_path / "cases.yaml"
    file.write_text(f"{TOP}{CASE}, caveat: C, matter: conduct_matter, reference: R, topics: [{'taser, ' * 30}]}}]\n")
    (problem,) = conductcli("check", file, "--json").json
    assert (problem["code"], problem["line"]) == ("size", 3)
    assert problem["code"] in FATAL
    assert "more than 40 keys and values" in problem["message"]


def test_the_largest_record_that_ships_is_far_from_the_limit() -> None:
    shipped, _ = case_files([str(CHECKOUT / "data")])
    for file in shipped:
        with file.open() as stream:
            assert all(len(item._places) < parser.LARGEST // 10 for item in items(stream))


@pytest.mark.parametrize("key", ["forces", "source"])
def test_a_list_that_every_record_inherits_is_no_longer_than_a_hundred(
    conductcli: Program, tmp_path: Path, key: str
) -> None:
    file = tmp_path / "cases.yaml"
    names = ", ".join(f"n{number}" for number in range(101))
    case = CASE.replace(", source: news", "") if key == "source" else CASE
    file.write_text(f"{TOP}{case}, {key}: [{names}]}}]\n")
    first = conductcli("check", file, "--json").json[0]
    assert (first["code"], first["path"]) == ("form", f"cases[0].{key}")
    assert "101 ids" in first["message"]


# What has no end, or is no file


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no /dev/zero here")
@pytest.mark.parametrize("given", ["/dev/zero", "-"])
def test_what_has_no_end_is_refused_at_its_first_bad_byte(
    child: Child, given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    feeding = "import os; os.dup2(os.open('/dev/zero', os.O_RDONLY), 0)"
    limited = "import resource; resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, 2_000_000_000))"
    answer = child("check", given, "--json", before=f"{feeding}; {limited}")
    (problem,) = answer.json
    assert (answer.code, problem["code"], problem["line"], problem["column"]) == (4, "character", 1, 1)


def test_a_pipe_is_read_up_to_a_stated_size(conductcli: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_PIPED", 1_000_000)
    endless = b"# a comment\n" * 200_000
    answer = conductcli("check", "-", "--json", stdin=endless)
    (problem,) = answer.json
    assert (answer.code, problem["file"], problem["code"]) == (4, "<stdin>", "size")
    assert "more than 1 MB" in problem["message"]
    assert conductcli("check", "-", stdin=TOP.encode()).code == 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
@pytest.mark.parametrize("command", ["check", "list"])
def test_a_pipe_in_a_folder_is_refused_and_never_waited_for(child: Child, tmp_path: Path, command: str) -> None:
    folder = tmp_path / "cases"
    folder.mkdir()
    (folder / "a.yaml").write_text(TOP)
    os.mkfifo(folder / "b.yaml")
    os.mkfifo(folder / "quotations.json")
    answer = child(command, *(() if command == "check" else ("--data",)), folder, "--json")
    assert answer.code == 4
    assert "is not a file" in answer.out + answer.err
    (folder / "b.yaml").unlink()
    assert child("check", folder).code == 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_no_database(child: Child, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.db")
    (tmp_path / "a.yaml").write_text(TOP)
    for arguments in (["list"], ["load", tmp_path / "a.yaml"]):
        answer = child(*arguments, "--db", tmp_path / "a.db")
        assert answer.code == 5
        assert "is a pipe" in answer.err


# Anything


WORDS = (
    "null", "~", "true", "1", "-1", "1e999", ".5", "''", "[]", "{}", "[[]]", "{id: a}", "iopc", "kent", "a", "A b",
    "9999-12-31", "0001-01-01", "9999/..", "../0001", "2020-02-30", "para_28A", "taser_uses", "percent", "&a x", "*a",
    "!x", "|", ">-", "'", '"', "[", "{", "}", "]", ": ", "- ", "# ", "\t", "%", "x" * 70, "[1, {a: [null]}]", "\ufeff",
)  # fmt: skip
"""What is put in the place of a piece of a case file."""


def mutated(text: str, chance: random.Random) -> str:
    """A case file with some of its pieces replaced, taken out, doubled or exchanged."""
    pieces = text.replace(",", " ,").replace("[", " [ ").replace("{", " { ").split(" ")
    for _ in range(chance.randint(1, 4)):
        at, other = chance.randrange(len(pieces)), chance.randrange(len(pieces))
        match chance.randrange(5):
            case 0:
                pieces[at] = chance.choice(WORDS)
            case 1:
                del pieces[at]
                pieces.append("")
            case 2:
                pieces.insert(at, pieces[other])
            case 3:
                pieces[at], pieces[other] = pieces[other], pieces[at]
            case 4:
                pieces[at] = pieces[other]
    return " ".join(pieces)


SEED = """format: 1
organisations: [{id: body, name: A body, kind: group, aliases: [B], active: 1990/2010, succeeded_by: iopc}]
sources:
  - {id: news, title: T, publisher: P, kind: news, published: 2020-05, accessed: 2020-06-01}
  - {id: page, title: T, publisher: P, kind: webpage, snapshot: {file: a.txt}}
cases:
  - id: one
    title: A case
    kind: review
    oversight: iopc
    summary: S
    source: [news, page]
    forces: [kent, cheshire]
    topics: [taser]
    incident: {date: 2019-01-01, place: A}
    referral: {made_by: kent, kind: mandatory, made_on: 2019-02}
    investigation: {mode: independent, started: 2019-03, completed: 2020-03, published: 2020-05}
    conflicts: [{source: page, says: S, quote: Q}]
    allegations: [{id: a1, text: T, category: {scheme: S, code: C}}]
    findings: [{id: f1, text: T, made_by: iopc, result: fact, about: a1, force: kent, quote: Q}]
    outcomes: [{id: o1, officers: 2, views: [{made_by: kent, case_to_answer: misconduct, made_on: 2020}]}]
    recommendations:
      - {id: r1, text: T, made_by: iopc, made_to: [kent], basis: para_28A, made_on: 2020-05-01, due_on: 2020-06-26,
         extended_to: 2020-07, responses: [{made_by: kent, made_on: 2020-06-01, position: accepted}]}
    statements: [{id: s1, text: T, made_by: kent, speaker: S, about: [r1, f1]}]
    events: [{id: e1, text: T, kind: other, date: 2020-01-01}, {id: e2, text: T, kind: other, made_on: 2021}]
figures:
  - {id: n0, organisation: kent, measure: complaints, value: 3, unit: case, case_id: one, source: news}
  - {id: n1, organisation: kent, measure: taser_uses, value: 10, unit: officer_use, period: 2020, source: news}
  - {id: n2, organisation: kent, measure: taser_fired, value: 2, unit: officer_use, period: 2020, source: news}
  - {id: n3, organisation: kent, measure: share_fired, value: 20, unit: percent, period: 2020, source: news}
"""


def test_the_seed_of_the_mutants_is_sound(conductcli: Program) -> None:
    assert conductcli("check", "-", "--json", stdin=SEED.encode()).json == []


@settings(max_examples=150)
@given(st.integers())
def test_whatever_is_in_a_case_file_is_answered_in_plain_words(seed: int) -> None:
    text = mutated(SEED, random.Random(seed))
    answer = run_here("check", "-", "--json", stdin=text.encode())
    assert answer.code in (0, 4), (text, answer)
    assert "should not happen" not in answer.err
    assert (answer.code == 4) == any(problem["severity"] == "error" for problem in answer.json)
    for problem in islice(answer.json, 5):
        assert 1 <= problem["line"] <= text.count("\n") + 2
