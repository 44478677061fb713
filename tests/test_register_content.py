"""The register that ships holds what its documents say: asked through the program, as its users ask."""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import SHIPPED, run_here

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Ask = Callable[..., Any]

STRETFORD, REVIEW_2021, REVIEW_2014, PILOT, WALWORTH = QUOTING = (
    "stretford-taser-2020",
    "iopc-taser-review-2021",
    "ipcc-taser-review-2014",
    "mpa-taser-pilot-2007",
    "walworth-road-stop-2020",
)
SECTIONS = ("allegations", "evidence", "findings", "outcomes", "recommendations", "statements", "events")
LISTINGS = ("list", "findings", "outcomes", "recommendations", "statements", "figures", "timeline", "conflicts")


@pytest.fixture
def ask(register_db: Path) -> Ask:
    """What the shipped register answers."""
    return lambda *arguments: answered(register_db, *arguments)


@cache
def answered(database: Path, *arguments: str) -> Any:
    answer = run_here(*arguments, "--json", "--db", database)
    assert answer.code == 0, answer.err
    return answer.json


def having(rows: list[dict[str, Any]], **wanted: Any) -> list[dict[str, Any]]:
    """The rows with these values; a text stands for any text that holds it, in any case of letters."""

    def fits(found: Any, value: Any) -> bool:
        if isinstance(value, str) and isinstance(found, str) and " " in value:
            return value.casefold() in found.casefold()
        return bool(value in found if isinstance(found, list) and not isinstance(value, list) else found == value)

    return [row for row in rows if all(fits(row[key], value) for key, value in wanted.items())]


def words(row: dict[str, Any]) -> str:
    return f"{row.get('text') or ''} {row.get('quote') or ''}".casefold()


def telling(rows: list[dict[str, Any]], *parts: str) -> list[dict[str, Any]]:
    """The rows whose words, ours or quoted, hold all these parts."""
    return [row for row in rows if all(part in words(row) for part in parts)]


# The whole


def test_every_case_of_the_files_is_there(ask: Ask) -> None:
    assert {row["id"] for row in ask("list")} == set(SHIPPED)
    assert set(QUOTING) <= set(SHIPPED)


def test_every_case_rests_on_a_source_with_an_address(ask: Ask) -> None:
    addressed = {row["id"] for row in ask("sources") if row["url"]}
    assert [row["id"] for row in ask("list") if not addressed & set(row["sources"])] == []


def test_the_shipped_register_has_no_problem_but_that_its_sources_disagree() -> None:
    answer = run_here("check", "--json")
    assert answer.code == 0
    assert {(row["code"], row["severity"]) for row in answer.json} == {("figures-disagree", "warning")}


def test_every_record_is_about_records_of_its_case(ask: Ask) -> None:
    offenders = []
    for case in SHIPPED:
        records = [record for section in SECTIONS for record in ask("show", case)[section]]
        known = {record["id"] for record in records}
        offenders += [
            f"{case} {record['id']}: about {record['about']}"
            for record in records
            if not set(record["about"]) <= known - {record["id"]}
        ]
    assert not offenders, "\n".join(offenders)


def test_every_row_names_a_source_that_exists(ask: Ask) -> None:
    known = {row["id"] for row in ask("sources")}
    offenders = []
    for name in LISTINGS:
        for row in ask(name):
            named = row["sources"] if name == "list" else row["source"]
            if not named or not set(named) <= known:
                offenders.append(f"{name}: {row}")
    assert not offenders, "\n".join(offenders)


def test_every_record_of_a_search_names_a_source(ask: Ask) -> None:
    assert [row for row in ask("search", "taser") if not row["source"]] == []


def test_every_source_is_cited(ask: Ask) -> None:
    assert [row["id"] for row in ask("sources") if not row["cited_by"]] == []


def test_every_case_id_of_a_row_is_a_case(ask: Ask) -> None:
    for name in LISTINGS[1:]:
        assert {row["case_id"] for row in ask(name)} <= {*SHIPPED, None}


def test_statements_and_findings_are_tied_to_what_they_speak_of(ask: Ask) -> None:
    offenders = []
    for case in SHIPPED:
        whole = ask("show", case)
        records = [record for section in ("findings", "statements") for record in whole[section]]
        tied = [record for record in records if record["about"]]
        if records and len(tied) <= len(records) / 2:
            offenders.append(f"{case}: {len(tied)} of {len(records)}")
    assert not offenders, "\n".join(offenders)


