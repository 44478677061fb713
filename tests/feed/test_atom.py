"""The feed: valid whatever stands in it, text stays text, and an entry is known again."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductcli.feed import atom
from conductcli.output.links import address
from conductcli.views import Entry, Feed
from tests.feed.checked_feed import checked

texts = st.text(st.characters(exclude_categories=()), min_size=1, max_size=60).filter(str.strip)
days = st.dates().map(lambda day: day.isoformat())
sources = st.fixed_dictionaries(
    {"title": texts, "publisher": texts, "published": st.none() | texts, "url": st.none() | texts}
    | {"url": st.none() | texts | texts.map("https://example.org/{}".format)}
)
values = st.none() | texts | st.integers() | st.lists(texts, max_size=2)
entries = st.builds(
    Entry,
    change=st.sampled_from(["added", "changed", "removed"]),
    record=st.sampled_from(["case", "finding", "source"]),
    case_id=st.none() | texts,
    id=texts,
    text=texts,
    case_title=st.none() | texts,
    date=st.none() | texts,
    caveat=st.none() | texts,
    changes=st.lists(st.tuples(st.none() | texts, values, values), max_size=2).map(tuple),
    themes=st.lists(texts, max_size=2).map(tuple),
    sources=st.lists(sources, max_size=3).map(tuple),
    own_day=st.none(),
    day=days,
)


def written(entries: list[Entry], **others: Any) -> str:
    out = io.StringIO()
    feed = {"title": "T", "about": "A", "key": "{}", "day": "2020-05-06", "address": None, **others}
    atom.write(Feed(**feed, entries=entries), out)
    return out.getvalue()


@pytest.mark.slow
@given(st.lists(entries, max_size=3, unique_by=lambda entry: (entry.record, entry.case_id, entry.id)))
def test_is_valid_whatever_stands_in_it(given: list[Entry]) -> None:
    unsafe = "\x1b\x00\u202e\ufffe\uffff"
    found = written(given, title="".join(entry.text for entry in given) or "T")
    assert not set(unsafe) & set(found)
    checked(found.encode("utf-8", "strict").decode())


HOSTILE = "<script>alert(1)</script>&amp;]]><b>x</b> \x1b[31m\u202e\ufffe"


def entry(**others: Any) -> Entry:
    source = {"title": "S", "publisher": "P", "published": None, "url": None}
    known: dict[str, Any] = {
        "change": "added", "record": "finding", "case_id": "a", "id": "f", "text": "F.", "case_title": "C",
        "date": None, "caveat": None, "changes": (), "themes": (), "own_day": None, "day": "2020-05-06",
        "sources": (source | others.pop("source", {}),),
    }  # fmt: skip
    return Entry(**{**known, **others})


def test_text_stays_text() -> None:
    (read,) = checked(written([entry(text=HOSTILE, caveat=HOSTILE, source={"title": HOSTILE})])).entries
    shown = "<script>alert(1)</script>&amp;]]><b>x</b> \\x1b[31m\\u202e\\ufffe"
    assert read.title == f"New finding: {shown}"
    assert read.content[0].type == "text/plain"
    assert read.content[0].value.count(shown) == 3


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://example.org/a?b=c&d=é#e", "https://example.org/a?b=c&d=é#e"),
        ("https://example.org/{a}|b", "https://example.org/%7Ba%7D%7Cb"),
        ("javascript:alert(1)", None),
        ("https://someone@example.org/", None),
        ("https://example.org/a b", None),
        ("https://example.org/\u202ea", None),
        ("https://[", None),
        ("https://example.org:x/", None),
        ("https:///a", None),
        ("", None),
        (None, None),
    ],
)
def test_a_link_leads_to_the_web_or_is_none(url: str | None, link: str | None) -> None:
    assert address(url) == (url if link else None)
    (read,) = checked(written([entry(source={"url": url})])).entries
    assert [found.href for found in read.get("links", ())] == [link] * bool(link)
    assert "summary" in read  # that of an entry without a link stands as its content


def test_an_entry_is_known_again_by_kind_case_and_id() -> None:
    ids = [
        checked(written([one])).entries[0].id
        for one in (entry(), entry(text="Other.", change="removed", day="2021-01-01"), entry(record="event"),
                    entry(case_id="b"), entry(id="g"), entry(case_id=None))
    ]  # fmt: skip
    assert ids[0] == ids[1]
    assert len(set(ids)) == len(ids) - 1
    assert ids[0] == "urn:uuid:" + ids[0][9:]


def test_a_feed_is_known_again_by_its_address_or_by_what_it_is_narrowed_to() -> None:
    def named(**others: Any) -> str:
        return str(checked(written([], **others)).feed.id)

    assert named(day="2021-01-01", about="B") == named()
    assert named(key='{"force": ["kent"]}') != named()
    placed = checked(written([], address="https://example.org/kent.atom", key="x")).feed
    assert placed.id == named(address="https://example.org/kent.atom")
    assert [(link.rel, link.href) for link in placed.links] == [("self", "https://example.org/kent.atom")]
