"""What templates are read with: everything that they print is made harmless, then escaped; scripts and styles are ours.

The page names the digests of the one script and the one style that a browser may heed; whatever else got onto it would
be neither run nor loaded.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from conductcli import __version__
from conductcli.render import phrases, words
from conductcli.render.addresses import address
from conductcli.render.as_html import arranged
from conductcli.render.values import clean, label

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

PAGES = Path(__file__).parents[1] / "pages"


class _Rows(Environment):
    """Templates about rows: a key of a row comes before what every dictionary has, and is found without a detour."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        return obj[attribute] if isinstance(obj, dict) and attribute in obj else super().getattr(obj, attribute)


def environment(names: Mapping[str, str]) -> Environment:
    """The templates with what they may call; `names` are those of organisations."""
    made = _Rows(
        loader=FileSystemLoader(PAGES),
        autoescape=True,
        finalize=_harmless,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {
        "words": label,
        "day": words.day,
        "address": address,
        "amount": words.amount,
        "listed": words.listed,
        "named": lambda body: names.get(body, body),
        "reasons": words.reasons(names),
        "starts": words.starts,
        "marked": arranged.marked,
        "left_out": phrases.left_out,
    }
    made.globals |= {
        "version": __version__,
        "standing": words.standing,
        "until": words.until,
        "verdict": words.verdict,
        "whose": words.whose(names),
        "arranged": arranged.case,
        "figures_apart": arranged.apart,
        "by_theme": arranged.by_theme,
        "weighed": arranged.weighed,
        "once": _once,
        "inlined": inlined,
        "policy": policy,
    }
    return made


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
    return (PAGES / name).read_text(encoding="utf-8")


def policy(script: str, style: str) -> str:
    """The content security policy of a page with just this script and this style."""
    return (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}';"
        " base-uri 'none'; form-action 'none'"
    )


def _digest(name: str) -> str:
    return f"sha256-{b64encode(sha256(inlined(name).encode()).digest()).decode()}"
