"""`feed`: who watches a force learns what is new, what changed and what vanished; the same data, the same bytes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import run_here
from tests.data import SMALL, database, later
from tests.feed.checked_feed import checked

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Child


def feed(*arguments: str | Path, data: Path = SMALL) -> Any:
    answer = run_here("feed", "--data", data, *arguments)
    assert answer.code == 0, answer.err
    return checked(answer.out)


def titles(*arguments: str | Path, data: Path = SMALL) -> list[str]:
    return [entry.title for entry in feed(*arguments, data=data).entries]


def terms(entry: Any) -> list[str]:
    return [tag.term for tag in entry.tags]


def test_since_a_day() -> None:
    assert titles("--since", "2021-12") == [
        "New statement: The force says that its officers worked well.",
        "New statement: The force trains every year.",
        "New recommendation: Train together every year.",
        "New recommendation: The force will share its plans.",
    ]


def test_an_answer_makes_its_recommendation_news() -> None:
    (entry,) = feed("--since", "2020-10-21", "--kind", "recommendation", "--case", "harbour-stop").entries
    assert entry.title == "Changed recommendation: Say in the policy when a Taser may be drawn."
    assert (entry.updated, entry.published) == ("2021-02-01T00:00:00Z", "2020-09-01T00:00:00Z")
    assert terms(entry) == ["changed", "recommendation", "policy"]
    assert entry.summary.split("\n") == [
        "Say in the policy when a Taser may be drawn.",
        "2020-11-05: college-of-policing: rejected",
        "2021-02-01: greater-manchester: done",
        "Case: A driver stopped at the harbour (harbour-stop-2020)",
        "Date: 2020-09-01",
        "Source: Watchdog reports on a stop at the harbour, Harbour Gazette, 2020-09-01, https://example.org/harbour/stop",
    ]
    assert [(link.rel, link.href) for link in entry.links] == [("alternate", "https://example.org/harbour/stop")]
    (earlier,) = feed("--since", "2020-10-21", "--as-of", "2020-12", "--kind", "recommendation").entries
    assert earlier.updated == "2020-11-05T00:00:00Z"
    assert "done" not in earlier.summary
    assert earlier.id == entry.id


def test_what_has_no_date_is_told() -> None:
    answer = run_here("feed", "--data", SMALL, "--since", "2020", "--kind", "statement")
    assert answer.err == "conductcli: 1 without a date left out by --since\nconductcli: 4 entries: 4 added\n"


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        (
            ("--force", "met", "--kind", "finding"),
            ["New finding: One officer of the second force had a case to answer."],
        ),
        (("--topic", "public_order", "--kind", "event"), ["New event: Marchers and officers meet."]),
        (("--case", "harbour-stop", "--kind", "evidence"), ["New evidence: The footage shows the stop."]),
        (("--kind", "organisation"), []),
        (("--change", "removed"), []),
        (("--change", "changed"), ["Changed recommendation: Say in the policy when a Taser may be drawn."]),
    ],
)  # fmt: skip
def test_filters(filters: tuple[str, ...], kept: list[str]) -> None:
    since = "2020-10" if "--change" in filters else "2020"
    assert titles("--since", since, *filters) == kept


def test_what_differs_from_an_earlier_edition() -> None:
    read = feed("--against", SMALL, data=later())
    found: dict[str, list[Any]] = defaultdict(list)
    for entry in read.entries:
        found[terms(entry)[0]].append(entry)
    assert {change: len(some) for change, some in found.items()} == {"removed": 4, "changed": 3, "added": 1}
    assert [entry.title for entry in read.entries[1:5]] == [
        "Removed case: A national review of searches",
        "Removed recommendation: The officers should talk the stop over.",
        "Removed recommendation: Twelve recommendations that the source does not list.",
        "Removed statement: The chiefs' council welcomes the review.",
    ]
    gone = read.entries[2]
    assert "This recommendation is no longer in the data.\nCase: A driver stopped" in gone.summary
    assert gone.link == "https://example.org/harbour/stop"
    changed = next(entry for entry in found["changed"] if "recommendation" in terms(entry))
    assert "due on: 2020-10-27 → 2020-11-10\nresponses[1]: greater-manchester" in changed.summary
    assert "\nresponses[1].position: rejected → partly accepted\n" in changed.summary


def test_the_day_of_a_difference_is_that_of_the_edition_never_the_clocks(tmp_path: Path) -> None:
    entries = feed("--against", SMALL, data=later()).entries
    latest_source = "2020-12-17"  # nothing was read or published later; a record dated later came on its own day
    assert {entry.updated[:10] for entry in entries} == {latest_source, "2021-03-01"}
    told = feed("--against", SMALL, "--as-of", "2022-05-06", data=later())
    assert {entry.updated for entry in told.entries} == {told.feed.updated} == {"2022-05-06T00:00:00Z"}
    read = tmp_path / "read.yaml"
    read.write_text(
        later()
        .read_text(encoding="utf-8")
        .replace("kind: press_release,", "kind: press_release, accessed: 2023-01-02,"),
        encoding="utf-8",
    )
    assert {entry.updated[:10] for entry in feed("--against", SMALL, data=read).entries} == {"2023-01-02"}


def test_an_entry_keeps_its_id_from_feed_to_feed() -> None:
    since = {entry.title.partition(": ")[2]: entry.id for entry in feed("--since", "2019").entries}
    against = {entry.title.partition(": ")[2]: entry.id for entry in feed("--against", SMALL, data=later()).entries}
    both = since.keys() & against.keys()
    assert "Say in the policy when a Taser may be drawn." in both
    assert all(since[said] == against[said] for said in both)


def test_the_same_data_give_the_same_bytes_whichever_form_they_have(tmp_path: Path) -> None:
    asked = ("--force", "gmp", "-o")
    for old, new in ((SMALL, ("--data", later())), (database(SMALL), ("--db", database(later())))):
        for since in (("--against", old), ("--since", "2020")):
            target = tmp_path / f"{since[0]}-{new[0]}.atom"
            assert run_here("feed", *since, *new, *asked, target).code == 0
            checked(target.read_text(encoding="utf-8"))
    for how in ("--against", "--since"):
        assert (tmp_path / f"{how}---data.atom").read_bytes() == (tmp_path / f"{how}---db.atom").read_bytes()
    given = run_here("feed", "--against", "-", "--data", later(), "--force", "gmp", stdin=SMALL.read_bytes())
    assert given.out == (tmp_path / "--against---data.atom").read_text(encoding="utf-8")


def test_no_news_is_a_valid_feed_too() -> None:
    read = feed("--against", SMALL)
    assert read.entries == []
    assert read.feed.updated == "2020-12-17T00:00:00Z"


def test_a_feed_that_cannot_be_made_leaves_the_earlier_one(tmp_path: Path) -> None:
    target = tmp_path / "a.atom"
    target.write_text("before", encoding="utf-8")
    answer = run_here("feed", "--against", tmp_path / "nothing.yaml", "--data", SMALL, "-o", target)
    assert answer.code == 4
    assert "error: OLD, " in answer.err
    assert target.read_text(encoding="utf-8") == "before"
    assert [file.name for file in tmp_path.iterdir()] == ["a.atom"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), 2),
        (("--since", "2020", "--against", str(SMALL)), 2),
        (("--since", "soon"), 2),
        (("--since", "2020", "--address", "javascript:x"), 2),
        (("--since", "2020", "--json"), 2),
        (("--since", "2020", "--force", "gmpp"), 3),
        (("--since", "2020", "--kind", "recomendation"), 3),
        (("--against", "nothing.db"), 5),
    ],
)
def test_what_is_wrong(arguments: tuple[str, ...], code: int) -> None:
    answer = run_here("feed", "--data", SMALL, *arguments)
    assert (answer.code, answer.out) == (code, "")
    assert "hint: " in answer.err or code == 2


def test_names_itself_and_what_it_watches() -> None:
    read = feed("--since", "2020", "--force", "gmp", "--kind", "finding", "--address", "https://example.org/gmp.atom")
    assert read.feed.title == "Police complaint outcomes: Greater Manchester Police, finding"
    assert read.feed.subtitle == "New and changed since 2020-01-01"


def test_is_utf_8_in_any_terminal(child: Child) -> None:
    answer = child("feed", "--data", SMALL, "--against", SMALL, env={"LC_ALL": "C", "PYTHONUTF8": "0"})
    assert answer.code == 0
    checked(answer.out)
