"""Estimate the width of text without a font, generously, so that lines fit the page."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

WIDTH = 960
_NARROW = frozenset("iljtfrI.,:;'|!()[] ")


def width_of(text: str, size: float) -> float:
    """Return the estimated width of a text in pixels, rather too large than too small."""
    return sum(map(_em, text)) * size


def _em(sign: str) -> float:
    if combining(sign):
        return 0
    if east_asian_width(sign) in "WF":
        return 1.05
    if sign in _NARROW:
        return 0.42
    return 0.75 if sign.isupper() or sign in "mwMW%@" or not sign.isascii() else 0.63


def lines_of(text: str, size: float, width: float) -> list[str]:
    """Return a text in lines of at most this width in pixels, broken between words if possible."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if width_of(longer, size) <= width:
            lines[-1] = longer
            continue
        lines += [""] * bool(lines[-1])
        for sign in word:
            if lines[-1] and width_of(lines[-1] + sign, size) > width:
                lines.append("")
            lines[-1] += sign
    return lines
