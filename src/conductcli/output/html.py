"""Render self-contained HTML pages in which text from data is always escaped.

Everything that templates print has control characters escaped, then HTML. The policy of the page names the digests of
its one script and one style, so that browsers ignore any others.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from conductcli import __version__
from conductcli.output import phrases, wording
from conductcli.output.links import address
from conductcli.output.sanitize import clean, label

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from jinja2 import Template

SHARED = Path(__file__).with_name("templates")
"""The folder of the shared frame, style and script."""
_AT_ONCE = 400  # pieces per write


class _Rows(Environment):
    """Templates about rows: look up keys before attributes of dictionaries, and faster."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        return obj[attribute] if isinstance(obj, dict) and attribute in obj else super().getattr(obj, attribute)


def environment(folder: Path, names: Mapping[str, str]) -> Environment:
    """Return the template environment of a folder; `names` are the names of organisations by id."""
    made = _Rows(
        loader=FileSystemLoader([folder, SHARED]),
        autoescape=True,
        finalize=_harmless,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {
        "words": label,
        "day": wording.day,
        "address": address,
        "amount": wording.amount,
        "listed": wording.listed,
        "named": lambda body: names.get(body, body),
        "reasons": wording.reasons(names),
        "starts": wording.starts,
        "left_out": phrases.left_out,
    }
    made.globals |= {
        "version": __version__,
        "status_text": wording.status_text,
        "deadline_text": wording.deadline_text,
        "verdict": wording.verdict,
        "progress_text": wording.progress_text(names),
        "once": _once,
        "inlined": inlined,
        "policy": policy,
    }
    return made


def write(template: Template, out: IO[str], **content: Any) -> None:
    """Write a page while its content is read, so that a large register is never in memory as a whole."""
    stream = template.stream(**content)
    stream.enable_buffering(_AT_ONCE)
    for piece in stream:
        out.write(piece)


def _once(made: Callable[[Sequence[str], Any], str], ids: Sequence[str], case: dict[str, Any]) -> str:
    """Return the output of a macro for some ids of a case, cached in the case because most records share sources."""
    known: dict[tuple[str, ...], str] = case["made"]
    key = tuple(ids)
    if key not in known:
        known[key] = made(ids, case)
    return known[key]


def _harmless(value: Any) -> Any:
    """Return a value for printing: "" for unknown values, and text with control characters escaped."""
    if value is None:
        return ""
    if isinstance(value, str) and not value.isprintable() and not hasattr(value, "__html__"):
        return "\n".join(map(clean, value.split("\n")))
    return value


@cache
def inlined(name: str) -> str:
    """Return a script or a style of ours, for inclusion in the page."""
    return (SHARED / name).read_text(encoding="utf-8")


def policy(script: str, style: str) -> str:
    """Return the content security policy of a page with just this script and this style."""
    return (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}';"
        " base-uri 'none'; form-action 'none'"
    )


def _digest(name: str) -> str:
    return f"sha256-{b64encode(sha256(inlined(name).encode()).digest()).decode()}"
