"""Search a text whose line-end hyphens may belong to the word or to the line break."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_HYPHEN = re.compile(r"(?<=[^\W_])-(?=[^\W_])")


class Unhyphenated:
    """A folded text without the hyphens inside its words; `free` are the indices of those at line ends."""

    def __init__(self, folded: str, free: Iterable[int]) -> None:
        self._length = len(folded)
        hyphens = [match.start() for match in _HYPHEN.finditer(folded)]
        self._removed = [at - number for number, at in enumerate(hyphens)]  # their indices in the text without hyphens
        line_ends = set(free)
        self._free = {place for at, place in zip(hyphens, self._removed, strict=True) if at in line_ends}
        self.text = _HYPHEN.sub("", folded)

    def find(self, wanted: Unhyphenated, first: int = 0, last: int | None = None) -> Iterator[tuple[int, int]]:
        """Yield the start and end of each occurrence, as indices into the folded text.

        A hyphen must be in both texts, unless it is at the end of a line.
        """
        start = self._without(first)
        stop = self._without(self._length if last is None else last)
        at = self.text.find(wanted.text, start, stop) if wanted.text else -1
        while at >= 0:
            end = at + len(wanted.text)
            low, high = bisect_right(self._removed, at), bisect_left(self._removed, end)
            if self._agree(wanted, at, low, high):
                yield at + low, end + high
            at = self.text.find(wanted.text, at + 1, stop)

    def _agree(self, wanted: Unhyphenated, at: int, low: int, high: int) -> bool:
        ours = self._removed[low:high]
        theirs = {at + place for place in wanted._removed}
        if any(place not in theirs and place not in self._free for place in ours):
            return False
        return all(place - at in wanted._free for place in theirs.difference(ours))

    def _without(self, at: int) -> int:
        """Return the index in the text without hyphens."""
        low, high = 0, len(self._removed)
        while low < high:
            middle = (low + high) // 2
            if self._removed[middle] + middle < at:
                low = middle + 1
            else:
                high = middle
        return at - low
