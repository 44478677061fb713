"""Find phrases shared by statements of different organisations.

Words are compared without case, punctuation and simple inflection. A phrase is reported only if it is not part of a
longer one that the same statements share, and if it has more than function words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LEAST = 4  # words of a phrase
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_FUNCTION_WORDS = frozenset(
    """
    a about above after again against all also am an and any are as at be because been before being below
    between both but by can could did do does doing down during each few for from further had has have having
    he her here hers him his how i if in into is it its itself just may me might more most must my no nor not
    of off on once only or other our ours out over own same shall she should so some such than that the their
    theirs them then there these they this those through to too under until up upon us very was we were what
    when where which while who whom why will with would you your yours
    """.split()  # noqa: SIM905
)


class Said(NamedTuple):
    """A statement: its key, organisation, date and words."""

    key: tuple[str, str]
    """The case id and the id of the statement."""
    organisation: str
    made_on: str | None
    words: str


class Phrase(NamedTuple):
    """A wording that several organisations used."""

    phrase: str
    """The wording of the first of them."""
    words: int
    statements: tuple[tuple[str, str], ...]
    organisations: tuple[str, ...]
    """The organisations, in the order of their use."""
    first_used: str | None


def shared_wording(statements: Iterable[Said], least: int = LEAST) -> list[Phrase]:
    """Return the shared phrases of at least `least` words, the longest first."""
    told = sorted(statements, key=lambda said: (said.made_on is None, said.made_on or "", said.key))
    texts = [[(match[0], _stem(match[0])) for match in _WORD.finditer(said.words)] for said in told]
    stems = [[stem for _, stem in text] for text in texts]
    found: list[tuple[tuple[str, ...], dict[int, int]]] = []
    level = _shared(_starts(stems, least, None), told)
    length = least
    while level:
        longer = _shared(_starts(stems, length + 1, level), told)
        covered = _covered(longer)
        found += [(phrase, places) for phrase, places in level.items() if covered.get(phrase) != frozenset(places)]
        level = longer
        length += 1
    phrases = [_phrase(words, places, told, texts) for words, places in found if not _FUNCTION_WORDS.issuperset(words)]
    return sorted(phrases, key=lambda phrase: (-phrase.words, phrase.phrase.casefold()))


Level = dict[tuple[str, ...], dict[int, int]]
"""Phrases of one length, each with its statements and the index of its first word in them."""


def _starts(stems: Sequence[Sequence[str]], length: int, shorter: Level | None) -> Level:
    """Return every run of `length` words; with `shorter`, only runs made of two shared ones."""
    level: Level = defaultdict(dict)
    for number, words in enumerate(stems):
        for at in range(len(words) - length + 1):
            run = tuple(words[at : at + length])
            if shorter is None or (run[:-1] in shorter and run[1:] in shorter):
                level[run].setdefault(number, at)
    return level


def _shared(level: Level, told: Sequence[Said]) -> Level:
    return {run: places for run, places in level.items() if len({told[number].organisation for number in places}) > 1}


def _covered(longer: Level) -> dict[tuple[str, ...], frozenset[int]]:
    """Return the parts of longer phrases, each with the largest set of statements of such a phrase."""
    covered: dict[tuple[str, ...], frozenset[int]] = {}
    for run, places in longer.items():
        for part in (run[:-1], run[1:]):
            if len(places) > len(covered.get(part, ())):
                covered[part] = frozenset(places)
    return covered


def _phrase(
    words: tuple[str, ...], places: dict[int, int], told: Sequence[Said], texts: Sequence[Sequence[tuple[str, str]]]
) -> Phrase:
    first = min(places)
    at = places[first]
    written = " ".join(word for word, _ in texts[first][at : at + len(words)])
    users = [told[number] for number in sorted(places)]
    organisations = tuple(dict.fromkeys(said.organisation for said in users))
    return Phrase(written, len(words), tuple(said.key for said in users), organisations, users[0].made_on)


def _stem(word: str) -> str:
    """Return a word without case and simple inflection: plural, past tense, -ing."""
    stem = word.casefold().replace("’", "'").removesuffix("'s").replace("'", "")
    if len(stem) <= 3:
        return stem
    for ending, put in (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", ""), ("s", "")):
        if stem.endswith(ending) and not stem.endswith("ss" if ending == "s" else "\0"):
            bare = stem.removesuffix(ending) + put
            if len(bare) >= 3:
                return bare.removesuffix("e")
    return stem.removesuffix("e")
