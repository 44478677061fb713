"""What the tests of pages share: registers of many cases and of hostile words, and a page read without a browser."""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from tests.conftest import run_here
from tests.data import folder
from tests.output.conftest import HOSTILE

if TYPE_CHECKING:
    from pathlib import Path

HARMFUL = (
    *(words for words in HOSTILE if "\ud800" not in words),
    "<img src=x onerror=\"document.title='hit'\">",
    "'-document.title='hit'-'",
    "{{ 7 * 7 }}{% raw %}",
    "\u202eright to left\u202c \u2066isolated\u2069 \x1b]52;c;x\x07",
    "</script></style></details></article><script>document.title='hit'</script>",
    "<!-- <script> &lt;b&gt; &amp;amp;",
)
ADDRESSES = (
    "javascript:document.title='hit'",
    "https://user@example.org/",
    "data:text/html,<b>x</b>",
    "https:///x",
    "//x",
)


@cache
def report(*arguments: str | Path) -> Path:
    """The page that `conductcli report` writes, once for each worker; never to be changed."""
    page = folder() / f"report-{len(list(folder().glob('report-*')))}.html"
    answer = run_here("report", *arguments, "-o", page)
    assert (answer.code, answer.out, answer.err) == (0, "", "")
    return page


@cache
def hostile(copies: int = 1) -> Path:
    """A database in which everything that is text means harm; with more copies, of as many cases again."""
    from conductcli.database.build import replace_atomically

    target = folder() / f"hostile-{copies}.db"
    with replace_atomically(target) as builder:
        for force in ("iopc", "metropolitan"):
            kind = "force" if force == "metropolitan" else "watchdog"
            builder.add("organisations", {"id": force, "name": HARMFUL[0] + force, "kind": kind})
        for at, words in enumerate(HARMFUL):
            url = ADDRESSES[at % len(ADDRESSES)]
            builder.add("sources", {"id": f"s{at}", "title": words, "publisher": words, "kind": "news", "url": url})
        for copy in range(copies):
            for at, words in enumerate(HARMFUL):
                builder.add("cases", _case(f"c{copy}-{at}", words, f"s{at}"))
                builder.add("figures", _figure(f"c{copy}-{at}", words, f"s{at}"))
        builder.finish()
    return target


def _case(name: str, words: str, source: str) -> dict[str, Any]:
    said = {"text": words, "quote": words, "caveat": words, "source": [source], "themes": ["training"]}
    conflict = {"source": source, "says": words, "quote": words}
    return {
        "id": name, "title": words, "kind": "review", "oversight": "iopc", "forces": ["metropolitan"],
        "summary": words, "source": [source], "caveat": words, "reference": words, "topics": ["race"],
        "incident": {"place": words, "date": "2020-05-06"}, "conflicts": [conflict],
        "evidence": [{"id": "e", "kind": "expert", **said}],
        "findings": [
            {"id": "f", "made_by": "iopc", "result": "fact", "about": ["e"], "conflicts": [conflict], **said}
        ],
        "outcomes": [{"id": "o", "role": words, "unit": words, **said}],
        "recommendations": [
            {"id": "r", "made_by": "iopc", "basis": "para_28A", "made_to": ["metropolitan"], "number": words,
             "made_on": "2020-01-01", "responses": [{"text": words, "position": "rejected"}], **said}
        ],
        "statements": [
            {"id": f"s-{by}", "made_by": by, "speaker": words, "role": words, "about": ["f"], **said}
            for by in ("iopc", "metropolitan")
        ],
        "events": [{"id": "v", "kind": "other", "date": "2020-05-07", **said}],
    }  # fmt: skip


def _figure(case: str, words: str, source: str) -> dict[str, Any]:
    return {
        "id": f"{case}-n", "organisation": "metropolitan", "measure": "taser_uses", "value": 3, "unit": "officer_use",
        "case_id": case, "source": [source], "quote": words, "caveat": words, "counts": "each_use", "period": "2020",
    }  # fmt: skip


class Read(HTMLParser):
    """A page as its tags are: their names, attributes and texts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.inside: dict[str, str] = {}
        self._current = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._current = tag
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self._current = ""

    def handle_data(self, data: str) -> None:
        if self._current in ("script", "style"):
            self.inside[self._current] = data
        else:
            self.words.append(data)

    def values(self, attribute: str) -> list[str]:
        """All values of an attribute, wherever it stands."""
        return [found for _, attributes in self.tags if (found := attributes.get(attribute)) is not None]

    @property
    def text(self) -> str:
        """What can be read on it, with single spaces."""
        return " ".join(" ".join(self.words).split())
