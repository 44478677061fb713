"""What people type finds what they mean: any name in any case of letters, or a suggestion."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductcli.database import lookup
from conductcli.database.connection import open_database
from conductcli.errors import NotKnown
from conductcli.organisations import fold
from conductcli.vocabulary import Result, Theme, values
from tests.data import SMALL, database

if TYPE_CHECKING:
    from collections.abc import Iterator


def known() -> list[tuple[str, str]]:
    """Every name, alias and id with the id that it means."""
    import json

    connection = sqlite3.connect(database(SMALL))
    rows = connection.execute("SELECT id, name, COALESCE(aliases, '[]') FROM organisations").fetchall()
    connection.close()
    return [(name, key) for key, official, aliases in rows for name in (key, official, *json.loads(aliases))]


KNOWN = known()


@pytest.fixture(scope="module")
def connection() -> Iterator[sqlite3.Connection]:
    opened = open_database(database(SMALL))
    yield opened
    opened.close()


def scrambled(name: str, capitals: list[bool], before: str, between: str) -> str:
    cased = "".join(c.upper() if up else c.lower() for c, up in zip(name, capitals * len(name), strict=False))
    return before + between.join(cased.split(" "))


TYPED = st.builds(
    lambda entry, *rest: (scrambled(entry[0], *rest), entry[1]),
    st.sampled_from(KNOWN),
    st.lists(st.booleans(), min_size=1, max_size=8),
    st.sampled_from(["", " ", "the ", "The ", "THE "]),
    st.sampled_from([" ", "  ", "-", "\t"]),
)


@given(TYPED)
def test_any_name_in_any_case_means_its_organisation(typed: tuple[str, str]) -> None:
    name, key = typed
    opened = open_database(database(SMALL))
    try:
        assert lookup.organisation(opened, name) == key
    finally:
        opened.close()


def test_no_two_organisations_share_a_name() -> None:
    meanings: dict[str, set[str]] = {}
    for name, key in KNOWN:
        meanings.setdefault(fold(name), set()).add(key)
    assert {name: keys for name, keys in meanings.items() if len(keys) > 1} == {}


def test_there_are_43_forces_and_the_bodies_around_them(connection: sqlite3.Connection) -> None:
    kinds = dict(connection.execute("SELECT kind, COUNT(*) FROM organisations GROUP BY kind"))
    territorial = {"greater-manchester", "metropolitan", "derbyshire", "staffordshire", "west-midlands", "kent"}
    assert kinds["force"] >= 43
    assert territorial <= {key for _, key in KNOWN}


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("GMP", "greater-manchester"),
        ("gmp", "greater-manchester"),
        ("the Met", "metropolitan"),
        ("MPS", "metropolitan"),
        ("WMP", "west-midlands"),
        ("BTP", "btp"),
        ("IOPC", "iopc"),
        ("ipcc", "ipcc"),
        ("MPA", "mpa"),
        ("npcc", "npcc"),
        ("hmicfrs", "hmicfrs"),
        ("Devon and Cornwall Police", "devon-and-cornwall"),
        ("devon & cornwall", "devon-and-cornwall"),
        ("the panel", "harbour-panel"),
        ("Surrey Constabulary", "surrey"),
        ("lincs", "lincolnshire"),
        ("Staffs Police Service", "staffordshire"),
        ("Chief Constable of Kent Police", "kent"),
    ],
)
def test_the_names_that_users_type_are_known(connection: sqlite3.Connection, name: str, key: str) -> None:
    assert lookup.organisation(connection, name) == key


@given(st.text())
def test_any_text_is_a_name_or_not_known(text: str) -> None:
    opened = open_database(database(SMALL))
    ids = {key for _, key in KNOWN}
    try:
        answer = lookup.organisation(opened, text)
    except NotKnown as error:
        answer = str(error.hint and text)
        ids.add(text)
    finally:
        opened.close()
    assert answer in ids


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_is_a_case_or_not_known(text: str) -> None:
    opened = open_database(database(SMALL))
    try:
        answer = lookup.case(opened, text)
    except NotKnown as error:
        answer = str(error.hint and text).casefold()
    finally:
        opened.close()
    assert text.casefold() in answer


@given(st.text())
def test_names_fold_to_what_folds_to_itself(text: str) -> None:
    assert fold(fold(text)).removeprefix("the ") == fold(text).removeprefix("the ")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("greater-manchestr", "greater-manchester"),
        ("Derbyshir", "derbyshire"),
        ("iocp", "iopc"),
        ("Nottingham Police", "nottinghamshire"),
        ("Greater Manchester Police Federation", "greater-manchester"),
    ],
)
def test_a_misspelt_name_is_answered_with_what_is_near(connection: sqlite3.Connection, name: str, hint: str) -> None:
    with pytest.raises(NotKnown) as caught:
        lookup.organisation(connection, name)
    assert hint in str(caught.value.hint)


@pytest.mark.parametrize("part", ["Morgan", "MORGAN", "alex", "ex mor"])
def test_a_speaker_is_found_by_a_part_of_the_name(connection: sqlite3.Connection, part: str) -> None:
    assert lookup.speakers(connection, part) == ["Alex Morgan"]


@given(st.sampled_from([*values(Theme), *values(Result)]), st.sampled_from(["_", "-", " "]), st.booleans())
def test_a_word_of_a_vocabulary_may_be_typed_with_spaces_or_hyphens(word: str, between: str, upper: bool) -> None:
    typed = word.replace("_", between)
    assert lookup.word(typed.upper() if upper else typed, [*values(Theme), *values(Result)], "word") == word