def test_every_finding_recommendation_and_statement_has_a_theme(ask: Ask) -> None:
    offenders = [
        f"{case} {record['id']}"
        for case in SHIPPED
        for section in ("findings", "recommendations", "statements")
        for record in ask("show", case)[section]
        if not record["themes"]
    ]
    assert not offenders, "\n".join(offenders)


def test_show_writes_out_every_organisation_that_it_names(ask: Ask) -> None:
    offenders = []
    for case in SHIPPED:
        whole = ask("show", case)
        named = set(_values(whole, {"made_by", "made_to", "force", "forces", "oversight", "organisation"}))
        missing = named - {organisation["id"] for organisation in whole["organisations"]}
        offenders += [f"{case}: {organisation}" for organisation in sorted(missing)]
    assert not offenders, "\n".join(offenders)


# Stretford


def test_stretford_is_dated_and_placed(ask: Ask) -> None:
    case = ask("show", STRETFORD)
    assert case["incident"]["date"] == "2020-05-06"
    assert "Stretford" in case["incident"]["place"]
    assert (case["matter"], case["forces"], case["oversight"]) == ("complaint", ["greater-manchester"], "iopc")
    assert case["referral"]["made_by"] == "greater-manchester"
    assert case["investigation"]["completed"] == "2021-05"
    assert case["investigation"]["published"] == "2022-04-12"


def test_stretford_tells_what_happened(ask: Ask) -> None:
    events = ask("show", STRETFORD)["events"]
    incident = having(events, kind="incident")
    for parts in (("high speed",), ("breath",), ("boy",), ("five",), ("seven times",)):
        assert telling(incident, *parts), parts
    assert telling(events, "convicted")[0]["kind"] == "court"
    assert having(events, kind="complaint")
    assert having(events, kind="referral")


def test_used_seven_times_stands_against_discharged_seven_times(ask: Ask) -> None:
    conflicts = having(ask("conflicts", "--case", STRETFORD), record="event")
    disputed = [row for row in conflicts if "discharged seven times" in row["other_says"].casefold()]
    assert disputed
    for row in disputed:
        assert "used seven times" in row["says"]
        assert row["source"] == ["messenger-2021-06"]
        assert row["how"] == "recorded"
    assert "iopc-stretford-2022-04-12" in {row["other_source"] for row in disputed}


def test_the_five_recommendations_of_2022_have_recipients_and_are_all_accepted(ask: Ask) -> None:
    made = [row for row in ask("recommendations", "--case", STRETFORD) if row["made_by"] == "iopc" and row["position"]]
    assert len(made) == 5
    assert {row["position"] for row in made} == {"accepted"}
    assert {row["status"] for row in made} == {"answered"}
    assert sorted(row["made_to"] for row in made) == ["college-of-policing", *["greater-manchester"] * 4]
    for part in ("national training", "own taser training", "flammable", "stereotypes", "public can read"):
        assert telling(made, part), part


def test_accepted_is_not_called_done(ask: Ask) -> None:
    for row in ask("recommendations", "--case", STRETFORD):
        if row["position"] == "accepted":
            assert row["progress"] is None


def test_ethnicity_was_looked_at_and_not_found_a_factor(ask: Ask) -> None:
    found = telling(ask("findings", "--case", STRETFORD, "--theme", "race_equality"), "ethnicity")
    assert {row["result"] for row in found} == {"no_evidence"}
    assert {row["made_by"] for row in found} == {"iopc"}


def test_no_indication_is_not_no_case_to_answer(ask: Ask) -> None:
    results = {row["result"] for row in ask("findings", "--case", STRETFORD)}
    assert "no_indication" in results
    assert "learning_identified" in results
    assert "no_case_to_answer" not in results


def test_the_evidence_of_stretford_is_of_every_kind_that_was_gathered(ask: Ask) -> None:
    kinds = {record["kind"] for record in ask("show", STRETFORD)["evidence"]}
    assert {
        "officer_account",
        "witness_account",
        "body_worn_video",
        "cctv",
        "social_media",
        "expert",
        "records",
    } <= kinds


def test_the_chief_constable_is_quoted_theme_by_theme(ask: Ask) -> None:
    said = ask("statements", "--case", STRETFORD, "--speaker", "Watson")
    assert len(said) >= 8
    assert {row["role"] for row in said} == {"Chief constable"}
    assert {row["made_by"] for row in said} == {"greater-manchester"}
    assert all(row["quote"] for row in said)
    themes = {theme for row in said for theme in row["themes"]}
    assert {"proportionality", "children", "accountability", "training", "support_for_officers"} <= themes


