"""A case is named by its id or by a part of it; among several nothing is picked, on any command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conductcli.database.listings import FILTERED

if TYPE_CHECKING:
    from tests.conftest import Program

_IDS = ["taser-review", "harbour-taser", "quay-stop"]


def cases(names: list[str]) -> bytes:
    """A case file with cases of these ids, each with a title of its own."""
    records = "".join(
        f"  - {{id: {name}, title: The {name.replace('-', ' ').upper()} matter, kind: review, oversight: iopc,"
        " summary: S., source: s}\n"
        for name in names
    )
    return f"format: 1\nsources: [{{id: s, title: T, publisher: P, kind: news}}]\ncases:\n{records}".encode()


_FIRST = {
    "search": ("search", "matter"),
    "diff": ("diff", "-", "tests/data/small.yaml"),
    "feed": ("feed", "--since", "2000"),
}
"""How a command begins that takes more than filters."""
ASKING = [
    ("show", "taser"),
    ("compare", "taser", "quay-stop"),
    ("report", "taser"),
    ("timeline", "taser"),
    *((*_FIRST.get(name, (name,)), "--case", "taser") for name, filters in FILTERED.items() if "case" in filters),
    ("timeline", "--chart", "--case", "taser"),
    ("outcomes", "--chart", "--case", "taser"),
    ("outcomes", "--funnel", "--case", "taser"),
    ("figures", "--compare", "--case", "taser"),
    ("recommendations", "--group-by", "to", "--case", "taser"),
    ("statements", "--shared-wording", "--case", "taser"),
    ("report", "--case", "taser"),
]


@pytest.mark.parametrize("arguments", ASKING, ids=" ".join)
def test_a_part_that_fits_several_cases_is_never_one_of_them(conductcli: Program, arguments: tuple[str, ...]) -> None:
    data = () if arguments[0] == "diff" else ("--data", "-")
    answer = conductcli(*arguments, *data, stdin=cases(_IDS))
    assert (answer.code, answer.out) == (3, "")
    assert "'taser' fits several cases: harbour-taser, taser-review" in answer.err


def test_an_exact_id_is_itself_though_others_contain_it(conductcli: Program) -> None:
    answer = conductcli("show", "Taser", "--json", "--data", "-", stdin=cases(["taser", *_IDS]))
    assert (answer.code, answer.json["id"]) == (0, "taser")


@pytest.mark.parametrize(("number", "more"), [(10, ""), (11, "1 more"), (29, "19 more")])
def test_ten_candidates_are_listed_and_the_rest_counted(conductcli: Program, number: int, more: str) -> None:
    names = [f"stop-{at:02}" for at in range(number)]
    answer = conductcli("show", "stop", "--data", "-", stdin=cases(names))
    assert answer.code == 3
    assert [name in answer.err for name in names] == [at < 10 for at in range(number)]
    assert (" more\n" in answer.err) == bool(more)
    assert f"and {more}\n" in answer.err or not more


@pytest.mark.parametrize(
    ("title", "kept"), [("the harbour", "harbour-taser"), ("Matter", "harbour-taser, quay-stop, taser-review")]
)
def test_words_of_a_title_lead_to_the_ids(conductcli: Program, title: str, kept: str) -> None:
    answer = conductcli("show", title, "--data", "-", stdin=cases(_IDS))
    assert (answer.code, answer.out) == (3, "")
    assert f"in the title: {kept}\n" in answer.err
