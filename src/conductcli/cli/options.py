"""Every option that more than one command takes, once: its name, its help and how it completes."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import Annotated, Any

import typer

from conductcli import __version__
from conductcli.render import FORMATS

Completed = Iterable[str | tuple[str, str]]


def _words(name: str) -> Callable[[str], Completed]:
    """Completion from a vocabulary, read when a shell asks."""

    def complete(incomplete: str) -> Completed:
        from conductcli import vocabulary

        return [word for word in vocabulary.values(getattr(vocabulary, name)) if word.startswith(incomplete)]

    return complete


def _asked(query: str) -> Callable[[typer.Context, str], Completed]:
    """Completion from the register; silent where there is none."""

    def complete(ctx: typer.Context, incomplete: str) -> Completed:
        from conductcli.cli.completing import answers

        return answers(ctx, query, incomplete)

    return complete


def _sections(incomplete: str) -> Completed:
    from conductcli.analysis.compare import SECTIONS

    return [section for section in SECTIONS if section.startswith(incomplete)]


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"conductcli {__version__}")
        raise typer.Exit


def _many(name: str, help: str, complete: Callable[..., Any] | None, metavar: str) -> Any:
    return typer.Option(name, help=help, autocompletion=complete, metavar=metavar, show_default=False)


CASES = _asked("SELECT id, title FROM cases WHERE id >= ? AND id < ? ORDER BY id LIMIT 200")
ORGANISATIONS = _asked(
    "SELECT n.name, o.name FROM organisation_names AS n JOIN organisations AS o ON o.id = n.organisation"
    " WHERE n.name >= ?1 AND n.name < ?2 AND instr(n.name, ' ') = 0"
    " UNION SELECT id, name FROM organisations WHERE id >= ?1 AND id < ?2 ORDER BY 1"
)
SPEAKERS = _asked("SELECT DISTINCT speaker, role FROM statements WHERE speaker >= ? AND speaker < ? ORDER BY speaker")

Force = Annotated[
    list[str] | None, _many("--force", "A force or body by id, name or alias (gmp, 'the Met').", ORGANISATIONS, "NAME")
]
Oversight = Annotated[
    list[str] | None, _many("--oversight", "Who investigated, reviewed or decided.", ORGANISATIONS, "NAME")
]
By = Annotated[list[str] | None, _many("--by", "The body that made it.", ORGANISATIONS, "NAME")]
To = Annotated[list[str] | None, _many("--to", "The body that it is addressed to.", ORGANISATIONS, "NAME")]
Case = Annotated[list[str] | None, _many("--case", "A case by its id, or a part of it.", CASES, "CASE")]
Speaker = Annotated[list[str] | None, _many("--speaker", "Who said it, by a part of the name.", SPEAKERS, "NAME")]
Topic = Annotated[list[str] | None, _many("--topic", "What the case is about.", _words("Topic"), "TOPIC")]
Theme = Annotated[list[str] | None, _many("--theme", "What the record is about.", _words("Theme"), "THEME")]
Result = Annotated[list[str] | None, _many("--result", "What was determined.", _words("Result"), "RESULT")]
Measure = Annotated[list[str] | None, _many("--measure", "What is measured.", _words("Measure"), "MEASURE")]
Status = Annotated[list[str] | None, _many("--status", "Where the answer stands.", _words("Status"), "STATUS")]
FigureStatus = Annotated[
    list[str] | None, _many("--status", "Whether the figure is final.", _words("FigureStatus"), "STATUS")
]
CaseKind = Annotated[list[str] | None, _many("--kind", "What sort of case.", _words("CaseKind"), "KIND")]
SourceKind = Annotated[list[str] | None, _many("--kind", "What sort of source.", _words("SourceKind"), "KIND")]
RecordKind = Annotated[list[str] | None, _many("--kind", "What sort of record.", _words("RecordKind"), "KIND")]
MomentKind = Annotated[list[str] | None, _many("--kind", "What sort of event or record.", _words("MomentKind"), "KIND")]
Basis = Annotated[list[str] | None, _many("--kind", "On what ground it was made.", _words("Basis"), "BASIS")]
Only = Annotated[
    list[str] | None,
    _many("--only", "Only this section: facts, findings, outcomes, recommendations ...", _sections, "SECTION"),
]
Since = Annotated[str | None, _many("--since", "From this date on (2020, 2020-05, 2020-05-06).", None, "DATE")]
Until = Annotated[str | None, _many("--until", "Up to and with this date.", None, "DATE")]
AsOf = Annotated[
    str | None, _many("--as-of", "As things stood at the end of this day; today if left out.", None, "DATE")
]
Data = Annotated[
    list[str] | None,
    typer.Argument(
        help="Case files or folders; - for standard input. Left out, the register that ships.", metavar="DATA..."
    ),
]
Version = Annotated[
    bool, typer.Option("--version", help="Show the version and stop.", callback=_show_version, is_eager=True)
]


def _option(name: str, kind: Any, option: Any, default: Any = None) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[kind, option])


SHARED = {
    parameter.name: parameter
    for parameter in (
        _option(
            "format",
            str | None,
            typer.Option(
                "--format", "-f", help=f"One of {', '.join(FORMATS)}.", metavar="FORMAT", autocompletion=lambda: FORMATS
            ),
        ),
        _option("json", bool, typer.Option("--json", help="Short for --format json."), False),
        _option(
            "columns", str | None, typer.Option("--columns", help="Only these keys, in this order.", metavar="A,B,C")
        ),
        _option(
            "sort", str | None, typer.Option("--sort", help="By this key; -KEY for the greatest first.", metavar="KEY")
        ),
        _option(
            "limit",
            int | None,
            typer.Option("--limit", "-n", min=0, help="At most so many rows; a table shows 50.", metavar="N"),
        ),
        _option(
            "output",
            str | None,
            typer.Option("--output", "-o", help="Write to a file, whole or not at all.", metavar="FILE"),
        ),
        _option(
            "color",
            str,
            typer.Option("--color", help="auto, always or never.", metavar="WHEN", show_default=False),
            "auto",
        ),
        _option(
            "data",
            list[str] | None,
            typer.Option("--data", help="Case files or folders in place of the register that ships.", metavar="PATH"),
        ),
        _option(
            "db",
            str | None,
            typer.Option("--db", help="The database file; without --data, read as it is.", metavar="FILE"),
        ),
        _option(
            "debug", bool, typer.Option("--debug", help="Show a traceback when something fails.", hidden=True), False
        ),
    )
}
"""The options of every command, in the order of its help."""

ROWS = frozenset(("columns", "sort", "limit"))
"""Those that only a list of rows takes."""
