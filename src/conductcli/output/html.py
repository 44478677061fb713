"""Render pages: one file that needs nothing from elsewhere, in which text from data stays text.

Everything that templates print is made harmless, then escaped. The page names the digests of the one script and the one
style that a browser may heed; whatever else got onto it would be neither run nor loaded.
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
"""The folder of what every page has: its frame, style and script."""
_AT_ONCE = 400  # pieces that are written together


class _Rows(Environment):
    """Templates about rows: a key of a row comes before what every dictionary has, and is found without a detour."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        return obj[attribute] if isinstance(obj, dict) and attribute in obj else super().getattr(obj, attribute)


def environment(folder: Path, names: Mapping[str, str]) -> Environment:
    """Return the templates of a folder, with what they may call; `names` are those of organisations."""
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
        "standing": wording.standing,
        "until": wording.until,
        "verdict": wording.verdict,
        "whose": wording.whose(names),
        "once": _once,
        "inlined": inlined,
        "policy": policy,
    }
    return made


def write(template: Template, out: IO[str], **content: Any) -> None:
    """Write a page piece by piece while its content is read, so that a large register is never held whole."""
    stream = template.stream(**content)
    stream.enable_buffering(_AT_ONCE)
    for piece in stream:
        out.write(piece)


def _once(made: Callable[[Sequence[str], Any], str], ids: Sequence[str], case: dict[str, Any]) -> str:
    """What a macro makes of some ids of a case: most records of a case have the same sources."""
    known: dict[tuple[str, ...], str] = case["made"]
    key = tuple(ids)
    if key not in known:
        known[key] = made(ids, case)
    return known[key]


def _harmless(value: Any) -> Any:
    """What is printed: nothing for what is not known, text without anything that could steer or turn words round."""
    if value is None:
        return ""
    if isinstance(value, str) and not value.isprintable() and not hasattr(value, "__html__"):
        return "\n".join(map(clean, value.split("\n")))
    return value


@cache
def inlined(name: str) -> str:
    """A script or a style of ours, as it stands in the page."""
    return (SHARED / name).read_text(encoding="utf-8")


def policy(script: str, style: str) -> str:
    """The content security policy of a page with just this script and this style."""
    return (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}';"
        " base-uri 'none'; form-action 'none'"
    )


def _digest(name: str) -> str:
    return f"sha256-{b64encode(sha256(inlined(name).encode()).digest()).decode()}"