def test_the_regional_director_is_quoted(ask: Ask) -> None:
    said = ask("statements", "--case", STRETFORD, "--speaker", "Rowe", "--by", "iopc")
    assert {theme for row in said for theme in row["themes"]} >= {"public_confidence", "policy", "transparency"}


def test_the_promised_publication_is_tracked_to_its_end(ask: Ask) -> None:
    promised = having(ask("recommendations", "--case", STRETFORD, "--kind", "commitment"), made_by="iopc")
    published = telling(promised, "publish")
    assert [(row["progress"], row["progress_by"]) for row in published] == [("done", "iopc")]


# The reviews and their figures


def value(ask: Ask, organisation: str, measure: str, number: float, **wanted: Any) -> list[dict[str, Any]]:
    return having(ask("figures"), organisation=organisation, measure=measure, value=number, **wanted)


@pytest.mark.parametrize(
    ("organisation", "measure", "number", "wanted"),
    [
        ("derbyshire", "taser_drawn", 211, {"source": "belper-news-2021-09-03", "period": "2019-04/2020-03"}),
        ("derbyshire", "taser_uses", 211, {"source": "home-office-use-of-force-2019-20", "counts": "highest_use"}),
        ("derbyshire", "taser_discharges", 21, {"source": "belper-news-2021-09-03", "period": "2019-04/2020-03"}),
        ("derbyshire", "taser_incidents", 288, {"unit": "incident", "made_by": "derbyshire"}),
        ("derbyshire", "taser_discharges", 17, {"unit": "discharge", "made_by": "derbyshire"}),
        ("staffordshire", "taser_uses", 626, {"source": "express-and-star-2014-07-28", "qualifier": "exactly"}),
        ("staffordshire", "taser_uses", 600, {"qualifier": "more_than", "source": "express-and-star-2014-07-28"}),
        ("staffordshire", "taser_uses", 33, {"per": "100_officers", "rank": 1}),
        ("staffordshire", "taser_fired", 61, {"source": "express-and-star-2014-07-28"}),
        ("staffordshire", "taser_trained_officers", 429, {"unit": "officer", "counts": None}),
        ("metropolitan", "taser_uses", 2110, {"per": None, "unit": "officer_use"}),
        ("west-midlands", "taser_uses", 995, {"per": None, "unit": "officer_use"}),
        ("greater-manchester", "taser_uses", 816, {"per": None, "unit": "officer_use"}),
        ("greater-manchester", "taser_uses", 11, {"per": "100_officers"}),
        ("metropolitan", "taser_uses", 7, {"per": "100_officers"}),
        ("iopc", "cases_reviewed", 101, {"case_id": REVIEW_2021}),
        ("iopc", "recommendations_made", 17, {"case_id": REVIEW_2021}),
        ("greater-manchester", "complaints", 9, {"case_id": STRETFORD}),
        ("staffordshire", "taser_uses", 165, {"period": "2004-04/2010-03"}),
        ("staffordshire", "taser_uses", 619, {"period": "2013"}),
        ("staffordshire", "taser_uses", 538, {"period": "2013"}),
    ],
)
def test_a_figure_has_its_unit_denominator_qualifier_and_period(
    ask: Ask, organisation: str, measure: str, number: float, wanted: dict[str, Any]
) -> None:
    assert value(ask, organisation, measure, number, **wanted)


def test_the_figures_that_the_article_prints_without_a_period_have_none(ask: Ask) -> None:
    for row in having(ask("figures", "--case", REVIEW_2014), source=["express-and-star-2014-07-28"]):
        if row["value"] in (626, 2110, 995, 816):
            assert row["period"] is None
            assert row["caveat"]


def test_derbyshires_parts_make_up_its_total(ask: Ask) -> None:
    found = {
        row["measure"]: row["value"]
        for row in having(ask("figures", "--force", "derbyshire"), source=["home-office-use-of-force-2019-20"])
    }
    assert found["taser_uses"] == 211
    parts = (found[f"taser_{part}"] for part in ("non_discharges", "discharges", "not_stated"))
    assert sum(parts) == 211
    assert found["taser_drawn"] == 41
    assert found["taser_discharges"] == found["taser_fired"] + found["taser_drive_stun"]


def test_211_drawn_is_disputed(ask: Ask) -> None:
    disputed = ask("conflicts", "--case", REVIEW_2021)
    assert any("211" in row["says"] and "41" in row["other_says"] for row in disputed)


