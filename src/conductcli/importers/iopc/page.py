"""One page of the IOPC's site as a row of the table holds it: what it is called, where it stands, what it says."""

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
"""What stands in the cells of a page that was not there any more."""


class Page(NamedTuple):
    """What a row says of its page, without the recommendation."""

    url: str
    title: str
    published: str | None
    content: str
    reference: str | None
    tags: Tags


def is_page(row: Row) -> bool:
    """Whether a row is about a page that can be named; if not, it is reported."""
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
    """The page of a row that is about one, with these tags; `references` are those that other sheets give."""
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
    """A whole address; one that leaves out the site, or how it is reached, is completed."""
    if text.startswith("/"):
        text = urljoin(_SITE, text)
    elif text and "://" not in text and "." in text.split("/", maxsplit=1)[0]:
        text = f"https://{text}"
    try:
        return text if _ADDRESS.fullmatch(text) and urlsplit(text).netloc else None
    except ValueError:  # a bracket where a host should be
        return None


def key(url: str) -> str:
    """Return what two addresses of one page have in common; what only follows readers around is not part of it."""
    parts = urlsplit(url)
    asked = urlencode([(name, value) for name, value in parse_qsl(parts.query) if not _FOLLOWS.fullmatch(name)])
    where = parts.netloc.casefold().removeprefix("www.") + unquote(parts.path).rstrip("/")
    return f"{where}?{asked}" if asked else where


_FOLLOWS = re.compile(r"utm_\w+|fbclid|gclid|msclkid|mc_[ce]id", re.IGNORECASE)


def ids(pages: Mapping[str, Page]) -> dict[str, str]:
    """Return an id for each page by its key: the last part of its address, or of its title.

    Of several that would share one, the page in the folder of recommendations has it, or else the one that is nearest
    to the top of the site; each of the others adds a mark made of its own address, whatever the order of the rows.
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
"""Where the site keeps such pages."""
_MARK = 6
"""Characters of a digest that tell two pages apart, unless chance wants more."""


def _wish(page: Page) -> str:
    last = unquote(urlsplit(page.url).path).rstrip("/").rpartition("/")[2]
    return _slug(last) or _slug(page.title) or "page"


def _slug(text: str) -> str:
    plain_letters = unicodedata.normalize("NFKD", re.sub("['’‘]", "", text)).casefold()
    latin = re.sub("[\u2010-\u2015]", "-", plain_letters).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "-", latin).strip("-")


def _reference(text: str) -> str | None:
    """The IOPC's reference, as 2017/123456 where it has that form; None where there is none."""
    if found := _REFERENCE.fullmatch(text):
        return f"{found[1]}/{found[2]}"
    return None if not text or _NO_REFERENCE.fullmatch(text) else text
