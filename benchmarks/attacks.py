"""Case files that are built to be expensive: one structure repeated until the file has the size that is wanted.

Some are valid and some are not. Each name says what is repeated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count, islice

from conductcli.casefile.parser import LARGEST

_TOP = "format: 1\n"
_NEWS = "sources: [{id: news, title: T, publisher: P, kind: news}]\n"
_CASE = "title: T, kind: review, oversight: iopc, summary: S"
_REQUIRED = "made_by: iopc, text: T"


One = str | Callable[[int], str]
"""The repeated part: a text in which § is the number, or a function of the number."""


def _elements(one: One, room: int) -> Iterator[str]:
    """Return what is repeated, as often as there is room for it."""
    for number in count():
        element = one.replace("§", str(number)) if isinstance(one, str) else one(number)
        room -= len(element)
        if room < 0:
            return
        yield element


def _repeated(start: str, one: One, end: str, size: int) -> str:
    """Return `start`, as many of `one` as fit into `size` characters, and `end`."""
    return "".join([start, *_elements(one, size - len(start) - len(end)), end])


def _in_case(start: str, one: One, end: str, *, sources: str = _NEWS, source: str = "news") -> Callable[[int], str]:
    """Cases in which something is repeated between `start` and `end`, each as large as a case may be."""

    def made(size: int) -> str:
        found = f"{_TOP}{sources}cases:\n"
        (element,) = islice(_elements(one, 1_000), 1)
        values = max(1, 2 * element.count(": ") + element.count("{") + element.count("["))
        elements = _elements(one, size - len(found))
        for case in count():
            found += f"- {{id: c{case}, {_CASE}, source: {source}, {start}"
            inside = "".join(islice(elements, (LARGEST - 1_000) // values))
            found += f"{inside}{end}}}\n"
            if len(found) >= size - 1_000 or not inside:
                break
        return found

    return made


def _in_large_case(start: str, one: One, end: str) -> Callable[[int], str]:
    """One case in which something is repeated between `start` and `end`."""
    head = f"{_TOP}{_NEWS}cases: [{{id: one, {_CASE}, source: news, "
    return lambda size: _repeated(f"{head}{start}", one, f"{end}}}]\n", size)


def _at_top(start: str, one: One, end: str = "") -> Callable[[int], str]:
    return lambda size: _repeated(f"{_TOP}{start}", one, end, size)


def _figures(one: One) -> Callable[[int], str]:
    return lambda size: _repeated(f"{_TOP}{_NEWS}figures:\n", one, "", size)


def _figure(number: int, measure: str, value: object, more: str = "", unit: str = "officer_use") -> str:
    what = f"organisation: kent, measure: {measure}, value: {value}, unit: {unit}, source: news"
    return f"- {{id: f{number}, {what}{more}}}\n"


def _mixed_figures(number: int) -> str:
    """Totals, parts, shares and rates of one period, none of which fits."""
    measure = ("taser_uses", "taser_fired", "taser_discharges", "share_fired", "taser_drawn", "taser_trained_officers")[
        number % 6
    ]
    unit = "percent" if measure == "share_fired" else "officer" if measure.endswith("officers") else "officer_use"
    value = number % 97 if unit == "percent" else 1000 + number
    return _figure(number, measure, value, ", period: 2020", unit)


def _rates(number: int) -> str:
    measure = ("taser_uses", "taser_fired", "taser_discharges")[number % 3]
    if number % 2:
        return _figure(number, measure, 1000 + number, ", period: 2020")
    return _figure(number, measure, number % 97 + 0.5, ", period: 2020, per: 100_trained_officers")


def _event(number: int) -> str:
    return f"{{id: e{number}, kind: other, text: T}}, "


_SOURCES = "sources:\n" + "".join(f"- {{id: s{n}, title: T, publisher: P, kind: news}}\n" for n in range(100))
_MANY = ", ".join(f"k{n}" for n in range(100))
_FORCES = "kent, cheshire, cleveland, cumbria, derbyshire, dorset, durham, essex, gwent, hampshire, humberside, norfolk"
ATTACKS: dict[str, Callable[[int], str]] = {
    "sections without fields": _at_top("cases: [", "{},", "]"),
    "sources without fields": _at_top("sources: [", "{},", "]"),
    "figures without fields": _at_top("figures:\n", "- {}\n"),
    "organisations without fields": _at_top("organisations: [", "{},", "]"),
    "numbers for cases": _at_top("cases: [", "1,", "]"),
    "empty lists for cases": _at_top("cases: [", "[],", "]"),
    "unknown top-level keys": _at_top("", "kases§:\n"),
    "a case too large": _in_large_case("events: [", "{},", "]"),
    "events without fields": _in_case("events: [", "{},", "]"),
    "recommendations without fields": _in_case("recommendations: [", "{},", "]"),
    "findings, one key each": _in_case("findings: [", "{id: f{n}},", "]"),
    "numbers for events": _in_case("events: [", "1,", "]"),
    "lists for events": _in_case("events: [", "[[]],", "]"),
    "about: numbers": _in_case(f"statements: [{{id: s, {_REQUIRED}, about: [", "1,", "]}]"),
    "about: one id": _in_case(f"statements: [{{id: s, {_REQUIRED}, about: [", "a,", "]}]"),
    "about: many ids": _in_case(f"statements: [{{id: s, {_REQUIRED}, about: [", "a§,", "]}]"),
    "about: nothing, each": _in_case("statements: [", lambda n: f"{{id: s{n}, {_REQUIRED}, about: z{n}}},", "]"),
    "about: each other": _in_case(
        "statements: [", lambda n: f"{{id: s{n}, {_REQUIRED}, about: s{max(n - 1, 1)}}},", "]"
    ),
    "about: itself": _in_case("statements: [", lambda n: f"{{id: s{n}, {_REQUIRED}, about: s{n}}},", "]"),
    "views without fields": _in_case("outcomes: [{id: o, views: [", "{},", "]}]"),
    "responses without fields": _in_case(
        f"recommendations: [{{id: r, {_REQUIRED}, basis: other, responses: [", "{},", "]}]"
    ),
    "conflicts without fields": _in_case("conflicts: [", "{},", "]"),
    "conflicts": _in_case("conflicts: [", "{source: news, says: T},", "]"),
    "conflicts of unknown sources": _in_case("conflicts: [", "{source: s§, says: T},", "]"),
    "unknown keys in a case": _in_case("", "sumary§: S,", ""),
    "unknown keys in records": _in_case("events: [", "{id: e§, kind: other, text: T, kindd§: a},", "]"),
    "misspelt words": _in_case("events: [", "{id: e§, kind: othr§, text: T},", "]"),
    "misspelt themes": _in_case(f"findings: [{{id: s, {_REQUIRED}, result: fact, themes: [", "trainin§,", "]}]"),
    "wrong dates": _in_case("events: [", "{id: e§, kind: other, text: T, date: 2020-{n}},", "]"),
    "wrong ids": _in_case("events: [", "{id: E§, kind: other, text: T},", "]"),
    "one id for all records": _in_case("events: [", "{id: e, kind: other, text: T},", "]"),
    "every other record wrong": _in_case("events: [", "{id: e§, kind: other, text: T},{}, ", "]"),
    "valid events": _in_case("events: [", _event, "]"),
    "unknown forces": _in_case("forces: [", "a§,", "]"),
    "one force often": _in_case("forces: [", "kent,", "]"),
    "force not of the case": _in_case(
        "forces: [" + _FORCES + "], findings: [",
        lambda n: f"{{id: f{n}, {_REQUIRED}, result: fact, force: surrey}},",
        "]",
    ),
    "unknown bodies": _in_case("statements: [", "{id: s§, text: T, made_by: kentt{n}},", "]"),
    "bodies before their time": _in_case("statements: [", "{id: s§, text: T, made_by: iopc, made_on: 1950},", "]"),
    "answers before": _in_case(
        f"recommendations: [{{id: r, {_REQUIRED}, basis: other, made_on: 2020, responses: [",
        "{made_on: 2019, text: T},",
        "]}]",
    ),
    "answers of nobody": _in_case(
        f"recommendations: [{{id: r, {_REQUIRED}, basis: other, made_to: [kent], responses: [",
        "{made_by: surrey, position: accepted},",
        "]}]",
    ),
    "recipients and answers": _in_case(
        f"recommendations: [{{id: r, {_REQUIRED}, basis: other, made_to: [{_MANY}], responses: [",
        "{made_by: k§, text: T},",
        "]}]",
    ),
    "recommendations and forces": _in_case(
        f"forces: [{_FORCES}], recommendations: [",
        lambda n: f"{{id: r{n}, {_REQUIRED}, basis: para_28A, made_on: 2020}},",
        "]",
    ),
    "records and sources": _in_case(
        "events: [", _event, "]", sources=_SOURCES, source=f"[{', '.join(f's{n}' for n in range(100))}]"
    ),
    "records and unknown forces": _in_case(f"forces: [{_MANY}], events: [", _event, "]"),
    "records and forces": _in_case(f"forces: [{_FORCES}], events: [", _event, "]"),
    "small cases": _at_top(
        _NEWS + "cases:\n",
        "- {id: c§, title: T, kind: review, oversight: iopc, summary: S, source: news}\n",
    ),
    "cases of one id": _at_top(_NEWS + "cases:\n", f"- {{id: one, {_CASE}, source: news}}\n"),
    "sources of one id": _at_top("sources:\n", "- {id: a, title: T, publisher: P, kind: news}\n"),
    "sources, each twice": _at_top(
        "sources:\n", lambda n: f"- {{id: a{n // 2}, title: T, publisher: P, kind: news}}\n"
    ),
    "sources": _at_top("sources:\n", "- {id: a§, title: T, publisher: P, kind: news}\n"),
    "unknown sources": lambda size: _repeated(
        _at_top("sources:\n", "- {id: src-§, title: A, publisher: P, kind: news}\n")(size // 2) + "figures:\n",
        lambda n: _figure(n, "complaints", 1).replace("news", f"scr-{n}"),
        "",
        size,
    ),
    "sources of unknown cases": _figures(lambda n: _figure(n, "complaints", 1, f", case_id: c{n}")),
    "organisations": _at_top("organisations:\n", "- {id: o§, name: N§, kind: group}\n"),
    "organisations of one name": _at_top("organisations:\n", "- {id: o§, name: N, kind: group}\n"),
    "organisations of one id": _at_top("organisations:\n", "- {id: o, name: N, kind: group}\n"),
    "aliases": _at_top("organisations: [{id: o, name: N, kind: group, aliases: [", "A§,", "]}]"),
    "one alias often": _at_top("organisations: [{id: o, name: N, kind: group, aliases: [", "A,", "]}]"),
    "valid figures, none alike": _figures(
        lambda n: _figure(n, "complaints", 1, f", period: {1 + n // 1000:04}-01/{1001 + n}")
    ),
    "figures that agree": _figures(lambda n: _figure(n, "complaints", 1, ", period: 2020")),
    "figures that disagree": _figures(lambda n: _figure(n, "complaints", n, ", period: 2020")),
    "figures of other periods": _at_top(
        f"{_NEWS}cases: [{{id: one, {_CASE}, source: news}}]\nfigures:\n",
        lambda n: _figure(n, "complaints", n, f", case_id: one, period: {1000 + n % 8000}"),
    ),
    "totals less than parts": _figures(
        lambda n: _figure(n, "taser_uses" if n % 2 else "taser_fired", 1 if n % 2 else 2, ", period: 2020")
    ),
    "totals that agree": _figures(lambda n: _figure(n, "taser_uses" if n % 2 else "taser_fired", 5, ", period: 2020")),
    "sums, shares and rates": _figures(_mixed_figures),
    "rates": _figures(_rates),
    "percentages over 100": _figures(lambda n: _figure(n, "share_fired", 200, "", "percent")),
    "figures and sources": lambda size: _repeated(
        f"{_TOP}sources:\n"
        + "".join(f"- {{id: s{n}, title: T, publisher: P, kind: news}}\n" for n in range(100))
        + "figures:\n",
        lambda n: _figure(n, "taser_uses", n, ", period: 2020").replace(
            "source: news", "source: [" + ", ".join(f"s{at}" for at in range(100)) + "]"
        ),
        "",
        size,
    ),
    "quotations": _in_case("events: [", "{id: e§, kind: other, text: T, quote: Q},", "]"),
    "a long text": _in_large_case("caveat: '", "words and more words ", "'"),
    "a long id": _in_large_case("reference: ", "a", ""),
    "a long wrong id": _at_top("sources: [{id: ", "a-", ", title: T, publisher: P, kind: news}]"),
    "a long word": _in_large_case("matter: ", "a", ""),
    "a long key": _in_large_case("? ", "ab", " : 1"),
    "a long list of words": _in_case("topics: [", "taser,", "]"),
    "deep lists": _at_top("cases: ", "["),
    "deep mappings": _at_top("cases: ", "{a: "),
    "deep blocks": _at_top("cases:\n ", "- "),
    "lists to the depth allowed": _at_top("cases: [", "[" * 60 + "]" * 60 + ","),
    "keys, each twice": _in_large_case("", "a§: 1,", ", a0: 1"),
    "empty lines": _at_top("", "\n"),
    "comments": _at_top("", "# a\n"),
    "percent signs": _in_large_case("caveat: 'a", "%", "'"),
    "carriage returns": _in_large_case("caveat: 'a", "\r", "'"),
    "escapes": _in_large_case('caveat: "', "\\t", '"'),
    "quotation marks": _in_large_case("caveat: '", "''", "'"),
    "folded lines": _in_large_case("caveat: >-\n", "  a\n\n", ""),
    "digits": _in_large_case("caveat: ", "1", ""),
    "small numbers": _in_case("referral: {kind: [", "§.5e1,", "]}"),
    "colons": _in_large_case("caveat: a", ":a", ""),
    "anchors": _at_top("sources: [", "&a§ a,", "]"),
    "aliases in YAML": _at_top("sources: [", "*a,", "]"),
    "tags": _at_top("sources: [", "!!str a,", "]"),
    "directives": lambda size: _repeated("", "%TAG !a§! b\n", "---\n", size),
    "documents": _at_top("", "---\n"),
    "keys of lists": _at_top("", "? [a]\n"),
    "null bytes": lambda size: "\x00" * size,
    "no YAML": lambda size: "abc " * (size // 4),
}
