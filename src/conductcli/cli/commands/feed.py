"""Define the command `conductcli feed`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from typing import Annotated, Any

import typer

from conductcli.cli import options
from conductcli.cli.app import Reported, answers, show
from conductcli.cli.context import Ask
from conductcli.cli.databases import asked_by, built_in, database
from conductcli.database.filters import day, in_order, today
from conductcli.errors import ExitCode, WrongUsage
from conductcli.output.sanitize import label
from conductcli.views import Feed

Filters = Mapping[str, Sequence[str]]
_AGAINST = "An earlier edition, as case files, a folder, a database or - for standard input."


@answers("conductcli feed --since 2022 --force gmp -o gmp.atom", filters="feed", without=options.FORMATTED)
def command(
    ask: Ask,
    against: Annotated[
        str | None, typer.Option("--against", help=_AGAINST, metavar="OLD", show_default=False), options.READ
    ] = None,
    as_of: options.AsOf = None,
    address: Annotated[
        str | None, typer.Option("--address", help="Where the feed will be published.", metavar="URL")
    ] = None,
    **filters: Any,
) -> Feed:
    """Atom feed of what is new: records dated since a day, or differences from an earlier edition of the data.

    With --since, it includes records with a response, a view or a step of the investigation since then. With
    --against, it lists the records that were added, changed and removed.
    """
    from conductcli.database import diff
    from conductcli.feed import entries, news

    if (against is None) == (filters["since"] is None):
        raise WrongUsage(
            "a feed tells what is new since a date or against an edition", "give --since DATE or --against OLD"
        )
    told = day(as_of, "--as-of", last=True) if as_of else None
    wanted = _address(address)
    with ExitStack() as sides:
        files = {"new": sides.enter_context(database("", ask.asked, ask))}
        if against is not None:
            named = f"OLD, {'standard input' if against == '-' else against}"
            files["old"] = sides.enter_context(database(named, asked_by(against), ask))
        ask.put_to(diff.attached(**files))
        given = ask.resolved("feed", filters)
        first = given.pop("since", [None])[0]
        in_order(first, told, "--as-of")
        newest = told or news.edition(ask.connection, *files) or today()
        if first:
            if undated := news.since(ask.connection, (first, told or news.NEVER), given):
                ask.note(f"{undated:,} without a date left out by --since")
        else:
            diff.compare(ask.connection, given, built_in)
            news.against(ask.connection, newest, told or news.NEVER, given)
        ask.note(_summary(news.counts(ask.connection)))
        view = Feed(
            title=f"Police complaint outcomes{_watched(ask, given)}",
            about=f"New and changed since {first}" if first else "What differs from an earlier edition",
            key=json.dumps(given, sort_keys=True),
            day=told or news.latest(ask.connection) or newest,
            address=wanted,
            entries=entries.entries(ask.connection, (first, told or news.NEVER) if first else None),
        )
        show(view, ask.output)
    raise Reported(ExitCode.OK)


def _address(given: str | None) -> str | None:
    """Return the address of the feed. Raise WrongUsage if it is not a web address."""
    from conductcli.output.links import address

    if given is not None and address(given) is None:
        raise WrongUsage(f"--address: {given!r} is no address of the web", "for instance https://example.org/kent.atom")
    return given


def _watched(ask: Ask, given: Filters) -> str:
    """Return the filters of the feed in words, after a colon; "" if there are none."""
    from conductcli.database.titles import titles

    names = titles(ask.connection, organisations=given.get("force", ()))
    told = [names.get(value) or label(value) for some in given.values() for value in some]
    return f": {', '.join(told)}" if told else ""


def _summary(counts: Mapping[str, int]) -> str:
    """Return how many entries there are, in all and by change."""
    number = sum(counts.values())
    said = ", ".join(f"{count:,} {change}" for change, count in counts.items())
    return f"{number:,} {'entry' if number == 1 else 'entries'}{f': {said}' if said else ''}"
