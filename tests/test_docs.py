"""What the documents say is so: examples are run, tables made anew, commands, keys and links looked up.

A ```console block is a session: after `$ ` stands a command, under it what it wrote to stdout and then to stderr, and
`...` for lines left out. Each document has a folder of its own, in which `cases.yaml` is the register that ships and
every ```yaml or ```python block that is followed by a name is a file of that name, in the folders that it names. What
stands between `<!-- made: ... -->` and `<!-- end -->` is made from the code. `pytest --renew` writes both anew.
"""

from __future__ import annotations

import ast
import difflib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import pytest
from benchmarks import saved

from conductcli import __version__, errors, export, model, vocabulary
from conductcli.analysis.funnel import Stage
from conductcli.brief.rules import RULES
from conductcli.casefile.reader import FATAL
from conductcli.casefile.references import REFERENCES
from conductcli.cli import CONTENTS, options
from conductcli.database import summaries
from conductcli.database.dictionary import TYPES
from conductcli.database.listings import LISTINGS
from conductcli.database.tables import tables
from conductcli.organisations import ORGANISATIONS
from conductcli.output import FORMATS
from conductcli.serve.canned_queries import QUERIES
from conductcli.views import DRAWN
from tests.conftest import CHECKOUT, HANG, Answer, Program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

DOCUMENTS = [
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "docs/case-file.md",
    "docs/design.md",
    "docs/export.md",
    "docs/feed.md",
    "docs/import.md",
    "docs/json.md",
    "docs/newsroom.md",
    "docs/python.md",
    "docs/recipes.md",
    "docs/report.md",
    "docs/scaling.md",
    "docs/brief.md",
    "docs/serve.md",
]
COMMANDS = [name for group in CONTENTS.values() for name in group]
SET_UP = [
    "python3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/conductcli list",
    "python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev]' && .venv/bin/pytest",
]


def read(document: str) -> str:
    return (CHECKOUT / document).read_text(encoding="utf-8")


# Examples


class Example(NamedTuple):
    """A command of a session, and what stands under it."""

    command: str
    output: list[str]

    @property
    def is_set_up(self) -> bool:
        """Whether it makes an environment: `.ci/run` calls those."""
        return self.command.startswith("python3 -m venv")


_CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"^```(?:yaml|python) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MADE = re.compile(r"^<!-- made: (.+?) -->\n(.*?)^<!-- end -->$", re.MULTILINE | re.DOTALL)


def examples(session: str) -> list[Example]:
    found: list[Example] = []
    for line in session.splitlines():
        if line.startswith("$ "):
            found.append(Example(line[2:], []))
        else:
            found[-1].output.append(line)
    return found


def run(line: str, folder: Path) -> Answer:
    """A command line in a shell that knows nothing of the user's and finds this environment's programs first."""
    environment = {
        "PATH": os.pathsep.join((os.path.dirname(sys.executable), os.environ["PATH"])),  # noqa: PTH120
        "HOME": str(folder),
        "XDG_CACHE_HOME": str(folder / ".cache"),
        "COLUMNS": "80",
        "LANG": "C.UTF-8",
    }
    done = subprocess.run(
        ["bash", "-c", line], cwd=folder, env=environment, capture_output=True, timeout=HANG, check=False
    )
    return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())


def ran(example: Example, folder: Path) -> list[str]:
    """The lines that an example gives; where there is no jq, those it shows if what it would read is JSON."""
    command, pipe, _ = example.command.partition(" | jq ")
    if pipe and not shutil.which("jq"):
        answer = run(command, folder)
        assert answer.code == 0, answer.err
        assert json.loads(answer.out)
        return example.output
    answer = run(example.command, folder)
    assert answer.code == 0, f"$ {example.command}\n{answer.err}"
    return [*answer.out.splitlines(), *answer.err.splitlines()]


