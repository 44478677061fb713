"""What every command shares: found by name, given its options, its view rendered, its errors turned into exit codes.

A command is a function that takes what it is asked and returns a view; `answers` adds the options for output and data
and renders what comes back, so that formats and commands add up instead of multiplying.
"""

from __future__ import annotations

import gc
import inspect
import os
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import typer

from conductcli.cli import options
from conductcli.cli.context import Ask, Output
from conductcli.cli.group import Contents, group_of
from conductcli.cli.messages import PROGRAM, note, told
from conductcli.database.listings import FILTERED
from conductcli.errors import ConductError, ExitCode, WrongUsage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conductcli.views import Brief, Shown


class Reported(Exception):
    """A command's view was shown and there was something to report: the exit code says so."""

    def __init__(self, code: ExitCode) -> None:
        self.code = code


def answers(
    example: str,
    *,
    filters: str | None = None,
    shapes: Collection[str] = options.ROWS,
    without: Collection[str] = (),
    beside: str | None = None,
) -> Callable[[Callable[..., Shown]], Callable[..., None]]:
    """Make a command of a function `(ask, its own options) -> view`; `example` stands first in its help.

    `filters` names the listing by whose filters it can be narrowed, which come as further keywords; `shapes` are the
    options for columns, order and limit that it takes; `without` names other shared options that it does not take;
    `beside` is how the name of a further file ends that it may write beside its output.
    """
    kept = [name for name in options.SHARED if name not in (options.ROWS - set(shapes)) | set(without)]

    def made(function: Callable[..., Shown]) -> Callable[..., None]:
        def called(**given: Any) -> None:
            gc.freeze()
            gc.enable()
            shared = {name: given.pop(name) for name in options.SHARED if name in given and name not in named}
            if shared.pop("debug"):
                Debugging.on = True
            ask = Ask.of(shared, note)
            _refuse_lost(ask, {mark: _given(given[name] for name in marked) for mark, marked in paths.items()}, beside)
            with ask:
                show(function(ask, **given), ask.output)

        own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
        if filters:
            own[-1:] = options.filters(filters, FILTERED[filters])  # in place of **filters
        paths = {mark: _marked(own, mark) for mark in (options.READ, options.READ_WHOLE, options.WRITTEN)}
        named = {parameter.name for parameter in own}  # an option of the command's own goes before a shared one
        parameters = [*own, *(options.SHARED[name] for name in kept if name not in named)]
        command: Any = called
        command.__signature__ = inspect.Signature(parameters)
        command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        command.__doc__ = f"Example: {example}\n\n{inspect.getdoc(function)}"
        return called

    return made


def _marked(parameters: Iterable[inspect.Parameter], mark: str) -> list[str]:
    """Return the names of the parameters whose annotation carries a mark of `options`."""
    return [found.name for found in parameters if mark in getattr(found.annotation, "__metadata__", ())]


def _given(values: Iterable[str | Iterable[str] | None]) -> list[str]:
    """Return all paths of parameters that take none, one or several."""
    return [path for value in values for path in ([value] if isinstance(value, str) else value or ())]


def _refuse_lost(ask: Ask, paths: Mapping[str, Sequence[str]], beside: str | None) -> None:
    """Raise WrongUsage where a path is empty, or where the command would write over what it reads."""
    from conductcli.cli.output_file import refuse_inputs
    from conductcli.database.opening import files_of

    output = ask.output.file
    outputs = [*paths[options.WRITTEN], *(() if output is None else (output,))]
    if "" in (*outputs, *paths[options.READ], *paths[options.READ_WHOLE], *ask.asked.data, ask.asked.db):
        hint = "is a variable unset? Give a name, or . for this folder"
        raise WrongUsage("the name of a file or a folder is empty", hint)
    if output and beside:
        outputs.append(output.rstrip("/") + beside)
    read = paths[options.READ]
    inputs = partial(files_of, ask.asked, read, paths[options.READ_WHOLE])
    refuse_inputs(outputs, inputs, stdin="-" in (*read, *ask.asked.data))


def show(view: Shown, output: Output) -> None:
    """Write a view where the user wants it: a document of one of our products by itself, any other in any format."""
    from conductcli.views import Brief, Chart, Feed, Page

    if isinstance(view, Feed):
        from conductcli.feed import atom

        with _destination(output._replace(format="atom")) as out:
            atom.write(view, out)
    elif isinstance(view, Page):
        from conductcli.report import page

        with _destination(output.of_page()) as out:
            page.write(view, out)
    elif isinstance(view, Brief):
        _show_brief(view, output.of_document())
    else:
        from conductcli.output import render

        format = output.drawn if isinstance(view, Chart) else output.format
        with _destination(output) as out:
            for sentence in render(view, format, out, output.look(out)):
                if output.limit != 0:  # why there are no rows has been said
                    note(sentence)


def _show_brief(view: Brief, output: Output) -> None:
    with _destination(output) as out:
        if output.format == "html":
            from conductcli.brief import page

            page.write(view, out)
        else:
            from conductcli.brief import markdown

            markdown.write(view, out)


@contextmanager
def _destination(output: Output) -> Iterator[IO[str]]:
    if output.file is None:
        if sys.stdout is None:
            raise ConductError("there is no standard output to write to", "open it, or name a file with --output")
        machine = output.format not in ("table", "markdown")
        errors = "backslashreplace"
        sys.stdout.reconfigure(encoding="utf-8" if machine else None, errors=errors)  # type: ignore[union-attr]
        yield sys.stdout
        sys.stdout.flush()
        return
    from conductcli.cli.output_file import written_whole

    with written_whole(output.file) as out:
        yield out


def run(contents: Contents, arguments: Sequence[str] | None = None) -> int:
    """Run a command line; returns the exit code. Every error becomes words on stderr here, and nowhere else."""
    group = group_of(contents)
    if f"_{PROGRAM.upper()}_COMPLETE" in os.environ:  # a shell asks what may come next
        group.main(prog_name=PROGRAM)
    try:
        # Not through the group's own `main`, which takes a reader that goes away for an error.
        given = list(sys.argv[1:] if arguments is None else arguments)
        with group.make_context(PROGRAM, given or ["--help"]) as context:
            group.invoke(context)
    except typer.Exit as end:
        return end.exit_code
    except BrokenPipeError:
        return _reader_left()
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except Reported as report:
        return report.code
    except Exception as error:
        if Debugging.on:
            raise
        return told(error)
    else:
        return ExitCode.OK
    finally:
        _flush()


def _reader_left() -> int:
    """Whoever read our output went away, which is their right; nothing more can be written, not even at exit."""
    sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    return ExitCode.OK


def _flush() -> None:
    """Write out what waits, while there is still somebody to tell what comes of it."""
    try:
        if sys.stdout:
            sys.stdout.flush()
    except BrokenPipeError:
        _reader_left()


class Debugging:
    """Whether errors go through with their tracebacks; `--debug` turns it on for the rest of the run."""

    on = False
