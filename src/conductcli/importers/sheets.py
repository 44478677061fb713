"""Read spreadsheets and CSV files as rows of cells, numbered as in a spreadsheet, safely even if hostile.

Workbooks are read in a child process with limits (`conductcli.importers.workbook`), because a few kilobytes may unpack
to more than a process survives, and it cannot catch that itself.
"""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import date, datetime
from hashlib import sha256
from io import StringIO
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, NamedTuple

from conductcli.errors import ConductError, NotKnown, remedy
from conductcli.importers.tables import recognised
from conductcli.importers.workbook import TOO_MANY

if TYPE_CHECKING:
    from collections.abc import Iterator

Headings = Mapping[str, Collection[str]]
"""The accepted headings for each column name."""
Value = str | float | bool | date | datetime | None
"""The value of a cell; None if it is empty."""

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""The first bytes of XLSX and ODS, and of XLS."""
MEMORY = 1024**3
"""Maximum bytes of memory for reading a workbook, on systems that enforce it."""
SECONDS = 60
"""Maximum seconds for reading a workbook."""
LONGEST = 64 * 1024**2
"""Maximum bytes of a file and of its content."""
CELLS = 500_000
"""Maximum cells of a file, including empty ones and rows, which bounds the program's own memory."""
_DELIMITERS = "\t,;|"
_LOOKED_AT = 1_000
"""Rows to search for headings when detecting the delimiter."""
_TIME_IS_UP = getattr(signal, "SIGXCPU", 0)
_TOO_LONG = getattr(signal, "SIGXFSZ", 0)
_GRACE = 5  # seconds for start and end


class Sheet(NamedTuple):
    """A sheet; `rows[6][2]` is cell C7, if the row is that long."""

    name: str
    rows: list[list[Value]]


class Document(NamedTuple):
    """An input file."""

    name: str
    """The file name without its folder."""
    sha256: str
    sheets: tuple[Sheet, ...]


def document(path: str, headings: Headings | None = None) -> Document:
    """Read a file and compute its digest.

    `headings` are the accepted headings by column name: the delimiter of a CSV file is the one with which most of
    them are found in one row.

    Raises:
        NotKnown: if there is no such file.
        ConductError: if it is not a table, or too large.
    """
    file = Path(path)
    try:
        if not file.exists():
            raise NotKnown(f"{path}: there is no such file", "check the path")
        if not file.is_file():
            raise ConductError(f"{path}: is not a file", "name the table itself: an ODS, XLSX or CSV file")
        if file.stat().st_size > LONGEST:
            raise ConductError(
                f"{path}: is larger than {LONGEST:,} bytes", "a published table is smaller: check the file"
            )
        content = file.read_bytes()
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror})"
        raise ConductError(message, remedy(error, "check its permissions")) from error
    sheets = (
        _workbook(path) if content.startswith(_WORKBOOKS) else [Sheet(file.stem, _lines(path, content, headings or {}))]
    )
    return Document(file.name, sha256(content).hexdigest(), tuple(sheets))


def read(path: str) -> list[Sheet]:
    """Return the sheets of a file. Raise as `document` does."""
    return list(document(path).sheets)


def _lines(path: str, content: bytes, headings: Headings) -> list[list[Value]]:
    """Return the rows of a CSV or TSV file; all cells are texts."""
    if b"\0" in content:
        raise ConductError(f"{path}: is not a table", "give an ODS, XLSX or CSV file, in UTF-8 or Windows-1252")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    rows: list[list[Value]] = []
    cells = 0
    try:
        for row in _rows(text, _delimiter(text, headings)):
            cells += 1 + len(row)
            if cells > CELLS:
                raise _too_many(path)
            rows.append(row)
    except csv.Error as error:
        raise ConductError(f"{path}: is not a table ({error})", "save it as CSV or XLSX with a spreadsheet") from error
    return rows


def _rows(text: str, delimiter: str) -> Iterator[list[Value]]:
    for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True):
        yield [cell or None for cell in row]


def _delimiter(text: str, headings: Headings) -> str:
    """Return the delimiter that finds the most known headings in one row or, without any, the most frequent."""
    known = dict.fromkeys(_DELIMITERS, 0)
    for delimiter in known:
        if delimiter in text:
            with suppress(csv.Error):
                known[delimiter] = recognised(islice(_rows(text, delimiter), _LOOKED_AT), headings)
    first = next((line for line in text.splitlines() if any(delimiter in line for delimiter in _DELIMITERS)), "")
    return max(known, key=lambda delimiter: (known[delimiter], first.count(delimiter)))


def _too_many(path: str) -> ConductError:
    return ConductError(
        f"{path}: holds more than {CELLS:,} cells, and was not read",
        "open it in a spreadsheet, keep the sheets with the tables, and save it anew or as CSV",
    )


def _workbook(path: str) -> list[Sheet]:
    with TemporaryFile() as answer, TemporaryFile() as said:
        limits = [str(limit) for limit in (MEMORY, SECONDS, LONGEST, CELLS)]
        command = [sys.executable, "-m", "conductcli.importers.workbook", str(Path(path).absolute()), *limits]
        # The child ends when its stdin closes, even if this process dies.
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=answer, stderr=said)  # noqa: S603
        try:
            code: int | None = child.wait(SECONDS + _GRACE)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            child.kill()
            child.communicate()
        answer.seek(0)
        said.seek(0)
        sheets = list(_sheets(answer)) if code == 0 else None
        if sheets is None:
            raise _unread(path, code, said.read().decode(errors="replace"))
        return sheets


def _sheets(answer: IO[bytes]) -> Iterator[Sheet]:
    """Yield the sheets in the child's output: a line for each sheet, then one for each row."""
    sheet = Sheet("", [])
    for line in answer:
        found = json.loads(line)
        if isinstance(found, dict):
            if found.get("name") is not None:
                sheet = Sheet(found["name"], [[] for _ in range(found["above"])])
                yield sheet
        else:
            sheet.rows.append([_day(cell[0]) if isinstance(cell, list) else cell for cell in found])


def _day(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _unread(path: str, code: int | None, said: str) -> ConductError:
    """Return an error that explains why the child failed, judged by its exit code and stderr."""
    reason = said.strip().splitlines()[-1] if said.strip() else ""
    if code == TOO_MANY:
        return _too_many(path)
    again = "open it in a spreadsheet, keep the sheets with the tables, and save it anew or as CSV"
    if code is None or code == -_TIME_IS_UP:
        return ConductError(f"{path}: reading it took longer than {SECONDS} seconds, and was stopped", again)
    if code == -_TOO_LONG:
        return ConductError(f"{path}: what stands in it is longer than {LONGEST:,} bytes, and was not read", again)
    if any(words in said for words in ("MemoryError", "memory allocation", "capacity overflow")):
        limit = f"more than {MEMORY // 1024**2:,} MB"
        return ConductError(f"{path}: what it unpacks to needs {limit} of memory, and was not read", again)
    if code == 1 and reason:
        return ConductError(f"{path}: is not a spreadsheet that can be read ({reason})", again)
    return ConductError(f"{path}: the process that read it ended with {code}", again)