def test_600_in_nine_years_is_disputed(ask: Ask) -> None:
    disputed = ask("conflicts", "--case", REVIEW_2014)
    assert any("600" in row["says"] and "165" in row["other_says"] for row in disputed)
    assert any("600" in row["says"] and "626" in row["other_says"] for row in disputed)


def test_the_seventeen_recommendations_have_their_four_recipients(ask: Ask) -> None:
    found = having(ask("recommendations", "--case", REVIEW_2021), count=17)
    assert {row["made_to"] for row in found} == {"college-of-policing", "npcc", "apcc", "home-office"}
    assert having(ask("list"), id=REVIEW_2021)[0]["recommendations"] == 17


def test_the_reviews_are_national(ask: Ask) -> None:
    for case, oversight in ((REVIEW_2021, "iopc"), (REVIEW_2014, "ipcc")):
        (row,) = having(ask("list"), id=case)
        assert (row["forces"], row["oversight"], row["kind"]) == ([], oversight, "review")
    assert having(ask("list", "--force", "derbyshire"), id=REVIEW_2021)
    assert having(ask("list", "--force", "staffordshire"), id=REVIEW_2014)


@pytest.mark.parametrize(
    ("force", "themes"),
    [
        ("derbyshire", {"training", "extent_of_use", "less_lethal_option", "officer_safety"}),
        ("staffordshire", {"training", "monitoring"}),
        ("npcc", {"training", "officer_safety", "accountability"}),
    ],
)
def test_what_forces_and_the_chiefs_council_said_is_there_by_theme(ask: Ask, force: str, themes: set[str]) -> None:
    said = ask("statements", "--by", force)
    assert themes <= {theme for row in said for theme in row["themes"]}
    assert any(row["speaker"] and row["quote"] for row in said)


def test_the_counting_rule_that_the_article_states_is_kept(ask: Ask) -> None:
    evidence = ask("show", REVIEW_2021)["evidence"]
    assert telling(evidence, "number of times officers", "separate incidents")


def test_the_recommendations_of_2014_name_forces_and_commissioners(ask: Ask) -> None:
    to = {row["made_to"] for row in ask("recommendations", "--case", REVIEW_2014)}
    assert {"police-forces", "police-and-crime-commissioners"} <= to


# The authority's decision


def test_the_authoritys_conditions_say_how_often_and_by_whom(ask: Ask) -> None:
    conditions = ask("recommendations", "--case", PILOT, "--kind", "condition")
    assert {row["made_by"] for row in conditions} == {"mpa"}
    assert {"weekly", "monthly"} <= {row["frequency"] for row in conditions}
    assert {row["made_to"] for row in conditions} == {"mpa", "metropolitan"}
    assert {row["made_on"] for row in conditions} == {"2007-11-22"}


def test_the_authority_approved_on_conditions_after_two_deferrals(ask: Ask) -> None:
    found = {row["made_on"]: row["result"] for row in ask("findings", "--case", PILOT) if row["result"] != "concern"}
    assert found == {"2007-09-27": "deferred", "2007-10-25": "deferred", "2007-11-22": "approved_with_conditions"}
    assert having(ask("findings", "--case", PILOT), result="concern")


def test_the_meetings_and_the_start_of_the_trial_are_in_the_timeline(ask: Ask) -> None:
    moments = ask("timeline", PILOT)
    assert {row["date"] for row in having(moments, kind="meeting")} >= {"2007-09-27", "2007-10-25"}
    assert having(moments, date="2007-09-01", kind="trial_started")
    assert having(ask("figures"), measure="trial_forces", value=10)


# Walworth Road


def test_four_officers_stand_in_two_groups_by_notice(ask: Ask) -> None:
    groups = {row["notice"]: row for row in ask("outcomes", "--case", WALWORTH)}
    assert {notice: row["officers"] for notice, row in groups.items()} == {"gross_misconduct": 3, "misconduct": 1}
    for row in groups.values():
        assert row["duties"] == "removed_from_frontline"
        assert {view["case_to_answer"] for view in row["views"]} == {"none"}
        assert "reflective_practice" not in row["handling"]  # recommended, not decided
    assert groups["gross_misconduct"]["unit"] == "Central South BCU"


def test_both_reflective_practice_recommendations_were_accepted(ask: Ask) -> None:
    found = ask("recommendations", "--case", WALWORTH, "--kind", "handling", "--to", "met")
    for part in ("without respect", "let the remarks pass"):
        (row,) = telling(found, part)
        assert (row["position"], row["status"], row["due_on"]) == ("accepted", "answered", None)
    (event,) = telling(found, "community")
    assert event["position"] == "accepted"


