"""Select what fits a brief: the most serious and newest facts, the questions they raise, and counts of the rest.

A brief has to be read before a meeting, so each part has a budget of facts and characters. Whatever does not fit is
counted, never dropped in silence. The selection ranks what is recorded and asserts no more.
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
    """Rows of the listings about one organisation, each with `day`, the last day that its dates allow, or None."""

    recommendations: list[Row]
    """With `own_answer`: the organisation's response to a recommendation addressed to others, or None."""
    outcomes: list[Row]
    findings: list[Row]
    """With `recommended`, the number of recommendations tied to it or, in its case, sharing a theme.

    `own` is whether it is about the organisation, and not only in a case in which the organisation spoke.
    """
    statements: list[Row]
    figures: list[Row]
    conflicts: list[Row]
    undated: int
    """Number of facts left out because neither they nor their sources have a date."""


class PageBudget(NamedTuple):
    """The number of facts and characters that fit into a part."""

    facts: int
    characters: int


BUDGETS = {
    "questions": PageBudget(9, 2_600),
    "recommendations": PageBudget(5, 1_800),
    "outcomes": PageBudget(5, 1_700),
    "matters": PageBudget(3, 1_800),
    "tables": PageBudget(2, 2_000),
    "apart": PageBudget(3, 1_200),
    "conflicts": PageBudget(3, 1_100),
}
"""Budgets for two to four printed pages, including sources, on a force with many records."""
_ALIKE = 3  # questions per rule


def brief(body: str, facts: Facts, as_of: str, since: str | None, *, whole: bool = False) -> Brief:
    """Return the brief of an organisation as of an ISO day; with `whole`, without any limit on length."""
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
    chosen = {name: _chosen(rows, None if whole else BUDGETS[name]) for name, rows in parts.items()}
    spread = asked if whole else _round_robin(asked)
    chosen["questions"] = Chosen(spread, len(asked) - len(spread))
    known = {name: len(getattr(facts, name)) for name in ("statements", "figures")}
    known["matters"] = len(parts["matters"])
    return Brief(body, as_of, since, _counted(facts) | known, chosen, facts.undated)


def _chosen(rows: Sequence[Row], budget: PageBudget | None) -> Chosen:
    """Return the first rows that fit the budget, at least one, and the number of the rest."""
    if budget is None:
        return Chosen(list(rows), 0)
    kept: list[Row] = []
    used = 0
    for row in rows[: budget.facts]:
        used += _length(row)
        if kept and used > budget.characters:
            break
        kept.append(row)
    return Chosen(kept, len(rows) - len(kept))


def _length(value: Any) -> int:
    """Return roughly how many characters a row takes in print."""
    if isinstance(value, list):
        return sum(map(_length, value))
    if not isinstance(value, dict):
        return 0
    own = sum(min(len(value.get(key) or ""), LONGEST) for key in _SAYS)
    return own + sum(_length(value.get(key)) for key in ("said", "figures"))


LONGEST = 420
"""Maximum characters of one text in a brief; the case has the full text."""
_SAYS = ("text", "gap_says", "caveat", "says", "other_says", "quote")


# Findings and statements


def _matters(findings: Sequence[Row], statements: Sequence[Row]) -> list[Row]:
    """Return findings with the statements on them (`said`), each statement once, with its shared themes as `tie`.

    A statement about a finding belongs to that finding, with an empty `tie`; one about none belongs to the most
    serious finding of its case that shares a theme with it.
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
    """Return tables of comparable figures, newest first; measures that agree in all other respects share a table."""
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
    """Return figures that cannot be compared, grouped by reason: what they do not state, or how they differ.

    The reason that applies to most of `figures` comes first.
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


# Counts


def _counted(facts: Facts) -> dict[str, int]:
    """Return the counts shown at the top of the brief.

    A recommendation for which a source gives only a number counts as that many, as in `list`.
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


def _round_robin(questions: Sequence[Question]) -> list[Question]:
    """Return the questions that fit: the first of each rule, then the second, and so on, in the order of the rules."""
    turns: dict[str, int] = defaultdict(int)
    by_turn = []
    for at, question in enumerate(questions):
        turns[question.rule] += 1
        by_turn.append((turns[question.rule], at))
    kept = sorted(at for turn, at in sorted(by_turn)[: BUDGETS["questions"].facts] if turn <= _ALIKE)
    return [questions[at] for at in kept]
