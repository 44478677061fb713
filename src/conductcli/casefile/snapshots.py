"""The archived documents behind sources: found by name or digest, read as text, trusted only if the digest fits."""

from __future__ import annotations

from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from conductcli.errors import ConductError

_HTML = (".html", ".htm", ".xhtml")


class Snapshot(NamedTuple):
    """An archived document: the digest of its bytes, and its text."""

    sha256: str
    text: str


class DigestDiffers(Exception):
    """The file of the name that a source gives is not the one that it was."""


class Snapshots:
    """A folder of archived documents."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)
        if not self._folder.is_dir():
            raise ConductError(f"{folder}: there is no such folder", "name the folder of the archived documents")

    def find(self, name: str | None, digest: str | None) -> Snapshot | None:
        """The document of this name or, where there is none, of this digest; None where there is neither.

        Raises DigestDiffers where the document of this name has another digest, and ConductError where it cannot be
        read as text.
        """
        path = self._folder / Path(name).name if name else None
        if path is None or not path.is_file():
            path = self._by_digest.get(digest or "")
        if path is None:
            return None
        content = path.read_bytes()
        found = sha256(content).hexdigest()
        if digest and found != digest:
            raise DigestDiffers(f"{path.name} has the digest {found}")
        return Snapshot(found, _text(path, content))

    @cached_property
    def _by_digest(self) -> dict[str, Path]:
        """Read only where a name does not lead to a document."""
        files = sorted(path for path in self._folder.iterdir() if path.is_file())
        return {sha256(path.read_bytes()).hexdigest(): path for path in files}


def _text(path: Path, content: bytes) -> str:
    if path.suffix.lower() in _HTML:
        return _text_of_page(path, content)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConductError(f"{path}: is not UTF-8", "archive the document as plain text or HTML, in UTF-8") from error


def _text_of_page(path: Path, content: bytes) -> str:
    try:
        from trafilatura import extract
    except ImportError as error:
        hint = "pip install 'conductcli[html]'"
        raise ConductError(f"{path}: reading web pages needs trafilatura", hint) from error
    text: str | None = extract(content, include_comments=False, include_tables=True, favor_recall=True)
    if not text:
        raise ConductError(f"{path}: no text was found in the page", "archive the document as plain text")
    return text
