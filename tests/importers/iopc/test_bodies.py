"""Bodies are known by whatever a page calls them, misspelt too, and never taken for others."""

import pytest

from tests.importers.known import BODIES, ORGANISATIONS


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Metroplitan", "metropolitan"),
        ("Metroplitan Police Service", "metropolitan"),
        ("South Yorshire Police", "south-yorkshire"),
        ("SUSSEX police", "sussex"),
        ("Her Majesty's Revenue and Customs (HMRC)", "hmrc"),
        ("East Yorkshire Police", None),
        ("Custody and detention", None),
    ],
)
def test_a_tag(name: str, id: str | None) -> None:
    assert BODIES.tagged(name) == id


@pytest.mark.slow
def test_one_wrong_letter_never_makes_another_force() -> None:
    for id, record in ORGANISATIONS.by_id.items():
        for name in (record["name"], *record.get("aliases", ())):
            wrong = {BODIES.tagged(name[:at] + name[at + 1 :]) for at in range(len(name)) if len(name) > 8}
            assert wrong <= {id, None}, name


def test_the_bodies_at_the_beginning_of_a_text() -> None:
    assert BODIES.leading("the National Police Chiefs’ Council (NPCC) should")[0] == ["npcc"]
    assert BODIES.leading("Warwickshire and West Mercia Police should")[0] == ["warwickshire", "west-mercia"]
    assert BODIES.leading("ACPO and the College of Policing revise")[0] == ["acpo", "college-of-policing"]
    assert BODIES.leading("Officers of Kent Police should")[0] == []


def test_the_longest_name_counts() -> None:
    found = BODIES.mentioned("Handover - Devon and Cornwall Police and Avon and Somerset Police, May 2019")
    assert [named.id for named in found] == ["devon-and-cornwall", "avon-and-somerset"]


def test_a_body_of_its_time() -> None:
    assert [BODIES.of_time("iopc", day) for day in ("2017-12-19", "2018-01-08", None)] == ["ipcc", "iopc", "iopc"]
    assert [BODIES.of_time("npcc", "2014"), BODIES.of_time("acpo", "2016-05-01")] == ["acpo", "npcc"]
    assert BODIES.of_time("cps", "1900") is None
