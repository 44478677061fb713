"""Filters, the same on every command: repeating one means or, different ones mean and."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import Rows, Small, ids

if TYPE_CHECKING:
    from tests.conftest import Program


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
