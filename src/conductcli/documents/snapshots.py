"""Read the text of archived documents: plain text as it is, web pages by their main text."""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from conductcli.errors import ConductError

_HTML = (".html", ".htm", ".xhtml")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_UNSEEN = frozenset(("head", "script", "style", "template", "noscript"))
_INLINE = frozenset(
    """a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q s samp small span
    strong sub sup time tt u var wbr""".split()  # noqa: SIM905
)


class SnapshotDiffers(Exception):
    """Raised if the file that a source names has another digest."""


class SnapshotUnreadable(Exception):
    """Raised if a document cannot be read as text; `hint` says what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True)
class Snapshot:
    """An archived document: the digest of its bytes, and its text."""

    sha256: str
    text: str
    page: bytes | None = None
    """The bytes of a web page; `text` is only its main text."""

    @cached_property
    def all_text(self) -> str:
        """Return all text of a web page, with captions, menus and boxes, a line per block; empty for plain text."""
        return _all_text(self.page) if self.page else ""


class Snapshots:
    """A folder of archived documents."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)
        if not self._folder.is_dir():
            raise ConductError(f"{folder}: there is no such folder", "name the folder of the archived documents")

    def find(self, name: str | None, digest: str | None) -> Snapshot | None:
        """Return the document of this name or, if there is none, of this digest; None if there is neither.

        Raises:
            SnapshotDiffers: The document of this name has another digest.
            SnapshotUnreadable: The document cannot be read as text.
        """
        path = self._folder / Path(name).name if name else None
        try:
            if path is None or not path.is_file():
                path = self._by_digest.get(digest or "")
            if path is None:
                return None
            content = path.read_bytes()
        except OSError as error:
            message = f"{path or self._folder} cannot be read ({error.strerror})"
            raise SnapshotUnreadable(message, "check its name and its permissions") from error
        found = sha256(content).hexdigest()
        if digest and found != digest:
            raise SnapshotDiffers(f"{path.name} has the digest {found}")
        if path.suffix.lower() in _HTML:
            return Snapshot(found, _main_text(path, content), content)
        return Snapshot(found, _plain_text(path, content))

    @cached_property
    def _by_digest(self) -> dict[str, Path]:
        """Return the documents by digest; they are read only if a name is not found."""
        found: dict[str, Path] = {}
        for path in sorted(path for path in self._folder.iterdir() if path.is_file()):
            try:
                found[sha256(path.read_bytes()).hexdigest()] = path
            except OSError:  # another document of the folder may match
                continue
        return found


def _plain_text(path: Path, content: bytes) -> str:
    """Decode plain text, which is UTF-8 or, in old files, Windows-1252 or UTF-16 with a byte order mark."""
    text = None
    encodings = ("utf-16",) if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    if text is None or content.startswith(b"%PDF-") or _CONTROL.search(text):
        hint = "archive the document as plain text or HTML, in UTF-8"
        raise SnapshotUnreadable(f"{path} is not plain text in UTF-8 or Windows-1252", hint)
    return text


def _main_text(path: Path, content: bytes) -> str:
    try:
        from trafilatura import extract
    except ImportError as error:
        hint = "pip install 'conductcli[html]'"
        raise SnapshotUnreadable(f"{path}: reading web pages needs trafilatura", hint) from error
    text: str | None = extract(content, include_comments=False, include_tables=True, favor_recall=True)
    if not text and not _all_text(content).strip():
        raise SnapshotUnreadable(f"{path}: no text was found in the page", "archive the document as plain text")
    return text or ""


def _all_text(content: bytes) -> str:
    from trafilatura import load_html

    tree = load_html(content)
    pieces: list[str] = []
    waiting = [(tree, False)] if tree is not None else []
    while waiting:
        element, read = waiting.pop()
        tag = element.tag if isinstance(element.tag, str) else "head"  # the tag of a comment is a function
        if not read and tag not in _UNSEEN:
            pieces.append("“" if tag == "q" else "" if tag in _INLINE else "\n")
            pieces.append(_on_one_line(element.text))
            waiting.append((element, True))
            waiting += ((child, False) for child in reversed(element))
            continue
        if read:
            pieces.append("”" if tag == "q" else "" if tag in _INLINE else "\n")
        pieces.append(_on_one_line(element.tail))
    return re.sub(r" *\n[ \n]*", "\n", "".join(pieces)).strip()


def _on_one_line(text: str | None) -> str:
    return re.sub(r"[ \t\r\n\f]+", " ", text or "")
