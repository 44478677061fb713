"""A register as a database file, which others can be attached beside: for commands that look at two of them."""

from __future__ import annotations

from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conductcli.database.opening import Asked, blaming, open_register
from conductcli.errors import ConductError
from conductcli.organisations import ORGANISATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conductcli.cli.context import Ask

_DATABASES = (".db", ".sqlite", ".sqlite3")
_HEADER = b"SQLite format 3\x00"


@contextmanager
def database(side: str, asked: Asked, ask: Ask) -> Iterator[Path]:
    """The file of a register: its own, that in the cache, or one that goes when the block ends.

    Raises ConductError, which names the side.
    """
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="conductcli-") as folder:
        try:
            connection = open_register(asked, ask.note)
        except ConductError as error:
            error.message = f"{side}: {error.message}" if side else error.message
            raise
        with closing(connection):
            file = connection.execute("PRAGMA database_list").fetchone()[2]
            if not file:  # it is in memory, where no other connection can see it
                file = str(Path(folder, "register.db"))
                connection.execute("VACUUM INTO ?", (file,))
            with blaming(connection):
                yield Path(file)


def asked_by(given: str) -> Asked:
    """A path as case files or, where that is what it is or would be, as a database."""
    path = Path(given)
    if path.is_file():
        with path.open("rb") as start:
            is_database = start.read(len(_HEADER)) == _HEADER
    else:
        is_database = path.suffix in _DATABASES and not path.exists()
    return Asked(db=given) if is_database else Asked(data=(given,))


def built_in() -> list[str]:
    """The ids of the organisations that are part of the program."""
    from conductcli.casefile.files import DataFile
    from conductcli.casefile.reader import read

    problems: list[Any] = []
    return [entry.value["id"] for entry in read(DataFile(ORGANISATIONS.name, ORGANISATIONS), problems.append)]
