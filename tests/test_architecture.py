"""The shape of the code is as it is said to be: who imports whom, one address for each library, short modules."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import CHECKOUT, HANG

SOURCE = CHECKOUT / "src"
MODULES = sorted((SOURCE / "conductcli").rglob("*.py"))
LONGEST = 250
LONGER = {
    "conductcli/model.py": "every record and every key in one place, each with a sentence: a table, not a procedure",
    "conductcli/database/listings.py": "every listing in one place: a table, not a procedure",
}
"""The modules that may be longer, and why."""

ADDRESSES = {
    "typer": ("conductcli/cli/",),
    "rich": ("conductcli/output/",),
    "sqlite_utils": ("conductcli/database/build.py",),
    "yaml": ("conductcli/casefile/",),
    "pydantic": ("conductcli/casefile/",),
    "pydantic_core": (),
    "filelock": ("conductcli/database/", "conductcli/export/folder.py"),
    "arro3": ("conductcli/export/as_parquet.py",),
    "xlsxwriter": ("conductcli/export/as_xlsx.py",),
    "platformdirs": ("conductcli/database/opening.py",),
    "sqlite3": ("conductcli/database/", "conductcli/serve/"),
    "vl_convert": ("conductcli/output/as_png.py",),
    "datasette": ("conductcli/serve/", "conductcli/cli/commands/serve.py"),
    "uvicorn": ("conductcli/cli/commands/serve.py", "conductcli/serve/limits.py"),
    "markupsafe": ("conductcli/serve/",),
    "jinja2": (
        "conductcli/serve/",
        "conductcli/output/html.py",
    ),
    "python_calamine": ("conductcli/importers/workbook.py",),
}
"""Where a library may be imported, at run time."""


def name(module: Path) -> str:
    return module.relative_to(SOURCE).as_posix()


@cache
def imported(module: Path) -> frozenset[str]:
    """Return the top-level packages that a module imports at run time, wherever in it."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    found: set[str] = set()
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            waiting += node.orelse
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
        waiting += ast.iter_child_nodes(node)
    return frozenset(found)


@pytest.mark.slow
def test_who_may_import_whom_holds() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [str(lint), "--no-cache"], cwd=CHECKOUT, capture_output=True, text=True, timeout=HANG, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_modules_can_be_read_in_one_sitting() -> None:
    lengths = {name(module): len(module.read_text(encoding="utf-8").splitlines()) for module in MODULES}
    offenders = [
        f"{module}: {lines} lines" for module, lines in lengths.items() if lines > LONGEST and module not in LONGER
    ]
    assert not offenders, "\n".join(offenders)


def test_only_modules_that_are_there_are_excused() -> None:
    assert LONGER.keys() <= set(map(name, MODULES))


def test_modules_open_with_a_sentence() -> None:
    offenders = []
    for module in MODULES:
        first = (ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or "").split("\n")[0]
        if len(first) <= 10 or not first.endswith((".", "?")):
            offenders.append(f"{name(module)}: {first!r}")
    assert not offenders, "\n".join(offenders)


def test_a_library_has_one_address() -> None:
    offenders = [
        f"{name(module)} imports {library}"
        for module in MODULES
        for library in imported(module) & ADDRESSES.keys()
        if not name(module).startswith(ADDRESSES[library])
    ]
    assert not offenders, "\n".join(offenders)


def test_nothing_is_permitted_that_does_not_exist() -> None:
    used = {(library, name(module)) for module in MODULES for library in imported(module)}
    for library, places in ADDRESSES.items():
        for place in places:
            assert any(found == library and at.startswith(place) for found, at in used), (library, place)


def test_no_module_is_outside_the_contracts() -> None:
    """import-linter itself fails for a module in no layer, and for a permitted import that does not exist."""
    import tomllib

    contracts = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers, *libraries = contracts["contracts"]
    assert (layers["containers"], layers["exhaustive"]) == (["conductcli"], True)
    assert "exhaustive_ignores" not in layers
    for contract in libraries:
        assert contract["source_modules"] == ["conductcli"]
        assert "unmatched_ignore_imports_alerting" not in contract


def test_click_is_never_imported() -> None:
    assert [name(module) for module in MODULES if "click" in imported(module)] == []


_IMPORTED_AS = {"pyyaml": "yaml", "vl_convert_python": "vl_convert", "arro3_core": "arro3", "arro3_io": "arro3"}


def test_what_is_installed_is_what_is_declared() -> None:
    """A library that is imported stands in pyproject.toml: nothing comes along with another by chance."""
    import tomllib

    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [
        word
        for extra, words in project["optional-dependencies"].items()
        if extra not in ("dev", "bench")
        for word in words
    ]
    declared = project["dependencies"] + extras
    named = {word.replace("-", "_").split(">")[0].split("<")[0].split("=")[0].strip() for word in declared}
    named = {_IMPORTED_AS.get(word, word) for word in named}
    used = set().union(*map(imported, MODULES)) - set(sys.stdlib_module_names) - {"conductcli"}
    assert used - {"pydantic_core"} == named - {"lxml_html_clean"}  # trafilatura needs it


def test_tests_mirror_the_source() -> None:
    folders = {name(module).split("/")[1] for module in MODULES if name(module).count("/") > 1}
    tested = {
        test.parent.relative_to(CHECKOUT / "tests").as_posix() for test in (CHECKOUT / "tests").rglob("test_*.py")
    }
    assert folders <= tested
