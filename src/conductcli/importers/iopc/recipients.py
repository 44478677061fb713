"""Find the recipients of a recommendation: from its text, else its page's heading, else the page's one force.

The force of a page is the one whose conduct was investigated, but recommendations may be made to the College of
Policing or the chiefs' council. So the text ("recommends that ...", "... should") takes precedence over the heading
("National recommendation - ..."), and the heading over the tags. If none of them names a recipient, there is none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conductcli.importers.iopc.bodies import Bodies

_ADDRESSED = re.compile(r"^(?:(?:National|Local) )?Recommendations?(?: made)? to (?:the )?", re.IGNORECASE)
_RECOMMENDS = re.compile(
    r"\brecommend(?:s|ed)?\b(?:,[^,.]{0,80},)?(?: that)?(?: (?:as a part of|in light of)[^,.]{0,120},)?[\s:]*"
    r"(?:the\s+)?",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"(?:^|(?<=[.:;!?)]) |(?<=[.:;!?])(?=[A-Z])|\n|(?<=[a-z])(?=The [A-Z]))\s*(?:[Tt]hat )?(?:[Tt]he\s+)?"
)
_MUST = re.compile(
    r"[,:]?[^.;:]{0,60}?\b(?:should|shall|must|needs? to|to (?=\w)|may (?:wish|want)|ensures?|considers?|reviews?"
    r"|reminds?|develops?|assesses|devises?|introduces?)\b",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(r"(?P<name>[A-Z][\w'’&-]*(?: (?:[A-Z][\w'’&-]*|for|of|and|the|on|in))+) \([A-Z]{2,}\)")
_BODY = re.compile(
    r"\b(?:Association|Agency|Authority|Board|College|Commission|Committee|Constabulary|Council|Department|Federation|"
    r"Inspectorate|Institute|Ministry|Office|Organisation|Police|Service|Society|Trust|Union)\b"
)
_OF_A_RECOMMENDATION = re.compile(r"^(?:national )?recommendations?\b|\bnational recommendations?\b", re.IGNORECASE)
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DATE = re.compile(rf"(?:\d{{1,2}} )?{_MONTH}(?: \d{{4}})?|\b\d{{4}}\b")
_NO_NAME = re.compile(
    r"^(?:[\s,;–/&-]+|(?:and|the|to|made|(?:national |learning )?recommendations?)\b)+"
    r"|[\s,;–/&-]+(?:and|the)?$|\(\w*\)",
    re.IGNORECASE,
)
_LONGEST = 500
"""Maximum characters of a heading."""


class Recipients(NamedTuple):
    """The recipients of a recommendation."""

    ids: tuple[str, ...]
    """Ids of the recipients, empty if unknown."""
    unknown: str = ""
    """An organisation named on the page but not known to the register, or ""."""


def recipients(text: str, heading: str, tagged: Sequence[str], *, national: bool, bodies: Bodies) -> Recipients:
    """Return the recipients of a recommendation on a page with this heading and these organisations as tags."""
    said = _said(text, bodies)
    if said.unknown:
        return said
    headed = _headed(heading, bodies) if _OF_A_RECOMMENDATION.search(heading) else Recipients(())
    if said.ids and not set(said.ids) < set(headed.ids):
        return said if set(said.ids) != set(headed.ids) else headed
    if headed.ids:
        return headed
    if national:
        return headed
    if len(tagged) == 1:
        return Recipients(tuple(tagged))
    return Recipients(()) if tagged else _headed(heading, bodies)._replace(unknown="")


def _said(text: str, bodies: Bodies) -> Recipients:
    """Return the recipients named in the text."""
    for anchor in (_ADDRESSED, _RECOMMENDS):
        for found in anchor.finditer(text):
            ids, _ = bodies.leading(text, found.end())
            if ids and all(map(bodies.may_act, ids)):
                return Recipients(tuple(ids))
            if (other := _UNKNOWN.match(text, found.end())) and _BODY.search(other["name"]):
                return Recipients((), other["name"])
    for found in _SENTENCE.finditer(text):
        ids, end = bodies.leading(text, found.end())
        if ids and all(map(bodies.may_act, ids)) and _MUST.match(text, end):
            return Recipients(tuple(ids))
    return Recipients(())


def _headed(heading: str, bodies: Bodies) -> Recipients:
    """Return the recipients named in a heading after its last hyphen, ignoring the date."""
    undated = _DATE.sub(" ", heading[:_LONGEST]).strip(" ,–-")
    tail = re.split(r" [-–] ", undated)[-1]
    rest = tail
    ids: list[str] = []
    for named in reversed(bodies.mentioned(tail)):
        ids.insert(0, named.id)
        rest = rest[: named.start] + " ; " + rest[named.end :]
    others = [other for part in rest.split(";") if (other := _NO_NAME.sub("", part))]
    if not ids and (misspelt := bodies.tagged(tail)):
        return Recipients((misspelt,))
    unknown = " ".join(max(others, key=len, default="").split())
    return Recipients(tuple(dict.fromkeys(ids)), unknown if _BODY.search(unknown) or not ids else "")
