"""Write an Atom feed (RFC 4287) in plain text, so that text from the data is never read as markup.

The id of an entry is derived from the kind, the case and the id of its record, so that feed readers recognise it in
every feed. Entries are written one by one.
"""

from __future__ import annotations

import re
from textwrap import shorten
from typing import IO, TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from conductcli.output.links import address
from conductcli.output.sanitize import clean, label, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conductcli.views import Change, Entry, Feed

NAMESPACE = "http://www.w3.org/2005/Atom"
_OURS = uuid5(NAMESPACE_URL, "urn:conductcli")
_TITLE = 120
_NOT_IN_AN_ADDRESS = re.compile(r'["<>\\^`{|}]')
_NEWS = {"added": "New", "changed": "Changed", "removed": "Removed"}


def write(view: Feed, out: IO[str]) -> None:
    """Write the feed with its entries in order."""
    out.write(f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="{NAMESPACE}" xml:lang="en-GB">\n')
    self = _address(view.address)
    _put(out, _element("id", _name("feed", self or view.key)))
    _put(out, _element("title", _line(view.title)))
    _put(out, _element("subtitle", _line(view.about)))
    _put(out, _element("updated", _moment(view.day)))
    if self:
        _put(out, _element("link", rel="self", type="application/atom+xml", href=self))
    author = ET.Element("author")
    author.append(_element("name", "conductcli"))
    _put(out, author)
    _put(out, _element("generator", "conductcli"))
    for entry in view.entries:
        _put(out, _entry(entry))
    out.write("</feed>\n")


def _entry(entry: Entry) -> ET.Element:
    """Return the element of an entry: the change of a record, in words, with its sources."""
    links = list(dict.fromkeys(filter(None, (_address(source["url"]) for source in entry.sources))))
    made = ET.Element("entry")
    made.append(_element("id", _name(entry.record, *(part for part in (entry.case_id, entry.id) if part))))
    made.append(_element("title", _line(_title(entry))))
    made.append(_element("updated", _moment(entry.day)))
    if entry.own_day:
        made.append(_element("published", _moment(entry.own_day)))
    for at, link in enumerate(links):  # only one link may be an alternate
        made.append(_element("link", rel="related" if at else "alternate", href=link))
    for term in dict.fromkeys((entry.change, entry.record, *entry.themes)):
        made.append(_element("category", term=clean(term), label=clean(label(term))))
    said = "\n".join(line for told in _told(entry) for line in _lines(told))
    made.append(
        _element("summary" if links else "content", said, type="text")
    )  # RFC 4287 requires content if there is no link
    return made


def _title(entry: Entry) -> str:
    said = shorten(entry.text, _TITLE, placeholder=" …") or entry.id
    return f"{_NEWS[entry.change]} {label(entry.record)}: {said}"


def _told(entry: Entry) -> Iterator[str]:
    """Yield the paragraphs of an entry."""
    yield entry.text
    if entry.change == "removed":
        yield f"This {label(entry.record)} is no longer in the data."
    for change in entry.changes:
        yield _change(change)
    if entry.case_title and entry.record != "case":
        yield f"Case: {entry.case_title} ({entry.case_id})"
    if entry.date:
        yield f"Date: {entry.date}"
    if entry.caveat:
        yield f"Caveat: {entry.caveat}"
    for source in entry.sources:
        known = (source["title"], source["publisher"], source["published"], source["url"])
        yield f"Source: {', '.join(part for part in known if part)}"


def _change(change: Change) -> str:
    """Return a change in words: the field with both values or, for dated parts, the date and their text."""
    field, old, new = change
    name = label(field) if field else "date not known"
    if isinstance(new, list) and old is None:
        return f"{name}: {': '.join(_word(part) for part in new)}"
    return f"{name}: {_word(old) or 'nothing'} → {_word(new) or 'nothing'}"


def _word(value: Any) -> str:
    return label(text(value)) if isinstance(value, str) and value.isidentifier() else text(value)


def _element(tag: str, content: str | None = None, /, **attributes: str) -> ET.Element:
    made = ET.Element(tag, attributes)
    made.text = content
    return made


def _put(out: IO[str], element: ET.Element) -> None:
    ET.indent(element)
    out.write(ET.tostring(element, encoding="unicode") + "\n")


def _name(*parts: str) -> str:
    """Return a stable URN for the parts of an id."""
    return uuid5(_OURS, clean("/".join(parts))).urn


def _address(url: str | None) -> str | None:
    """Return the address of a web link with invalid characters percent-encoded, or None."""
    found = address(url)
    return found and _NOT_IN_AN_ADDRESS.sub(lambda match: f"%{ord(match[0]):02X}", found)


def _moment(day: str) -> str:
    """Return the start of a day in RFC 3339 format."""
    return f"{day}T00:00:00Z"


def _line(said: str) -> str:
    return clean(" ".join(said.split()))


def _lines(said: str) -> Iterator[str]:
    return map(clean, said.split("\n"))
