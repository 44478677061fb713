"""`conductcli brief`: who is known, what format, what time, and that it says no more than the record."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.conftest import run_here
from tests.data import DEADLINES, FIGURES, SMALL, database

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Small

FORCES = ("metropolitan", "greater-manchester", "derbyshire", "staffordshire", "mdp", "iopc")


def test_a_force_that_is_not_known_is_exit_3_with_a_suggestion(small: Small) -> None:
    answer = small("brief", "metropolitian")
    assert (answer.code, answer.out) == (3, "")
    assert "hint: did you mean metropolitan" in answer.err


def test_a_force_goes_by_any_of_its_names(small: Small) -> None:
    assert small("brief", "The MET").out == small("brief", "metropolitan").out


@pytest.mark.parametrize(
    ("name", "begins"), [("a.md", "# Brief on"), ("a.HTML", "<!doctype html>"), ("a.htm", "<!doc")]
)
def test_the_name_of_the_file_tells_the_format(small: Small, tmp_path: Path, name: str, begins: str) -> None:
    answer = small("brief", "gmp", "-o", str(tmp_path / name))
    assert answer[:2] == (0, "")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)


def test_a_name_that_tells_no_format_is_exit_2_and_nothing_is_written(small: Small, tmp_path: Path) -> None:
    answer = small("brief", "gmp", "-o", str(tmp_path / "a.docx"))
    assert (answer.code, "FILE.md or FILE.html" in answer.err) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_a_day_before_its_beginning_is_exit_2(small: Small) -> None:
    answer = small("brief", "gmp", "--since", "2021", "--as-of", "2020")
    assert (answer.code, answer.out) == (2, "")
    assert "hint: give an earlier day" in answer.err


def test_since_keeps_what_has_a_date_since_then_and_says_what_is_left_out(small: Small) -> None:
    everything = small("brief", "gmp", "--as-of", "2021-12-31").out
    late = small("brief", "gmp", "--as-of", "2021-12-31", "--since", "2021-12").out
    assert "Say in the policy" in everything  # made in 2020, answered in October of it
    assert "Say in the policy" not in late
    assert "Train together every year" in late
    assert "Only what has a date since 1 December 2021; a fact without one counts by the day" in late
    assert "Only what has" not in everything


def test_an_answer_is_news_of_its_recommendation(small: Small) -> None:
    assert "Say in the policy" in small("brief", "gmp", "--since", "2020-10-01", "--as-of", "2021-12-31").out


def test_a_fact_without_a_date_counts_by_its_sources(small: Small) -> None:
    """The outcome is undated; the paper that reports it is of 1 September 2020."""
    for since, kept in (("2020-09-01", True), ("2020-09-02", False)):
        out = small("brief", "gmp", "--since", since, "--as-of", "2021-12-31").out
        assert ("2 officers, Constables, Harbour Unit" in out) == kept


def test_what_came_later_has_not_happened_yet(small: Small) -> None:
    out = small("brief", "gmp", "--as-of", "2020-09-30").out
    assert "Say in the policy" in out
    assert "answer awaited" in out
    assert "accepted by" not in out
    for later in ("Train together", "its officers worked well", "20 October 2020", "2,110", "1 February 2021"):
        assert later not in out


def test_what_was_answered_by_a_body_that_it_was_not_addressed_to_is_told_once(tmp_path: Path) -> None:
    text = SMALL.read_text(encoding="utf-8").replace(
        "          - {made_by: college-of-policing, made_on: 2020-11-05, position: rejected}\n",
        "          - {made_by: metropolitan, made_on: 2020-11-05, position: noted}\n",
    )
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    out = run_here("brief", "metropolitan", "--as-of", "2021-12-31", "--data", tmp_path / "a.yaml").out
    assert out.count("answered by Metropolitan Police Service: noted") == 1
    assert "Say in the policy when a Taser may be drawn." in out


def test_the_rest_is_counted_with_the_command_that_shows_it(register_db: Path) -> None:
    out = run_here("brief", "metropolitan", "--db", register_db, "--as-of", "2026-01-01").out
    more = re.findall(r"^([0-9,]+) more: `conductcli (.+)`$", out, re.MULTILINE)
    assert {command.split()[0] for _, command in more} >= {"brief", "recommendations", "outcomes", "conflicts"}
    for number, command in more:
        answer = run_here(*command.split(), "--db", register_db)
        assert answer.code == 0, answer.err
        assert len(answer.lines) > int(number.replace(",", ""))
    whole = run_here("brief", "metropolitan", "--db", register_db, "--as-of", "2026-01-01", "--whole").out
    assert " more: `" not in whole
    assert len(whole) > 2 * len(out)


ACCUSING = re.compile(r"(?i)overdue|has failed|failed to (?:answer|respond|reply)|refused to answer|did not answer")


@pytest.mark.parametrize("as_of", ["2012-01-01", "2021-01-01", "2026-11-22"])
@pytest.mark.parametrize("force", FORCES)
def test_it_never_asserts_more_than_the_record(register_db: Path, force: str, as_of: str) -> None:
    answer = run_here("brief", force, "--db", register_db, "--as-of", as_of, "--whole")
    assert (answer.code, answer.err) == (0, "")
    assert not ACCUSING.search(answer.out)
    assert not re.search(r"\bNone\b(?! is)", answer.out)
    assert not re.search(r"\b\w+_\w+\b", re.sub(r"`[^`]*`|<[^>]*>", "", answer.out))  # words, not keys


@pytest.mark.parametrize("file", [SMALL, DEADLINES, FIGURES], ids=["small", "deadlines", "figures"])
@pytest.mark.parametrize("force", ["gmp", "metropolitan", "derbyshire"])
def test_every_question_and_every_fact_has_a_source(file: Path, force: str) -> None:
    out = run_here("brief", force, "--db", database(file), "--as-of", "2022-01-01").out
    facts, _, rest = out.partition("## Sources")
    entries = re.split(r"(?m)^(?:- \*\*|[0-9]+\. )", facts)[1:]
    for entry in entries:
        numbers = re.findall(r"\\\[([0-9, ]+)", entry)
        assert numbers, entry
        for number in numbers[-1].split(", "):
            assert re.search(rf"(?m)^{number}\. ", rest), number


def test_no_response_found_reads_so() -> None:
    out = run_here("brief", "gmp", "--db", database(DEADLINES), "--as-of", "2026-01-01").out
    assert "no published response found as of 1 January 2026" in out
    assert "rule no-response-found" in out


def test_what_a_force_said_stands_with_what_was_found_of_others(register_db: Path) -> None:
    """Derbyshire spoke of a national review, whose findings are about no force."""
    out = run_here("brief", "derbyshire", "--db", register_db, "--as-of", "2026-01-01").out
    assert "- 0 findings, 10 statements of the force" in out
    assert "- **S1 " in out


def test_figures_that_disagree_are_told_in_words(register_db: Path) -> None:
    out = run_here("brief", "derbyshire", "--db", register_db, "--as-of", "2026-01-01").out
    assert "One source: Derbyshire Constabulary, taser drawn: 41 officer use, April 2019 to March 2020." in out
