"""A feed as its readers find it: every duty of RFC 4287, section 4, that applies to what we write, and `feedparser`."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any
from xml.etree import ElementTree as ET

import feedparser

ATOM = "{http://www.w3.org/2005/Atom}"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_ONCE = {"id", "title", "updated"}
_AT_MOST_ONCE = {
    "feed": {"generator", "icon", "logo", "rights", "subtitle", *_ONCE},
    "entry": {"content", "published", "rights", "source", "summary", *_ONCE},
}
_MANY = {"author", "category", "contributor", "link"}
_TEXTS = {"title", "subtitle", "summary", "content"}


def checked(text: str) -> Any:
    """What `feedparser` makes of a feed that keeps to RFC 4287."""
    feed = ET.fromstring(text.encode())
    assert feed.tag == f"{ATOM}feed"
    _container(feed, "feed", {"entry"})
    entries = feed.findall(f"{ATOM}entry")
    assert feed.find(f"{ATOM}author") is not None or all(e.find(f"{ATOM}author") is not None for e in entries)
    for entry in entries:
        _container(entry, "entry", set())
        alternate = any(link.get("rel", "alternate") == "alternate" for link in entry.findall(f"{ATOM}link"))
        assert alternate or entry.find(f"{ATOM}content") is not None
        published = entry.findtext(f"{ATOM}published")
        assert published is None or published <= _said(entry, "updated")
    ids = [_said(entry, "id") for entry in entries]
    assert len(ids) == len({*ids, _said(feed, "id")} - {_said(feed, "id")})
    read = feedparser.parse(text.encode())
    assert not read.bozo, read.get("bozo_exception")
    assert read.version == "atom10"
    assert len(read.entries) == len(entries)
    return read


def _said(element: ET.Element, name: str) -> str:
    found = element.findtext(f"{ATOM}{name}")
    assert found, name
    return found


def _container(element: ET.Element, kind: str, others: set[str]) -> None:
    assert not (element.text or "").strip()
    number = Counter(child.tag.removeprefix(ATOM) for child in element)
    assert set(number) <= _AT_MOST_ONCE[kind] | _MANY | others
    assert all(number[name] == 1 for name in _ONCE)
    assert all(number[name] <= 1 for name in _AT_MOST_ONCE[kind])
    for child in element:
        assert not (child.tail or "").strip()
        _child(child)
    alternates = [
        (link.get("type"), link.get("hreflang"))
        for link in element.findall(f"{ATOM}link")
        if link.get("rel") == "alternate"
    ]
    assert len(alternates) == len(set(alternates))


def _child(child: ET.Element) -> None:
    name = child.tag.removeprefix(ATOM)
    if name in ("updated", "published"):
        assert _MOMENT.fullmatch(child.text or "")
    elif name == "id":
        assert _ABSOLUTE.fullmatch(child.text or "")
    elif name == "link":
        assert _ABSOLUTE.fullmatch(child.attrib["href"])
        assert child.get("rel") in ("alternate", "related", "self")
    elif name == "category":
        assert child.attrib["term"]
    elif name == "author":
        assert [part.tag for part in child] == [f"{ATOM}name"]
        assert child[0].text
    if name in _TEXTS:
        assert child.get("type", "text") == "text"
        assert child.text
    if name not in ("author", "entry"):
        assert len(child) == 0
