"""Define the command `conductcli report`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from conductcli.cli import options
from conductcli.cli.app import answers
from conductcli.cli.context import Ask
from conductcli.database.filters import day, today
from conductcli.output.sanitize import label
from conductcli.views import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Row = dict[str, Any]
_ACROSS = 200  # cases above which statements and figures are not compared across cases
_OPEN = 300  # cases above which the browser unpacks a case only when it is opened
_MOST = 2000  # figures not tied to a case; `figures` lists all
_OF_FIGURES = {"force", "since", "until"}  # filters that also apply to figures not tied to a case
_COUNTED = ("findings", "outcomes", "recommendations", "statements")


@answers("conductcli report --force gmp -o report.html", filters="list", without=options.FORMATTED)
def command(
    ask: Ask,
    cases: Annotated[
        list[str] | None,
        typer.Argument(
            help="Cases by id or a part of it; left out, all.", metavar="CASE...", autocompletion=options.CASES
        ),
    ] = None,
    as_of: options.AsOf = None,
    **filters: Any,
) -> Page:
    """Web page of cases in a single file: to read, filter, search, print and put on a web site.

    Each case has its timeline, findings, outcomes, recommendations, statements, figures and sources. The page loads
    nothing from elsewhere and works offline.
    """
    from conductcli.analysis.shared_phrases import LEAST
    from conductcli.database import shared_phrases
    from conductcli.report import data

    moment = day(as_of, "--as-of", last=True) if as_of else today()
    filters["case"] = [*(cases or ()), *(filters["case"] or ())]
    wanted = ask.resolved("list", filters)
    about = data.chosen(ask.connection, wanted)
    ids = [row["id"] for row in about]
    across = len(ids) <= _ACROSS
    statements = data.listed(ask.connection, "statements", ids) if across else []
    wording = shared_phrases.of_rows(statements) if across else None
    names = data.organisations(ask.connection)
    content = {
        "totals": {
            "cases": len(ids),
            **{key: sum(row[key] for row in about) for key in _COUNTED},
            "recommendations": data.recommended(ask.connection, ids, moment),
        },
        "chosen": _told(wanted, names),
        "choices": _choices(about, data.forces(ask.connection, ids), names),
        "cases": data.full_cases(ask.connection, ids, moment, wording),
        "across": across,
        "packed": len(ids) > _OPEN,
        "statements": statements,
        "wording": wording or [],
        "least": LEAST,
        "figures": data.listed(ask.connection, "figures", ids) if across else [],
        "apart": data.apart(ask.connection, wanted if wanted.keys() <= _OF_FIGURES else None, _MOST),
    }
    return Page("report", "Said, found, done", moment, names, content)


def _told(wanted: Mapping[str, Sequence[str]], names: Mapping[str, str]) -> str:
    """Return the filters that chose the cases, in words."""
    return "; ".join(
        f"{key} {' or '.join(names.get(value, value) for value in values)}".replace("_", " ")
        for key, values in wanted.items()
        if key != "case"
    )


def _choices(about: Sequence[Row], forces: Iterable[str], names: Mapping[str, str]) -> dict[str, list[tuple[str, str]]]:
    """Return the filters of the page with their values and labels, limited to values that occur on it."""
    topics = sorted({topic for row in about for topic in row["topics"]})
    return {
        "force": _sorted((force, names[force]) for force in forces),
        "oversight": _sorted((body, names[body]) for body in {row["oversight"] for row in about}),
        "topic": [(topic, label(topic).capitalize()) for topic in topics],
        "kind": [(kind, label(kind).capitalize()) for kind in sorted({row["kind"] for row in about})],
        "status": list(_STATES.items()) if any(row["recommendations"] for row in about) else [],
    }


def _sorted(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(choices, key=lambda choice: choice[1])


_STATES = {
    "no_response_found": "One without a published response found",
    "awaiting": "One awaiting an answer",
    "answered": "One answered",
    "not_required": "One without a known duty to answer",
}
