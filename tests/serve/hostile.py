"""A register in which everything that is text means harm."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from tests.data import folder
from tests.output.conftest import HOSTILE

if TYPE_CHECKING:
    from pathlib import Path

HARMFUL = (
    *(words for words in HOSTILE if "\ud800" not in words),
    "<img src=x onerror=\"document.title='hit'\">",
    "</script></style></td></table><script>document.title='hit'</script>",
    "'-document.title='hit'-'",
    "{{ 7 * 7 }}{% raw %}",
    "\u202eright to left\u202c \u2066isolated\u2069 \x1b]52;c;x\x07",
    '["javascript:document.title=1", "<b>x</b>"]',
    "https://example.org/\"onmouseover=\"document.title='hit'",
    "javascript:document.title='hit'",
)

NAMED = '"><b>x</b>,/./~%2F?#'
"""An id such as no case file may have, but a database that somebody else made."""


@cache
def hostile() -> Path:
    """A database of it, built once in each process."""
    from conductcli.database.build import replace_atomically

    target = folder() / "harmful.db"
    with replace_atomically(target) as builder:
        for body in ("iopc", "metropolitan"):
            builder.add("organisations", {"id": body, "name": HARMFUL[-3] + body, "kind": "force"})
        for at, words in enumerate(HARMFUL):
            builder.add("sources", {"id": f"s{at}", "title": words, "publisher": words, "kind": "news", "url": words})
            builder.add("cases", _case(f"c{at}", words, f"s{at}"))
            builder.add("figures", _figure(f"f{at}", words, f"s{at}", f"c{at}"))
        builder.add("cases", _case(NAMED, "plain", "s0"))
        builder.finish()
    return target


def _case(name: str, words: str, source: str) -> dict[str, Any]:
    said = {"text": words, "quote": words, "caveat": words, "source": [source], "themes": ["training"]}
    by = {"made_by": "iopc"} | said
    return {
        "id": name, "title": words, "kind": "review", "oversight": "iopc", "forces": ["metropolitan"],
        "summary": words, "source": [source], "caveat": words, "reference": words, "topics": ["race"],
        "conflicts": [{"source": source, "says": words, "quote": words}],
        "findings": [{"id": "found", "result": "upheld", **by}],
        "statements": [{"id": "said", "speaker": words, "role": words, **by}],
        "outcomes": [{"id": "became", "officers": 2, "role": words, "unit": words, **said}],
        "recommendations": [{"id": "do", "basis": "para_28A", "number": words, "made_to": ["metropolitan"],
                             "made_on": "2020-01-02", "responses": [{"position": "accepted", "text": words}], **by}],
    }  # fmt: skip


def _figure(name: str, words: str, source: str, case: str) -> dict[str, Any]:
    return {
        "id": name, "organisation": "metropolitan", "measure": "taser_uses", "value": 1234.5, "unit": "officer_use",
        "per": "100_officers", "qualifier": "exactly", "status": "final", "source": [source], "text": words,
        "quote": words, "caveat": words, "case_id": case,
    }  # fmt: skip
