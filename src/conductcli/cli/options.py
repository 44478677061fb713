"""Every option that more than one command takes, once: its name, its help and how it completes."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import Annotated, Any

import typer

from conductcli import __version__
from conductcli.errors import WrongUsage
from conductcli.output import FORMATS

READ, READ_WHOLE, WRITTEN = "read", "read whole", "written"
"""Marks in the annotations of parameters: of case files or other files to read, of folders of which any file may be
read, and of what is written. No command may write over what it reads."""

Completed = Iterable[str | tuple[str, str]]
Complete = Callable[..., Completed]


def _words(listing: str, name: str) -> Complete:
    """Completion from a vocabulary, read when a shell asks."""

    def complete(incomplete: str) -> Completed:
        from conductcli import vocabulary

        return [word for word in vocabulary.of_filter(listing, name) if word.startswith(incomplete)]

    return complete


def _asked(query: str) -> Complete:
    """Completion from the register; silent where there is none."""

    def complete(ctx: typer.Context, incomplete: str) -> Completed:
        from conductcli.cli.completion import answers

        return answers(ctx, query, incomplete)

    return complete


def _sections(incomplete: str) -> Completed:
    from conductcli.analysis.comparison import SECTIONS

    return [section for section in SECTIONS if section.startswith(incomplete)]


def whole_number(option: str, example: int, least: int = 0, most: int | None = None) -> Callable[[str], int]:
    """Return a parser for the value of an option: a whole number between two others. It raises WrongUsage."""

    def read(text: str | int) -> int:
        between = f"from {least:,} to {most:,}" if most is not None else f"of {least:,} or more"
        try:
            number = int(text)
        except ValueError:
            number = None
        if number is None or number < least or (most is not None and number > most):
            raise WrongUsage(f"{option}: {text!r} is not a whole number {between}", f"for instance {option} {example}")
        return number

    return read


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"conductcli {__version__}")
        raise typer.Exit


def _option(name: str, kind: Any, option: Any, default: Any = None) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[kind, option])


CASES = _asked("SELECT id, title FROM cases WHERE id >= :first AND id < :end ORDER BY id LIMIT 200")
ORGANISATIONS = _asked(
    "SELECT n.name, o.name FROM organisation_names AS n JOIN organisations AS o ON o.id = n.organisation"
    " WHERE n.name >= :first AND n.name < :end AND instr(n.name, ' ') = 0"
    " UNION SELECT id, name FROM organisations WHERE id >= :first AND id < :end ORDER BY 1"
)
_SPEAKERS = _asked(
    "SELECT DISTINCT speaker, role FROM statements WHERE speaker >= :first AND speaker < :end ORDER BY speaker"
)

_FILTERS: dict[str, tuple[str, str, Complete | None]] = {
    "force": ("A force or body by id, name or alias: gmp, 'the Met'.", "NAME", ORGANISATIONS),
    "oversight": ("Who investigated, reviewed or decided.", "NAME", ORGANISATIONS),
    "kind": ("What sort of {what}.", "KIND", None),
    "topic": ("What the case is about.", "TOPIC", None),
    "case": ("A case by its id, or a part of it.", "CASE", CASES),
    "theme": ("What the record is about.", "THEME", None),
    "speaker": ("Who said it, by a part of the name.", "NAME", _SPEAKERS),
    "by": ("The body that made it.", "NAME", ORGANISATIONS),
    "to": ("The body that it is addressed to.", "NAME", ORGANISATIONS),
    "change": ("What became of the record: added, removed or changed.", "CHANGE", None),
    "status": ("Where it stands.", "STATUS", None),
    "result": ("What was determined.", "RESULT", None),
    "measure": ("What is measured.", "MEASURE", None),
    "since": ("From this date on: 2020, 2020-05 or 2020-05-06.", "DATE", None),
    "until": ("Up to and with this date.", "DATE", None),
}
"""Every filter: its help, what stands for its value, and how it completes; without, from the vocabulary of its name."""


def filters(listing: str, names: Iterable[str]) -> list[inspect.Parameter]:
    """The parameters of a command for the filters of what it lists, in the order in which help shows them."""
    made = []
    for name, (about, metavar, complete) in _FILTERS.items():
        if name not in names:
            continue
        once = metavar == "DATE"
        option = typer.Option(
            f"--{name}",
            help=about.format(what=_WHAT.get(listing, "record")),
            metavar=metavar,
            show_default=False,
            autocompletion=complete or (None if once else _words(listing, name)),
        )
        made.append(_option(name, str | None if once else list[str] | None, option))
    return made


_WHAT = {
    "list": "case",
    "sources": "source",
    "recommendations": "recommendation, by its basis",
    "timeline": "event or record",
}

Only = Annotated[
    list[str] | None,
    typer.Option(
        "--only",
        help="Only this section: facts, findings, outcomes, recommendations, statements or figures.",
        metavar="SECTION",
        show_default=False,
        autocompletion=_sections,
    ),
]
Force = Annotated[
    list[str] | None,
    typer.Option(
        "--force", help=_FILTERS["force"][0], metavar="NAME", show_default=False, autocompletion=ORGANISATIONS
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", help="As things stood at the end of this day; today if left out.", metavar="DATE", show_default=False
    ),
]
Chart = Annotated[bool, typer.Option("--chart", help="Draw it; with --output FILE.svg or FILE.png, as a picture.")]
Data = Annotated[
    list[str] | None,
    typer.Argument(
        help="Case files or folders; - for standard input. Left out, the register that ships.", metavar="DATA..."
    ),
    READ,
]
Snapshots = Annotated[
    str | None,
    typer.Option(
        "--snapshots",
        help="A folder of archived documents, to look quotations up in.",
        metavar="DIR",
        show_default=False,
    ),
    READ_WHOLE,
]
Version = Annotated[
    bool, typer.Option("--version", help="Show the version and stop.", callback=_show_version, is_eager=True)
]


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
            "excel_safe",
            bool,
            typer.Option("--excel-safe", help="With csv or tsv: let a spreadsheet take no text for a formula."),
            False,
        ),
        _option(
            "columns", str | None, typer.Option("--columns", help="Only these keys, in this order.", metavar="A,B,C")
        ),
        _option(
            "sort", str | None, typer.Option("--sort", help="By this key; -KEY for the greatest first.", metavar="KEY")
        ),
        _option(
            "limit",
            int | None,
            typer.Option(
                "--limit",
                "-n",
                parser=whole_number("--limit", 20),
                help="At most so many rows; a table shows 50.",
                metavar="N",
            ),
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

FORMATTED = ROWS | {"format", "json", "excel_safe", "color"}
"""Those that say how an answer is written, of which a page leaves no choice."""

ANSWERED = FORMATTED | {"output"}
"""Those that say how an answer is written and where: of no use to a command that does something and answers nothing."""
