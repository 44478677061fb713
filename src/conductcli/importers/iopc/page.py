"""Read one page of the IOPC's site from a row: its title, address, force and text."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit

from conductcli.importers.iopc.tags import Tags, is_raised

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conductcli.importers.iopc.row import Row

_SITE = "https://www.policeconduct.gov.uk/"
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_REFERENCE = re.compile(r"([0-9]{4})[-/ .]?([0-9]{6})")
_NO_REFERENCE = re.compile(r"no ref\w*(?: found)?|not (?:found|known)|unknown|-+", re.IGNORECASE)
_NOT_FOUND = "404 error"
"""The content of cells for a page that no longer existed."""


class Page(NamedTuple):
    """The facts of a row about its page, without the recommendation."""

    url: str
    title: str
    published: str | None
    content: str
    reference: str | None
    tags: Tags


def is_page(row: Row) -> bool:
    """Return whether a row has a page that can be identified; if not, report it."""
    gone = is_raised(row, row.cells["not_found"]) if "not_found" in row.cells else False
    if gone or _NOT_FOUND in (row.text("heading").casefold(), row.text("content").casefold()):
        row.reject("the page could not be found when the table was made (404 error)", row.text("url"))
    elif not row.text("heading"):
        row.reject("has no heading", row.text("url"))
    elif not address(row.text("url")):
        row.reject("has no address of a page", row.text("url") or row.text("heading"))
    else:
        return True
    return False


def page(row: Row, tags: Tags, references: Mapping[str, str]) -> Page:
    """Return the page of a row with these tags; `references` come from other sheets."""
    url = address(row.text("url")) or ""
    return Page(
        url,
        row.text("heading"),
        row.day("published" if row.text("published") else "date"),
        row.text("content"),
        _reference(references.get(key(url)) or row.text("reference")),
        tags,
    )


def address(text: str) -> str | None:
    """Return an absolute address, completed if the scheme or the site is missing, or None."""
    if text.startswith("/"):
        text = urljoin(_SITE, text)
    elif text and "://" not in text and "." in text.split("/", maxsplit=1)[0]:
        text = f"https://{text}"
    try:
        return text if _ADDRESS.fullmatch(text) and urlsplit(text).netloc else None
    except ValueError:  # a bracket in place of the host
        return None


def key(url: str) -> str:
    """Return the part of an address that identifies its page, without tracking parameters."""
    parts = urlsplit(url)
    asked = urlencode([(name, value) for name, value in parse_qsl(parts.query) if not _FOLLOWS.fullmatch(name)])
    where = parts.netloc.casefold().removeprefix("www.") + unquote(parts.path).rstrip("/")
    return f"{where}?{asked}" if asked else where


_FOLLOWS = re.compile(r"utm_\w+|fbclid|gclid|msclkid|mc_[ce]id", re.IGNORECASE)


def ids(pages: Mapping[str, Page]) -> dict[str, str]:
    """Return an id for each page by its key, made from the last part of its address or from its title.

    If several pages share an id, the page in the folder of recommendations or else the one nearest the root of the
    site has it; the others add a digest of their own address, so that the order of rows does not matter.
    """
    wished: dict[str, list[str]] = defaultdict(list)
    for where, page in pages.items():
        wished[_wish(page)].append(where)
    given = {}
    for wish, keys in wished.items():
        keys.sort(
            key=lambda where: (*(not where.endswith(end + wish) for end in (_FOLDER, "/")), where.count("/"), where)
        )
        given[keys[0]] = wish
    taken = set(wished)
    for where in sorted(pages.keys() - given.keys()):
        digest = sha256(where.encode(errors="surrogatepass")).hexdigest()
        marked = (f"{_wish(pages[where])}-{digest[:length]}" for length in range(_MARK, len(digest)))
        given[where] = next(id for id in marked if id not in taken)
        taken.add(given[where])
    return given


_FOLDER = "/recommendations/"
"""The folder of such pages on the site."""
_MARK = 6
"""Digest characters that distinguish pages; collisions are very unlikely."""


def _wish(page: Page) -> str:
    last = unquote(urlsplit(page.url).path).rstrip("/").rpartition("/")[2]
    return _slug(last) or _slug(page.title) or "page"


def _slug(text: str) -> str:
    plain_letters = unicodedata.normalize("NFKD", re.sub("['’‘]", "", text)).casefold()
    latin = re.sub("[\u2010-\u2015]", "-", plain_letters).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "-", latin).strip("-")


def _reference(text: str) -> str | None:
    """Return the IOPC's reference, normalised to the form 2017/123456 if possible, or None."""
    if found := _REFERENCE.fullmatch(text):
        return f"{found[1]}/{found[2]}"
    return None if not text or _NO_REFERENCE.fullmatch(text) else text
