"""Put the facts of a brief in words: an entry each, with text, authors, dates, caveats and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conductcli.brief.question_text import in_words
from conductcli.brief.shapes import Entry, Line
from conductcli.output import phrases
from conductcli.output.sanitize import label
from conductcli.output.wording import capital, day, days, deadline_text, shortened, status_text, verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from conductcli.brief.naming import Words

Row = dict[str, Any]


def entry(words: Words, label: str, row: Row, title: str, lines: Iterable[tuple[str, str]], cited: Any) -> Entry:
    """Return an entry with the lines that have text and the numbers of its sources."""
    kept = tuple(Line(kind, text) for kind, text in lines if text)
    sources = list(dict.fromkeys(cited))
    numbers = words.cited(sources[:_CITED])
    return Entry(label, title, words.title(row["case_id"]), kept, numbers, max(0, len(sources) - _CITED))


_CITED = 4  # sources per fact; the case lists all


def _question(words: Words, number: int, question: Any) -> Entry:
    see = words.labels.get(question.record)
    rule = f"rule {question.rule}" + (f", see {see}" if see else "")
    about = " · ".join(filter(None, (words.title(question.record[1]), rule)))
    if question.record[0] == "figure" and "other_says" in question.values:
        told = {key: words.disputed({"record": "figure"}, question.values[key]) for key in ("says", "other_says")}
        question = question._replace(values=question.values | told)
    lines = [("said", in_words(question, words.who, words.outcome)), ("rule", about)]
    return entry(words, f"{number}", {"case_id": None}, "", lines, question.source)


def _recommendation(words: Words, number: int, row: Row) -> Entry:
    count = f" ({row['count']:,} recommendations)" if row["count"] not in (None, 1) else ""
    made = ", ".join(filter(None, (words.name(row["made_by"]), label(row["basis"]), day(row["made_on"]))))
    answer = _answer(row)
    by = words.name(row["progress_by"])
    done = row["progress"] and phrases.progress_text(row["progress"], by, words.name(row["made_to"]))
    title, cited = status_text(row), [*row["source"], *row["response_source"]]
    if own := row["own_answer"]:
        said = label(own["position"] or own["progress"] or "answered")
        title = (
            f"addressed to {words.name(row['made_to']) or 'others'}; answered by {words.name(words.brief.body)}: {said}"
        )
        answer, done, cited = day(own["made_on"]), None, [*row["source"], *own["source"]]
    state = "" if own else deadline_text(row)
    lines = [
        ("said", shortened(row["text"]) + count),
        ("who", "; ".join(filter(None, (made, state, answer, done)))),
        words.caveat(f"R{number}", row["caveat"]),
    ]
    return entry(words, f"R{number}", row, title, lines, cited)


def _answer(row: Row) -> str:
    """Return when a recommendation was answered and after how many days, or ""."""
    if not row["responded_on"]:
        return "the day of the answer is not recorded" if row["status"] == "answered" else ""
    taken = row["days_taken"]
    after = "" if taken is None else f", {days(taken)} after it was made" if taken else ", the day it was made"
    return f"answered {day(row['responded_on'])}{after}"


def _outcome(words: Words, number: int, row: Row) -> Entry:
    officers = phrases.said("outcomes", row)
    what = ", ".join(filter(None, (officers, shortened(row["role"], _ROLE), shortened(row["unit"], _ROLE))))
    bodies = [row["force"], *(view["made_by"] for view in row["views"])]
    lines = [
        ("said", f"{capital(what)}: {words.outcome(row['gap_says'], bodies)}."),
        words.caveat(f"D{number}", row["caveat"]),
    ]
    return entry(words, f"D{number}", row, label(row["gap"]), lines, row["source"])


_ROLE = 80  # characters of a role, unit or name
_SAID = 3  # statements per finding


def _matter(words: Words, number: int, row: Row) -> Entry:
    made = ", ".join(filter(None, (words.name(row["made_by"]), day(row["made_on"]))))
    lines = [("said", f"Found by {made}: {shortened(row['text'])}"), words.caveat(f"S{number}", row["caveat"])]
    lines += map(_spoken, row["said"][:_SAID])
    if len(row["said"]) > _SAID:
        lines.append(("who", f"{len(row['said']) - _SAID} more of its statements on this matter."))
    cited = [*row["source"], *(name for statement in row["said"][:_SAID] for name in statement["source"])]
    return entry(words, f"S{number}", row, label(row["result"]), lines, cited)


def _spoken(statement: Row) -> tuple[str, str]:
    """Return the line of a statement: the speaker's words with their verdict, or the register's summary."""
    on = f" on the same theme ({', '.join(map(label, statement['tie']))})" if statement["tie"] else ""
    role = statement["role"] if statement["speaker"] else None
    who = ", ".join(
        filter(None, (shortened(statement["speaker"], _ROLE), shortened(role, _ROLE), day(statement["made_on"])))
    )
    if statement["quote"] and len(statement["quote"]) <= _QUOTED:
        checked = verdict(statement)[1]
        quoted = f"“{statement['quote']}” ({', '.join(filter(None, (who, checked[:1].lower() + checked[1:])))})"
        return "quote", f"Said{on}: {quoted}"
    return "quote", f"Said, in the register’s words{on}: {shortened(statement['text'])}" + (f" ({who})" if who else "")


_QUOTED = 500  # characters; longer quotations are left out, never cut


def _conflict(words: Words, number: int, row: Row) -> Entry:
    title = "figures" if row["how"] == "computed" else label(row["record"])
    one, other = words.cited(row["source"]), words.cited([row["other_source"]])
    lines = [
        ("said", f"{_brackets(one)} {words.disputed(row, row['says'])}"),
        ("said", f"But {_brackets(other)} {words.disputed(row, row['other_says'])}"),
    ]
    return entry(words, f"C{number}", row, title, lines, [*row["source"], row["other_source"]])


def _brackets(numbers: Iterable[int]) -> str:
    return f"({', '.join(map(str, numbers))})"


ENTRIES: dict[str, Callable[[Words, int, Any], Entry]] = {
    "questions": _question,
    "recommendations": _recommendation,
    "outcomes": _outcome,
    "matters": _matter,
    "conflicts": _conflict,
}
