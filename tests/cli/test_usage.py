"""What is asked in a wrong way ends in exit 2, with what is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import COMMANDS, NEEDED, NO_ROWS, Small
from tests.data import SMALL, database

if TYPE_CHECKING:
    from tests.conftest import Child, Program


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


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in ("load", "schema", "diff", *NO_ROWS)])
def test_json_and_another_format_exclude_each_other(small: Small, name: str) -> None:
    needed = NEEDED.get(name, [])
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
