"""Every force is found by every form of its name, and by that alone; what fits two bodies is neither."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from conductcli.organisations import ORGANISATIONS, Names, Organisations, fold, in_memory

RECORDS: list[dict[str, Any]] = yaml.safe_load(ORGANISATIONS.read_text(encoding="utf-8"))["organisations"]
KNOWN = Organisations(RECORDS)
FORCES = [record for record in RECORDS if record["kind"] == "force"]


def place(record: dict[str, Any]) -> str:
    """Return the official name without the words that say that it is a force."""
    words = [word for word in record["name"].split() if word not in {"Police", "Constabulary", "Service"}]
    return " ".join(words[1:] if words[0] == "of" else words)


NAMED = [(form, record["id"]) for record in FORCES for form in (place(record), record["id"])]
NAMED += [
    ("Notts", "nottinghamshire"),
    ("Herts", "hertfordshire"),
    ("West Mids", "west-midlands"),
    ("D & C", "devon-and-cornwall"),
]
FORMS = st.sampled_from(
    [
        "{} Police", "{} Constabulary", "{} Service", "{} Force", "{} Police Service", "{} Police Force",
        "{} Constabulary Police", "{} Police HQ", "{} Police Headquarters", "The {} Police", "Police Service of {}",
        "Constabulary of {}", "Heddlu {}", "Chief Constable of {}", "The Chief Constable of {} Police",
        "Chief Constable, {} Constabulary", "Commissioner of {} Police", "{} Police ({} Constabulary)",
    ]
)  # fmt: skip


@given(st.sampled_from(NAMED), FORMS, st.sampled_from([str, str.upper, str.lower, str.swapcase]), st.booleans())
def test_a_force_is_known_by_every_form_of_its_name(named: tuple[str, str], form: str, cased: Any, amp: bool) -> None:
    name, id = named
    typed = cased(form.replace("{}", name))
    assert KNOWN.named(typed.replace(" and ", " & ") if amp else typed) == id


def test_a_force_is_known_by_its_place() -> None:
    elsewhere = {"mdp": None, "police-scotland": None}  # the places are also a department and a country
    ids = {record["id"]: record["id"] for record in FORCES}
    assert {record["id"]: KNOWN.force(place(record)) for record in FORCES} == ids
    assert {record["id"]: KNOWN.named(place(record)) for record in FORCES} == ids | elsewhere


NOT_THE_FORCE = st.sampled_from(
    [
        "{} Police Federation", "{} Police and Crime Commissioner", "Police and Crime Commissioner for {}",
        "{} Police Authority", "{} Fire and Rescue Service", "{} Ambulance Service", "{} Probation Service",
        "{} County Council", "{} Police Station", "{} Police Staff Association", "Police Federation of {}",
        "{} Special Constabulary", "{} Police Adult Safeguarding Team", "{} Police (Federation)", "Coroner for {}",
        "{} Police and Essex Police", "{} Police, Durham Police",
    ]
)  # fmt: skip


@given(st.sampled_from(NAMED), NOT_THE_FORCE)
def test_another_body_of_the_same_place_is_not_the_force(named: tuple[str, str], form: str) -> None:
    assert KNOWN.named(form.format(named[0])) not in {force["id"] for force in FORCES}


@pytest.mark.parametrize(
    "name",
    ["Yorkshire Police", "Wales Police", "Police", "Police Service", "Chief Constable", "Police of", "()", "(("],
)  # fmt: skip
def test_what_names_no_one_force_is_none(name: str) -> None:
    assert KNOWN.named(name) is None
    assert KNOWN.force(name) is None


def test_a_name_that_fits_two_forces_is_neither() -> None:
    records = [
        {"id": "north", "name": "Quay Police", "kind": "force"},
        {"id": "south", "name": "Quay Constabulary", "kind": "force"},
        {"id": "panel", "name": "Quay", "kind": "authority"},
    ]
    known = Organisations(records)
    names = Names(in_memory((fold(record["name"]), record["id"], record["kind"] == "force") for record in records))
    assert names.of("Quay Force") == ["north", "south"]
    assert [known.named(name) for name in ("Quay Force", "Quay Police", "Quay")] == [None, "north", "panel"]
    assert known.force("Quay") is None


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    assert KNOWN.named(text) in {None, *KNOWN.by_id}
    assert KNOWN.force(text) in {None, *KNOWN.by_id}
