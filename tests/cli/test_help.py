"""Every command explains itself, by an example first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conductcli import __version__
from tests.cli.conftest import COMMANDS

if TYPE_CHECKING:
    from tests.conftest import Program


def test_the_help_of_a_command_starts_with_an_example(conductcli: Program) -> None:
    offenders = []
    for name in COMMANDS:
        answer = conductcli(name, "--help", columns=100)
        usage, example = [line.strip() for line in answer.lines if line.strip()][:2]
        starts = usage.startswith(f"Usage: conductcli {name}"), example.startswith(f"Example: conductcli {name}")
        if answer.code or not all(starts):
            offenders.append(f"{name}: {answer.code}, {usage!r}, {example!r}")
    assert not offenders, "\n".join(offenders)


def test_the_help_groups_the_commands(conductcli: Program) -> None:
    answer = conductcli("--help", columns=100)
    lines = answer.lines
    places = [lines.index(f"{group}:") for group in ("Explore", "Track", "Keep")]
    assert places == sorted(places)
    assert next(line.strip() for line in lines[1:] if line.strip()).startswith("Example: conductcli ")
    for name in COMMANDS:
        assert any(line.split()[:1] == [name] for line in lines[places[0] :])


def test_no_command_at_all_shows_the_help(conductcli: Program) -> None:
    answer = conductcli(columns=100)
    assert "Explore" in answer.out + answer.err


def test_the_version_is_told(conductcli: Program) -> None:
    assert conductcli("--version")[:2] == (0, f"conductcli {__version__}\n")
