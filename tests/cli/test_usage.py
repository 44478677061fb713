"""What is asked in a wrong way ends in exit 2, with what is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conductcli.database.listings import FILTERED
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
        (("--limit", "-1"), "--limit: '-1' is not a whole number of 0 or more"),
        (("--limit", "ten"), "--limit: 'ten' is not a whole number of 0 or more"),
        (("--limit", "9" * 5_000), "is not a whole number"),
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


RANGES = [
    *((name, "--since", "2025", "--until", "2020") for name, filters in FILTERED.items() if "until" in filters),
    ("report", "--since", "2025", "--until", "2020-05"),
    ("outcomes", "--funnel", "--since", "2025", "--until", "2020"),
    ("figures", "--compare", "--since", "2025", "--until", "2020"),
    ("timeline", "--chart", "--since", "2025", "--until", "2020"),
    ("brief", "gmp", "--since", "2025", "--as-of", "2020"),
    ("feed", "--since", "2025", "--as-of", "2020"),
]


@pytest.mark.parametrize("arguments", RANGES, ids=" ".join)
def test_a_range_that_ends_before_it_begins_is_wrong_usage(small: Small, arguments: tuple[str, ...]) -> None:
    answer = small(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert "--since 2025-01-01 is after --" in answer.err
    assert small(arguments[0], *arguments[1:-3], "2020-05", arguments[-2], "2020").code == 0


@pytest.mark.parametrize("arguments", [("list",), ("search", "policy")])
def test_a_table_of_no_rows_says_that_the_limit_is_why(small: Small, arguments: tuple[str, ...]) -> None:
    total = len(small(*arguments, "--json").json)
    answer = small(*arguments, "--limit", "0")
    assert (answer.code, answer.err) == (0, f"conductcli: none of {total} shown, because of --limit 0\n")


def test_other_numbers_are_asked_for_in_plain_words_too(small: Small) -> None:
    assert "--min-words: 'x' is not a whole number of 2 or more" in small("statements", "--min-words", "x").err
    assert "--port: '99999' is not a whole number from 0 to 65,535" in small("serve", "--port", "99999").err


def test_load_says_which_database_it_wrote_and_how_to_ask_it(
    conductcli: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = conductcli("load", SMALL, "--json")
    written = loaded.json[0]["database"]
    assert f"{written} was written; ask it with --data {SMALL} " in loaded.err
    piped = conductcli("load", "-", "--json", stdin=SMALL.read_bytes())
    assert f"{piped.json[0]['database']} was written; ask it with --db" in piped.err
    for arguments in (("load", SMALL, "--db", written), ("load",)):
        assert conductcli(*arguments).err == ""
    monkeypatch.setenv("CONDUCTCLI_DATA", str(SMALL))
    assert conductcli("load").err == ""
