"""Open registers as database files, so that a command can attach two of them."""

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
    """Yield the path of a register's database: its own, the cached one, or a temporary copy.

    Raise ConductError, with `side` before its message.
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
    """Return where to read a path given by the user: as a database if it is or would be one, else as case files."""
    path = Path(given)
    if path.is_file():
        with path.open("rb") as start:
            is_database = start.read(len(_HEADER)) == _HEADER
    else:
        is_database = path.suffix in _DATABASES and not path.exists()
    return Asked(db=given) if is_database else Asked(data=(given,))


def built_in() -> list[str]:
    """Return the ids of the organisations built into the program."""
    from conductcli.casefile.files import DataFile
    from conductcli.casefile.reader import read

    problems: list[Any] = []
    return [entry.value["id"] for entry in read(DataFile(ORGANISATIONS.name, ORGANISATIONS), problems.append)]
