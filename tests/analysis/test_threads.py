"""The thread from a finding follows `about`, and says where nothing is recorded."""

from __future__ import annotations

from typing import Any

from conductcli.analysis.threads import STRANDS, threads


def record(name: str, *about: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "text": f"The {name}.", "about": list(about), **more}


FINDING = record("finding", "video", made_by="iopc", result="no_evidence")
VIDEO = record("video")


def strands(**sections: list[dict[str, Any]]) -> dict[str, list[str]]:
    found = threads({"evidence": [VIDEO], "findings": [FINDING], **sections})[None, "finding"]
    return {strand: [tie["id"] for tie in ties] for strand, ties in found.items()}


def test_a_finding_rests_on_what_it_is_about() -> None:
    assert strands()["rests_on"] == ["video"]


def test_what_has_no_answer_is_an_empty_strand_and_not_a_missing_one() -> None:
    assert strands() == {"rests_on": ["video"], "recommended": [], "said": [], "done": []}
    assert tuple(strands()) == STRANDS


def test_what_speaks_to_a_finding_stands_in_its_strand() -> None:
    found = strands(
        recommendations=[record("advice", "finding")],
        statements=[record("reply", "finding"), record("elsewhere", "video")],
        outcomes=[record("officers", "finding")],
        events=[record("meeting", "finding")],
    )
    assert found == {
        "rests_on": ["video"],
        "recommended": ["advice"],
        "said": ["reply"],
        "done": ["officers", "meeting"],
    }


def test_a_promise_made_in_a_reply_belongs_to_the_finding_replied_to() -> None:
    found = strands(statements=[record("reply", "finding")], recommendations=[record("promise", "reply")])
    assert found["recommended"] == ["promise"]


def test_what_is_said_of_progress_is_done_according_to_who_says_so() -> None:
    responses = [{"progress": "done", "made_by": "kent"}, {"position": "accepted"}]
    answered = record("advice", "finding", responses=responses)
    (tie,) = threads({"findings": [FINDING], "recommendations": [answered]})[None, "finding"]["done"]
    assert (tie["id"], tie["state"], tie["made_by"]) == ("advice", "done", "kent")


def test_ids_of_another_case_are_not_taken_for_those_of_this_one() -> None:
    here, there = FINDING | {"case_id": "here"}, record("reply", "finding", case_id="there")
    found = threads({"findings": [here], "statements": [there]})
    assert found["here", "finding"]["said"] == []


def test_the_state_of_a_recommendation_is_that_of_its_recipients() -> None:
    several = record("advice", "finding", recipients=[{"status": "answered"}, {"status": "awaiting"}])
    (tie,) = threads({"findings": [FINDING], "recommendations": [several]})[None, "finding"]["recommended"]
    assert tie["state"] == "several states"