def test_the_findings_of_walworth_road_rest_on_their_evidence(ask: Ask) -> None:
    case = ask("show", WALWORTH)
    evidence = {record["id"]: record["kind"] for record in case["evidence"]}
    found = {
        record["result"]: record["about"]
        for record in case["findings"]
        if record["result"] in ("lawful", "no_evidence")
    }
    assert {evidence.get(name) for name in found["lawful"]} >= {"intelligence"}
    assert {evidence.get(name) for name in found["no_evidence"]} >= {"body_worn_video"}


def test_walworth_road_tells_of_the_investigation_and_what_came_after(ask: Ask) -> None:
    case = ask("show", WALWORTH)
    assert case["incident"]["date"] == "2020-05-05"
    assert (case["investigation"]["mode"], case["investigation"]["started"]) == ("independent", "2020-05-19")
    assert len(having(case["events"], kind="engagement")) >= 2


# The documents


def _values(value: Any, keys: set[str]) -> Iterator[str]:
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        if key in keys and inner:
            yield from inner if isinstance(inner, list) else [inner]
        elif isinstance(inner, dict | list):
            yield from _values(inner, keys)


def snapshots(ask: Ask) -> dict[str, dict[str, str]]:
    """The archived copies that the register names, by the id of their source."""
    found = {}
    for case in SHIPPED:
        for source in ask("show", case)["sources"]:
            if source["snapshot"]["file"]:
                found[source["id"]] = source["snapshot"]
    return found


def folded(text: str) -> str:
    """A text without what typesetters change: white space, quotation marks and dashes."""
    text = re.sub("[‘’‚‛′`´]", "'", re.sub("[“”„‟″«»]", '"', text))
    return " ".join(re.sub("[‐‑‒–—―−]", "-", text).split())


def quoting(value: Any) -> Iterator[dict[str, Any]]:
    """Everything that quotes, wherever it stands."""
    if isinstance(value, dict) and value.get("quote"):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from quoting(inner)


def test_the_five_documents_are_the_only_ones_quoted(ask: Ask) -> None:
    archived = snapshots(ask)
    assert len(archived) == 5
    for case in SHIPPED:
        for record in quoting(ask("show", case)):
            named = record["source"] if isinstance(record["source"], list) else [record["source"]]
            assert archived.keys() & set(named), record["quote"]


def test_a_snapshot_is_the_file_whose_digest_is_given(ask: Ask, shared: Path) -> None:
    for snapshot in snapshots(ask).values():
        assert sha256((shared / "seeds" / snapshot["file"]).read_bytes()).hexdigest() == snapshot["sha256"]


@pytest.mark.parametrize("case", QUOTING)
def test_every_quotation_is_word_for_word_in_its_document(ask: Ask, shared: Path, case: str) -> None:
    documents = {
        name: folded((shared / "seeds" / snapshot["file"]).read_text(encoding="utf-8"))
        for name, snapshot in snapshots(ask).items()
    }
    quoted = list(quoting(ask("show", case)))
    assert quoted
    for record in quoted:
        named = record["source"] if isinstance(record["source"], list) else [record["source"]]
        texts = [documents[name] for name in named if name in documents]
        assert any(folded(record["quote"]) in text for text in texts), record["quote"]


def in_our_words(value: Any) -> Iterator[str]:
    """Every text but quotations."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(inner, dict | list):
            yield from in_our_words(inner)
        elif isinstance(inner, str) and key != "quote":
            yield inner


def runs(text: str, length: int = 12) -> set[tuple[str, ...]]:
    found = re.findall(r"[a-z0-9]+", text.casefold().replace("'", "").replace("’", ""))
    return {tuple(found[at : at + length]) for at in range(len(found) - length + 1)}


def test_nothing_but_quotations_is_taken_from_the_documents(ask: Ask, shared: Path) -> None:
    files = [shared / "seeds" / snapshot["file"] for snapshot in snapshots(ask).values()]
    theirs = set().union(*(runs(file.read_text(encoding="utf-8")) for file in files))
    copied = [text for case in SHIPPED for text in in_our_words(ask("show", case)) if runs(text) & theirs]
    copied += [text for text in in_our_words(ask("sources")) if runs(text) & theirs]
    assert copied == []


def test_quotations_are_short(ask: Ask) -> None:
    for case in SHIPPED:
        for record in quoting(ask("show", case)):
            assert len(record["quote"].split()) <= 60, record["quote"]
