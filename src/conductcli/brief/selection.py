"""What a meeting needs of one body: the gravest and newest facts, what there is more of, and the questions that follow.

A brief has to be read before a meeting, so it keeps to some pages: each part has room for so many facts and so many
characters. What does not fit is counted, never dropped in silence. It weighs what is recorded and asserts no more.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from conductcli.analysis import comparability
from conductcli.brief.ranking import day, of_answer, of_conflict, of_finding, of_gap, ordered
from conductcli.brief.rules import questions
from conductcli.views import Brief, Chosen
from conductcli.vocabulary import Measure, Status, values

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conductcli.views import Question

Row = dict[str, Any]


class Facts(NamedTuple):
    """Rows of the listings that concern one body, each with `day`: the last day that it can count by, or None."""

    recommendations: list[Row]
    """With `own_answer`: what the body answered to a recommendation that is addressed to others; else None."""
    outcomes: list[Row]
    findings: list[Row]
    """With `recommended`, how many recommendations are tied to it or, in its case, on one of its themes; and `own`:
    whether it is about the body, and not only of a case in which the body spoke."""
    statements: list[Row]
    figures: list[Row]
    conflicts: list[Row]
    undated: int
    """Facts left out because neither they nor their sources have a date."""


class Room(NamedTuple):
    """How much of a part fits on the pages."""

    facts: int
    characters: int


ROOM = {
    "questions": Room(12, 3_600),
    "recommendations": Room(6, 2_200),
    "outcomes": Room(6, 2_000),
    "matters": Room(4, 2_400),
    "tables": Room(2, 2_000),
    "apart": Room(3, 1_200),
    "conflicts": Room(4, 1_400),
}
"""What makes two to four printed pages of a force with much, its sources among them."""
_ALIKE = 3  # questions of one rule


def brief(body: str, facts: Facts, as_of: str, since: str | None, *, whole: bool = False) -> Brief:
    """The brief of a body as of a day (ISO); `whole`: nothing is left out, however many pages it takes."""
    together, outside = comparability.groups(sorted(facts.figures, key=_measured))
    tables, apart = _tables(together), _apart(outside, facts.figures)
    sorted_out = {
        "recommendations": ordered(facts.recommendations, of_answer),
        "outcomes": ordered((row for row in facts.outcomes if row["gap"]), of_gap),
        "matters": _matters(facts.findings, facts.statements),
        "conflicts": ordered(facts.conflicts, of_conflict),
    }
    series = [{"figures": _newest(group.figures), "reasons": [], "silent": []} for group in together]
    asked = questions(
        {
            "recommendations": sorted_out["recommendations"],
            "outcomes": sorted_out["outcomes"],
            "findings": [row for row in sorted_out["matters"] if row["own"] or row["said"]],
            "figures": [*series, *apart],
            "conflicts": sorted_out["conflicts"],
        }
    )
    parts = sorted_out | {"matters": [row for row in sorted_out["matters"] if row["said"]]}
    parts |= {"tables": tables, "apart": apart}
    chosen = {name: _chosen(rows, None if whole else ROOM[name]) for name, rows in parts.items()}
    spread = asked if whole else _spread(asked)
    chosen["questions"] = Chosen(spread, len(asked) - len(spread))
    known = {name: len(getattr(facts, name)) for name in ("statements", "figures")}
    known["matters"] = len(parts["matters"])
    return Brief(body, as_of, since, _counted(facts) | known, chosen, facts.undated)


def _chosen(rows: Sequence[Row], room: Room | None) -> Chosen:
    """The first rows that there is room for, and how many there are besides; the first one always fits."""
    if room is None:
        return Chosen(list(rows), 0)
    kept: list[Row] = []
    used = 0
    for row in rows[: room.facts]:
        used += _length(row)
        if kept and used > room.characters:
            break
        kept.append(row)
    return Chosen(kept, len(rows) - len(kept))


def _length(value: Any) -> int:
    """About how many characters a row takes: those of what it says."""
    if isinstance(value, list):
        return sum(map(_length, value))
    if not isinstance(value, dict):
        return 0
    own = sum(min(len(value.get(key) or ""), LONGEST) for key in _SAYS)
    return own + sum(_length(value.get(key)) for key in ("said", "figures"))


LONGEST = 420
"""Characters of one text in a brief; more is cut, and the case has it whole."""
_SAYS = ("text", "gap_says", "caveat", "says", "other_says", "quote")


# Said and found


def _matters(findings: Sequence[Row], statements: Sequence[Row]) -> list[Row]:
    """Findings with what the body said to them (`said`, with `tie`: about, or the shared themes), each word once.

    A statement that is about a finding stands with it; one that is about none stands with the gravest finding of
    its case that shares a theme with it.
    """
    rows = [row | {"said": []} for row in ordered(findings, of_finding)]
    known = {(row["case_id"], row["id"]): row for row in rows}
    of_case: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        of_case[row["case_id"]].append(row)
    for statement in sorted(statements, key=day, reverse=True):
        about = [known[key] for name in statement["about"] if (key := (statement["case_id"], name)) in known]
        near = [row for row in of_case[statement["case_id"]] if {*row["themes"]} & {*statement["themes"]}]
        if about:
            min(about, key=of_finding)["said"].append(statement | {"tie": []})
        elif near:
            shared = [theme for theme in near[0]["themes"] if theme in statement["themes"]]
            near[0]["said"].append(statement | {"tie": shared})
    for row in rows:
        row["said"].sort(key=lambda statement: bool(statement["tie"]))
    tied = [row for row in rows if any(not statement["tie"] for statement in row["said"])]
    return [*tied, *(row for row in rows if row not in tied)]


# Figures


def _measured(figure: Row) -> tuple[int, ...]:
    return (values(Measure).index(figure["measure"]),)


def _newest(figures: Iterable[Row]) -> list[Row]:
    return sorted(figures, key=day, reverse=True)


def _tables(together: Sequence[comparability.Group]) -> list[Row]:
    """Like for like: measures with all else alike in one table, `figures` by period, the newest first."""
    found: dict[tuple[Any, ...], Row] = {}
    for group in together:
        first = group.figures[0]
        newest = list(dict.fromkeys(figure["period"] for figure in _newest(group.figures)))
        key = tuple(trait for name, trait in comparability.traits(first).items() if name != "measure")
        table = found.setdefault((*key, *newest), {"periods": newest, "first": first, "rows": [], "day": None})
        table["rows"].append((first["measure"], group.figures))
        table["day"] = max(filter(None, [table["day"], *(figure["day"] for figure in group.figures)]), default=None)
    return sorted(found.values(), key=day, reverse=True)


def _apart(outside: Sequence[comparability.NonComparable], figures: Sequence[Row]) -> list[Row]:
    """Figures that may be compared with none, by the reason why: what they do not say, or how they differ.

    The reason that keeps most `figures` apart comes first.
    """
    found: dict[tuple[str, ...], Row] = {}
    others = {figure["id"]: figure for figure in figures}
    for figure, why in outside:
        silent = comparability.silent(figure)
        key = (*silent,) or tuple(reason.text for reason in why)
        alike = found.setdefault(key, {"silent": silent, "reasons": list(key), "figures": [], "others": others})
        alike["figures"].append(figure)
    for row in found.values():
        row["figures"] = _newest(row["figures"])
    return sorted(found.values(), key=lambda row: (-len(row["figures"]), not row["silent"]))


# At a glance


def _counted(facts: Facts) -> dict[str, int]:
    """Return how many there are of what the brief is about.

    A recommendation of which a source gives a number alone counts as that many, as it does in `list`.
    """
    own = Counter[str]()
    to_others = 0
    for row in facts.recommendations:
        number = 1 if row["count"] is None else row["count"]
        if row["own_answer"] is None:
            own[row["status"]] += number
        else:
            to_others += number
    return {
        "recommendations": own.total(),
        "to_others": to_others,
        **{state: own[state] for state in values(Status)},
        "findings": sum(row["own"] for row in facts.findings),
        "outcomes": len(facts.outcomes),
        "parting": sum(bool(row["gap"]) and not row["gap"].endswith("_not_known") for row in facts.outcomes),
        "not_known": sum(bool(row["gap"]) and row["gap"].endswith("_not_known") for row in facts.outcomes),
        "conflicts": len(facts.conflicts),
    }


def _spread(questions: Sequence[Question]) -> list[Question]:
    """As many questions as there is room for: the first of each rule, then their second, in the order of the rules."""
    turns: dict[str, int] = defaultdict(int)
    by_turn = []
    for at, question in enumerate(questions):
        turns[question.rule] += 1
        by_turn.append((turns[question.rule], at))
    kept = sorted(at for turn, at in sorted(by_turn)[: ROOM["questions"].facts] if turn <= _ALIKE)
    return [questions[at] for at in kept]