def parts(shown: list[str]) -> list[list[str]]:
    """What is shown, cut where `...` stands for lines left out."""
    cut: list[list[str]] = [[]]
    for line in shown:
        if line == "...":
            cut.append([])
        else:
            cut[-1].append(line)
    return cut


def fits(shown: list[str], given: list[str]) -> bool:
    """Whether a document shows what a command gave."""
    first, *others = parts(shown)
    if not others:
        return first == given
    *middle, last = others
    if len(given) < len(first) + len(last) or given[: len(first)] != first or given[len(given) - len(last) :] != last:
        return False
    rest = "\n".join(["", *given[len(first) : len(given) - len(last)], ""])
    for part in middle:
        _, found, rest = rest.partition("\n".join(["", *part, ""]))
        if not found:
            return False
        rest = f"\n{rest}"
    return True


def renewed(shown: list[str], given: list[str]) -> list[str]:
    """What a command gave, with as much left out as the document leaves out."""
    first, *others = parts(shown)
    if not others:
        return given
    last = others[-1]
    return [*given[: len(first)], "...", *(given[len(given) - len(last) :])]


def files(document: str) -> dict[str, str]:
    """The files that a document shows, by their names."""
    return dict(_FILE.findall(document))


def put(files: dict[str, str], folder: Path) -> None:
    """Write files, with the folders that they stand in."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")


# What is made from the code


def table(*rows: tuple[str, ...]) -> str:
    heading, *others = rows
    lines = [heading, tuple("---" for _ in heading), *others]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(text, 120, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False) + "\n"


def commands() -> str:
    rows = [
        (group if first else "", f"`{name}`", gives)
        for group, contents in CONTENTS.items()
        for first, (name, gives) in zip([True, *[False] * len(contents)], contents.items(), strict=False)
    ]
    return table(("group", "command", "gives"), *rows)


def forces() -> str:
    """The ids of the forces that the program knows."""
    import yaml

    known = yaml.safe_load(ORGANISATIONS.read_text(encoding="utf-8"))["organisations"]
    return wrapped(", ".join(f"`{body['id']}`" for body in known if body["kind"] == "force"))


def keys(record: str) -> str:
    """The keys that a record type declares itself; those that are required in bold."""
    rows = []
    for declared, described in pairwise(_declaration(record).body):
        if not isinstance(declared, ast.AnnAssign) or not isinstance(declared.target, ast.Name):
            continue
        assert isinstance(described, ast.Expr), f"{declared.target.id} has no meaning"
        assert isinstance(described.value, ast.Constant), f"{declared.target.id} has no meaning"
        kind = ast.unparse(declared.annotation)
        name = f"`{declared.target.id}`"
        rows.append((f"**{name}**" if kind.startswith("Required") else name, _value(kind), str(described.value.value)))
    return table(("key", "value", "meaning"), *rows)


def _declaration(record: str) -> ast.ClassDef:
    with open(str(model.__file__), encoding="utf-8") as file:  # noqa: PTH123
        module = ast.parse(file.read())
    return next(part for part in module.body if isinstance(part, ast.ClassDef) and part.name == record)


_VALUES = {
    "Slug": "an id", "Slugs": "an id, or a list of ids", "Text": "a text", "Date": "a date", "Address": "a web address",
    "Count": "a whole number", "Amount": "a number", "Digest": "64 hexadecimal digits", "int": "a whole number",
}  # fmt: skip


def _value(kind: str) -> str:
    many = "list[" in kind
    name = re.sub(r"Required\[|Annotated\[|list\[", "", kind).split(",")[0].rstrip("]")
    if words := vocabulary.values(getattr(vocabulary, name, None)):
        known = f"[{name}](#words)" if len(words) > 7 else ", ".join(f"`{word}`" for word in words)
        return f"a list of {known}" if many else known
    if name in _VALUES:
        return f"a list: each {_VALUES[name]}" if many else _VALUES[name]
    return f"a list of [{name}](#{name.lower()})" if many else f"[{name}](#{name.lower()})"


def words() -> str:
    """The closed lists that are too long for a table."""
    used = {
        name
        for name, values in vars(vocabulary).items()
        if name[0].isupper() and len(vocabulary.values(values)) > 7 and name in read("src/conductcli/model.py")
    }
    lists = {name: ", ".join(f"`{word}`" for word in vocabulary.values(getattr(vocabulary, name))) for name in used}
    return "".join(wrapped(f"- **{name}**: {lists[name]}", indent="  ") for name in sorted(lists))


def rules() -> str:
    """The rules by which a brief asks its questions."""
    rows = [(f"`{rule.name}`", rule.looks_for, _held_apart(rule.wording)) for rule in RULES]
    return table(("rule", "looks for", "the question"), *rows)


def _held_apart(wording: str) -> str:
    return re.sub(r"\{(\w+)\}", r"*\1*", wording).replace("_on*", "*").replace("_", " ").strip()


def site_questions() -> str:
    """The ready questions of the site."""
    rows = [
        (f"`{name}`", query.description, ", ".join(f"`{field}`" for field in query.params))
        for name, query in QUERIES.items()
    ]
    return table(("name", "answers", "narrowed by"), *rows)


def exported_tables() -> str:
    """The tables of an export."""
    rows = [(f"`{each.name}`", each.meaning, ", ".join(f"`{key}`" for key in each.key)) for each in tables()]
    return table(("table", "holds", "its key"), *rows)


MAKERS: dict[str, Callable[..., str]] = {
    "commands": commands,
    "forces": forces,
    "keys": keys,
    "measured": lambda: saved.table(saved.read()) + "\n",
    "tables": exported_tables,
    "rules": rules,
    "questions": site_questions,
    "words": words,
}


def made(what: str) -> str:
    maker, *argument = what.split()
    return "\n" + MAKERS[maker](*argument) + "\n"


# The tests


@pytest.mark.slow
@pytest.mark.parametrize("document", DOCUMENTS)
def test_shows_what_the_program_gives(document: str, tmp_path: Path, renew: bool) -> None:
    now = before = read(document)
    shutil.copy(CHECKOUT / "data" / "cases.yaml", tmp_path / "cases.yaml")
    put(files(before), tmp_path)
    for block in _MADE.finditer(before):
        now = now.replace(block[0], f"<!-- made: {block[1]} -->\n{made(block[1])}<!-- end -->")
    for block in _CONSOLE.finditer(before):
        session = ""
        for example in examples(block[1]):
            given = example.output if example.is_set_up else ran(example, tmp_path)
            shown = example.output if fits(example.output, given) else renewed(example.output, given)
            session += "".join(f"{line}\n" for line in (f"$ {example.command}", *shown))
        now = now.replace(block[0], f"```console\n{session}```")
    if now != before and renew:
        (CHECKOUT / document).write_text(now, encoding="utf-8")
    elif now != before:
        lines = (before.splitlines(), now.splitlines(), document, "what is so")
        pytest.fail("\n".join(difflib.unified_diff(*lines, lineterm="")), pytrace=False)


@pytest.mark.parametrize(
    ("shown", "given", "fitting"),
    [
        (["a", "b"], ["a", "b"], True),
        (["a"], ["a", "b"], False),
        (["a", "..."], ["a", "b", "c"], True),
        (["...", "c"], ["a", "b", "c"], True),
        (["a", "...", "c"], ["a", "c"], True),
        (["a", "...", "a"], ["a"], False),
        (["a", "...", "c", "...", "e"], ["a", "b", "c", "d", "e"], True),
        (["a", "...", "d", "...", "c", "...", "e"], ["a", "b", "c", "d", "e"], False),
        (["..."], [], True),
    ],
)
def test_dots_stand_for_lines_left_out(shown: list[str], given: list[str], fitting: bool) -> None:
    assert fits(shown, given) is fitting


def test_readme_sets_up_in_two_commands() -> None:
    blocks = [example for session in _CONSOLE.findall(read("README.md")) for example in examples(session)]
    assert [example.command for example in blocks if example.is_set_up] == SET_UP
    assert re.findall(r"python3 -m venv.*", read("README.md")) == SET_UP


def test_names_every_command() -> None:
    named = set(re.findall(r"`(?:conductcli )?([a-z]+)", read("README.md")))
    assert set(COMMANDS) <= named


def test_names_no_command_that_is_not_there() -> None:
    offenders = [
        f"{document}: conductcli {command}"
        for document in DOCUMENTS
        for command in re.findall(r"(?:^\$ |[|&(] ?|`|/)conductcli ([a-z]+)", read(document), re.MULTILINE)
        if command not in COMMANDS
    ]
    assert not offenders, "\n".join(offenders)


def test_links_lead_somewhere() -> None:
    offenders = [
        f"{document}: {target}"
        for document in DOCUMENTS
        for target in re.findall(r"\]\(([^)]+)\)", read(document))
        if not target.startswith("http") and not is_there(target, CHECKOUT / document)
    ]
    assert not offenders, "\n".join(offenders)


def is_there(target: str, document: Path) -> bool:
    """Return whether a relative link of a document leads to a file, and to a heading if it names one."""
    name, _, anchor = target.partition("#")
    file = document.parent / name if name else document
    if not anchor or not file.exists():
        return file.exists()
    headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return anchor in [re.sub(r"[^\w -]", "", text).lower().replace(" ", "-") for text in headings]


def test_help_opens_with_an_example_that_runs(conductcli: Program, tmp_path: Path) -> None:
    for name in ("cases.yaml", "old.yaml"):
        shutil.copy(CHECKOUT / "data" / "cases.yaml", tmp_path / name)
    offenders = []
    for command in ["", *(name for name in COMMANDS if name != "serve")]:  # a site does not end
        usage, _, first, *_ = conductcli(*command.split(), "--help").lines
        assert usage.startswith(f"Usage: conductcli {command}")
        assert first.startswith(f"  Example: conductcli {command}")
        answer = run(first.removeprefix("  Example: "), tmp_path)
        if answer.code or "error" in answer.err:
            offenders.append(f"{command}: {answer.code} {answer.err}")
    assert not offenders, "\n".join(offenders)


def rows(text: str, heading: str) -> list[list[str]]:
    """The cells of the table under a heading, without their quotation marks."""
    below = re.split(rf"^#+ {re.escape(heading)}$", text, flags=re.MULTILINE)[1]
    body = re.split(r"^#", below, flags=re.MULTILINE)[0]
    lines = [line for line in body.splitlines() if line.startswith("| ")][2:]
    return [[cell.strip().replace("`", "") for cell in line.strip("| ").split(" | ")] for line in lines]


def keys_of(command: str) -> tuple[str, ...]:
    """The keys of what a command gives."""
    if command in LISTINGS:
        return LISTINGS[command].keys
    declared = {
        "search": "conductcli.database.search",
        "diff": "conductcli.database.diff",
        "import": "conductcli.cli.commands.import_",
    }
    return tuple(import_module(declared.get(command, f"conductcli.cli.commands.{command}")).KEYS)


def test_json_keys_are_those_of_the_rows() -> None:
    commands = [*LISTINGS, "search", "check", "diff", "import"]
    told = {command: tuple(row[0] for row in rows(read("docs/json.md"), command)) for command in commands}
    assert told == {command: keys_of(command) for command in commands}


@pytest.mark.parametrize(
    ("command", "asked"), [("show", "show walworth"), ("compare", "compare stretford walworth"), ("load", "load")]
)
def test_json_keys_are_those_of_the_object(command: str, asked: str, conductcli: Program) -> None:
    given = conductcli(*asked.split(), "--json").json
    first = given[0] if isinstance(given, list) else given
    assert [row[0] for row in rows(read("docs/json.md"), command)] == list(first)


def test_every_word_of_gap_is_told_in_its_order() -> None:
    assert [row[0] for row in rows(read("docs/json.md"), "The words of gap")] == list(vocabulary.values(vocabulary.Gap))


def test_the_keys_of_sums_are_told() -> None:
    _, *told = [row[0] for row in rows(read("docs/json.md"), "recommendations --group-by")]
    keys = {group: list(summaries.keys(group)[1:]) for group in summaries.GROUPS}
    assert keys == dict.fromkeys(summaries.GROUPS, told)


def test_the_keys_of_the_funnel_are_told() -> None:
    assert tuple(row[0] for row in rows(read("docs/json.md"), "outcomes --funnel")) == Stage._fields


def test_the_keys_of_a_chart_are_those_of_its_rows() -> None:
    assert tuple(row[0] for row in rows(read("docs/json.md"), "Charts")) == DRAWN


def test_every_filter_is_told_with_its_commands(conductcli: Program) -> None:
    taken: dict[str, list[str]] = {}
    for command in COMMANDS:
        for option in re.findall(r"^  (--[a-z-]+) [A-Z]", conductcli(command, "--help").out, re.MULTILINE):
            taken.setdefault(option, []).append(command)
    shared = {f"--{name}" for name in options.SHARED}
    told = {row[0]: row[-1] for row in rows(read("README.md"), "Filters")}
    assert told == {option: ", ".join(takers) for option, takers in taken.items() if option not in shared}


def test_every_format_is_told() -> None:
    assert [row[0] for row in rows(read("README.md"), "Formats")] == list(FORMATS)


def test_every_format_and_type_of_an_export_is_told() -> None:
    assert {row[0] for row in rows(read("docs/export.md"), "Exports")} - {"format"} == set(export.FORMATS)
    assert {row[0] for row in rows(read("docs/export.md"), "The tables")} >= set(TYPES)


@pytest.mark.parametrize("document", ["README.md", "docs/json.md"])
def test_every_exit_code_is_told(document: str) -> None:
    known = [str(int(code)) for code in errors.ExitCode]
    assert [row[0] for row in rows(read(document), "Exit codes")] == known


def test_every_environment_variable_is_told() -> None:
    told = {row[0] for row in rows(read("README.md"), "Environment variables")}
    assert told == {*environment_variables(), "XDG_CACHE_HOME"}


def environment_variables() -> Iterator[str]:
    for file in (CHECKOUT / "src").rglob("*.py"):
        yield from re.findall(r"environ(?:\.get\(|\[)\"(\w+)\"", file.read_text(encoding="utf-8"))


def test_tells_the_codes_of_problems() -> None:
    told = {row[0] for row in rows(read("docs/case-file.md"), "What check reports")}
    code = "".join(file.read_text(encoding="utf-8") for file in (CHECKOUT / "src").rglob("*.py"))
    assert told >= FATAL
    assert {name for name in told if f'"{name}"' not in code} == {f"unknown-{kind}" for kind in REFERENCES.values()}


def test_the_schema_beside_the_case_file_is_that_of_the_model(conductcli: Program, renew: bool) -> None:
    file = CHECKOUT / "data" / "case-file.schema.json"
    schema = conductcli("schema").out
    if renew:
        file.write_text(schema, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == schema
    assert read("data/cases.yaml").partition("\n")[0].endswith(f"$schema={file.name}")


def test_the_changelog_opens_with_what_is_not_released() -> None:
    unreleased, *released = re.findall(r"^## \[(.+?)\]", read("CHANGELOG.md"), re.MULTILINE)
    assert unreleased == "Unreleased"
    assert released[:1] in ([], [__version__])


def test_continuous_integration_runs_the_readme() -> None:
    assert shlex.split(SET_UP[1])[-1] not in read(".ci/run")  # it takes the command from the README
    assert "README.md" in read(".ci/run")
    assert os.access(CHECKOUT / ".ci" / "run", os.X_OK)
