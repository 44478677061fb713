"""What may be chosen in a register that is made up: the field's words and invented places, common ones and rare ones.

Shares fall with the place in a list, as they do among real forces, topics and words, so that a filter can match much
or little.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence
    from datetime import date


def known(chance: random.Random, day: date) -> str | None:
    """A date as far as it is known: mostly to the day, now and then not at all."""
    to = chance.random()
    return None if to < 0.03 else str(day.year) if to < 0.07 else f"{day:%Y-%m}" if to < 0.2 else day.isoformat()


def themes(chance: random.Random) -> list[str]:
    """One theme or two."""
    return list(dict.fromkeys(one_of(chance, _THEMES, _COMMON_THEMES) for _ in range(1 + (chance.random() < 0.3))))


def words(chance: random.Random, number: int) -> str:
    """A sentence: a few words come often and many seldom, as they do in language."""
    return " ".join(chance.choices(_VOCABULARY, cum_weights=_COMMON_WORDS, k=number)).capitalize() + "."


def one_of(chance: random.Random, words: Sequence[str], shares: Sequence[float]) -> str:
    """One of the words; `shares` add up to that word."""
    return chance.choices(words, cum_weights=shares)[0]


def _falling(words: Sequence[str], power: float = 1) -> list[float]:
    """Shares that fall with the place: the tenth word comes a tenth as often as the first."""
    return list(accumulate(1 / place**power for place in range(1, len(words) + 1)))


PUBLISHERS = {"iopc": "Independent Office for Police Conduct", "ipcc": "Independent Police Complaints Commission"}
FORCES = (
    "metropolitan", "greater-manchester", "west-midlands", "west-yorkshire", "thames-valley", "merseyside", "kent",
    "essex", "northumbria", "south-wales", "hampshire", "lancashire", "south-yorkshire", "avon-and-somerset", "sussex",
    "devon-and-cornwall", "nottinghamshire", "staffordshire", "west-mercia", "hertfordshire", "derbyshire",
    "leicestershire", "humberside", "surrey", "cheshire", "norfolk", "cleveland", "north-wales", "north-yorkshire",
    "cambridgeshire", "dorset", "gwent", "durham", "northamptonshire", "bedfordshire", "suffolk", "lincolnshire",
    "gloucestershire", "wiltshire", "cumbria", "dyfed-powys", "warwickshire", "city-of-london",
)  # fmt: skip
TOPICS = (
    "use_of_force", "stop_and_search", "taser", "complaint_handling", "custody", "driving", "race", "domestic_abuse",
    "mental_health", "death_or_serious_injury", "restraint", "information", "sexual_misconduct", "training", "searches",
    "vulnerability", "children", "body_worn_video", "welfare", "corruption", "public_order", "firearms",
    "discrimination",
)  # fmt: skip
_THEMES = (
    "officer_conduct", "training", "policy", "proportionality", "learning", "accountability", "vulnerability",
    "public_confidence", "custody", "transparency", "complaint_handling", "monitoring", "race_equality", "community",
    "children", "de_escalation", "officer_safety", "public_safety", "national_policy", "incident_account",
    "support_for_officers", "extent_of_use", "less_lethal_option",
)  # fmt: skip
MATTERS = ("complaint", "conduct_matter", "dsi")
RESULTS = (
    "case_to_answer", "no_case_to_answer", "service_acceptable", "service_not_acceptable", "learning_identified",
    "no_indication", "upheld", "not_upheld", "practice_requiring_improvement",
)  # fmt: skip
HANDLING = ("reflective_practice", "management_advice", "words_of_advice", "no_further_action")
SANCTIONS = {
    "misconduct": ("written_warning", "final_written_warning"),
    "gross_misconduct": ("final_written_warning", "dismissal_without_notice", "would_have_been_dismissed"),
}
POSITIONS = ("accepted", "partly_accepted", "rejected", "noted", "awaiting")
_SYLLABLES = (
    "ash", "bar", "cor", "den", "el", "far", "gar", "hol", "kir", "lan", "mor", "nor", "pen", "ros", "stan", "wel",
)  # fmt: skip
_ENDINGS = ("ton", "ham", "ley", "ford", "wick", "by", "worth", "mouth", "field", "gate")
PLACES = [a + b + end for a in _SYLLABLES for b in _SYLLABLES for end in _ENDINGS if a != b]
"""2,400 towns that are nowhere."""
_COMMON = """the officers police of and to force was training investigation conduct complaint evidence that in for
video policy review search taser arrest custody report public use learning record guidance supervisor decision
misconduct procedure vulnerable incident account witness concern action standards duty risk medical vehicle pursuit
detention restraint community grounds explained recorded considered recommended improved reviewed refresher
proportionate necessary reasonable notified supervised welfare transfer station sergeant briefing handover camera
disclosure statement interview assessment referral partner council hospital family school"""
_SELDOM = (a + b + c + "ing" for a in _SYLLABLES for b in _SYLLABLES for c in _SYLLABLES)
_VOCABULARY = (*_COMMON.split(), *PLACES[::7], *_SELDOM)
FORCES_BY_SIZE, COMMON_TOPICS = _falling(FORCES), _falling(TOPICS)
_COMMON_THEMES, _COMMON_WORDS = _falling(_THEMES), _falling(_VOCABULARY, 1.2)
