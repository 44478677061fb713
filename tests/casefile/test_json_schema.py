"""The JSON Schema: it accepts what the loader accepts and refuses the wrong shapes, so that an editor can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from conductcli.casefile.json_schema import json_schema
from conductcli.casefile.parser import items
from conductcli.model import RECORDS, SECTIONS, groups, keys
from tests.conftest import CHECKOUT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Program

CASEFILES = CHECKOUT / "tests" / "casefiles"
SHAPE = (
    "empty-lists",
    "format-2",
    "format-a-text",
    "format-missing",
    "format-nothing",
    "forms",
    "missing-keys-case",
    "missing-keys-organisation",
    "missing-keys-records",
    "missing-keys-source",
    "missing-view",
    "nulls",
    "root-is-a-list",
    "root-is-a-text",
    "sections-that-are-no-lists",
    "source-of-the-wrong-form",
    "types",
    "unknown-keys",
    "vocabulary",
)
"""The examples whose problems are all of a kind that a JSON Schema can tell."""


def _content(file: Path) -> Any:
    with file.open("rb") as stream:
        whole: dict[str, Any] = {}
        for item in items(stream):
            if not item.path:
                return item.value
            if len(item.path) == 1:
                whole[str(item.path[0])] = item.value
            else:
                whole[str(item.path[0])].append(item.value)
    return whole


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    return Draft202012Validator(json_schema())


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize(
    "file",
    [
        CHECKOUT / "data" / "cases.yaml",
        CHECKOUT / "src" / "conductcli" / "organisations.yaml",
        *sorted((CASEFILES / "valid").rglob("*.yaml")),
    ],
    ids=lambda file: file.stem,
)
def test_it_accepts_every_sound_case_file(validator: Draft202012Validator, file: Path) -> None:
    assert [f"{error.json_path}: {error.message}" for error in validator.iter_errors(_content(file))] == []


@pytest.mark.parametrize("name", SHAPE)
def test_it_refuses_what_has_the_wrong_shape_wherever_the_loader_does(
    conductcli: Program, validator: Draft202012Validator, name: str
) -> None:
    file = CASEFILES / "invalid" / f"{name}.yaml"
    refused = {_place(error.absolute_path) for error in _innermost(validator, _content(file))}
    told = {problem["path"] for problem in conductcli("check", file, "--json").json}
    holders = {path.rpartition(".")[0] for path in told}  # a schema puts a missing or unknown key at its holder
    assert refused
    assert {path for path in told if path not in refused and path.rpartition(".")[0] not in refused} == set()
    assert {path for path in refused if path not in told | holders and not _within(path, told)} == set()


def _within(path: str, told: set[str]) -> bool:
    return any(path.startswith((f"{other}[", f"{other}.")) or other.startswith(f"{path}[") for other in told)


def _innermost(validator: Draft202012Validator, content: Any) -> Iterator[Any]:
    for error in validator.iter_errors(content):
        yield error
        yield from error.context or ()


def _place(path: Any) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def test_it_describes_every_key_for_editors() -> None:
    schema = json_schema()
    for record in (*schema["$defs"].values(), schema):
        for key, value in record["properties"].items():
            named = schema["$defs"][value["$ref"].rpartition("/")[2]] if "$ref" in value else value
            assert named.get("description"), key


def test_it_knows_every_key_of_the_model_and_no_other() -> None:
    schema = json_schema()
    known = {frozenset(record["properties"]) for record in schema["$defs"].values()}
    for record in (*SECTIONS.values(), *RECORDS.values()):
        assert frozenset(keys(record)) in known
        for group in groups(record).values():
            assert frozenset(keys(group)) in known
    assert set(schema["properties"]) == {"format", *SECTIONS}


def test_an_example_shows_every_key_that_a_case_file_may_have() -> None:
    text = (CASEFILES / "valid" / "every-key.yaml").read_text(encoding="utf-8")
    records = [*SECTIONS.values(), *RECORDS.values()]
    records += [group for record in records for group in groups(record).values()]
    assert {
        key for record in records for key in keys(record) if f"{key}: " not in text and f"{key}:\n" not in text
    } == set()


def test_the_command_prints_it(conductcli: Program) -> None:
    answer = conductcli("schema")
    assert (answer.code, answer.err) == (0, "")
    assert answer.json == json_schema()
    assert answer.json["$schema"].endswith("2020-12/schema")


def test_the_schema_beside_the_shipped_case_file_is_what_the_command_prints(conductcli: Program) -> None:
    beside = CHECKOUT / "data" / "case-file.schema.json"
    assert beside.read_text(encoding="utf-8") == conductcli("schema").out
