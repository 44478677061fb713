"""A quotation stands in its document word for word, or it does not: every verdict, with what only looks like it."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conductcli.analysis.quotations import Document, Verdict
from conductcli.analysis.typography import fold

if TYPE_CHECKING:
    from pathlib import Path


def verdict(text: str, quotation: str) -> str:
    return Document(text).find(quotation).verdict


def found(text: str, quotation: str) -> str:
    """The words of the document to which the offsets of a quotation point."""
    verdict = Document(text).find(quotation)
    return text[verdict.start : verdict.end]


def test_the_words_themselves_are_exact() -> None:
    assert Document("One.\nThe officers did act.\n").find(" did act\n") == Verdict("exact", 18, 25, 2)


@pytest.mark.parametrize(
    ("text", "quotation", "words"),
    [
        ("He “did act” then", 'He "did act" then', "He “did act” then"),
        ('He "did act" then', "He ‘did act’ then", 'He "did act" then'),
        ("“It was ‘not right’, he said”", 'It was "not right", he said', "It was ‘not right’, he said"),
        ("they didn’t act", "they didn't act", "they didn’t act"),
        ("they didnʼt act", "they didn't act", "they didnʼt act"),
        ("the ofﬁcers’ ﬁndings", "the officers' findings", "the ofﬁcers’ ﬁndings"),
        ("the café closed", "the cafe\u0301 closed", "the café closed"),
        ("the cafe\u0301 closed", "the café", "the cafe\u0301"),
        ("at Llŷn y\u0302r", "at Lly\u0302n ŷr", "at Llŷn y\u0302r"),
        ("한국 police", unicodedata.normalize("NFD", "한국"), "한국"),
        (unicodedata.normalize("NFD", "in 한국 police"), "한국", unicodedata.normalize("NFD", "한국")),
        ("section\u00a010 of\u202fit", "section 10 of it", "section\u00a010 of\u202fit"),
        ("dis\u00adpro\u00adportion\u00adate use", "disproportionate use", "dis\u00adpro\u00adportion\u00adate use"),
        ("did\r\nact\r\n\r\nthen", "did act then", "did\r\nact\r\n\r\nthen"),
        ("did   act", "did\tact", "did   act"),
        ("use — as we said — rose", "use - as we said - rose", "use — as we said — rose"),
        ("use—as we said—rose", "use – as we said – rose", "use—as we said—rose"),
        ("use -- rose", "use—rose", "use -- rose"),
        ("a non‑compliant man", "non-compliant", "non‑compliant"),
        ("we saw… nothing", "we saw... nothing", "we saw… nothing"),
        ("“did act”“not here”", "did act not here", "did act”“not here"),
        ("Ｔａｓｅｒ use", "Taser use", "Ｔａｓｅｒ use"),
        ("- 5 officers", "5  officers", "5 officers"),
    ],
)
def test_how_words_are_set_may_differ(text: str, quotation: str, words: str) -> None:
    assert verdict(text, quotation) == "typography"
    assert found(text, quotation) == words


@pytest.mark.parametrize(
    ("text", "quotation"),
    [
        ("the officers did not act on it", "the officers did act on it"),
        ("the officers did act on it", "the officers did not act on it"),
        ("the officers did act on it", "the officers might act on it"),
        ("the officers did act on it", "the officers did act quickly on it"),
        ("the officers did act on it", "the officers did act it"),
        ("Mr Hale told Ms Ford", "Ms Ford told Mr Hale"),
        ("did act", "Did act"),
        ("the IOPC", "the iopc"),
        ("did act, not", "did act not"),
        ("they activate it", "act"),
        ("they react", "act"),
        ("they acti\u00advate it", "acti"),
        ("they acti\u00advate it", "vate"),
        ("they act\u200bivate it", "act"),
        ("they act-\nivate it", "ivate it"),
        ("they act-\nivate it", "they act"),
        ("a share of 1.5", "5"),
        ("a share of 1.5", "1"),
        ("5,000 uses", "5"),
        ("5,000 uses", "000 uses"),
        ("a share of .5", "5"),
        ("fell by -5 points", "5 points"),
        ("fell by −5 points", "5 points"),
        ("5 points", "-5 points"),
        ("in 2019/20", "in 2019"),
        ("at 12:30", "30"),
        ("in 10² cases", "in 102 cases"),
        ("½ of them", "1"),
        ("½ of them", "1/2 of them"),
        ("they didn't act", "did"),
        ("they didn’t act", "they didn"),
        ("they didn’t act", "they didn’"),
        ("they didn’t act", "t act"),
        ("non-compliant", "compliant"),
        ("non‑compliant", "compliant"),
        ("non-compliant", "-compliant"),
        ("non-compliant", "non-"),
        ("cafe\u0301s", "cafe"),
        ("cafe\u0301", "cafe"),
        ("the staﬀ", "the staf"),
        ("the ﬁne", "ine"),
        ("the ofﬁcer", "icer"),
        ("the policeman", "the police man"),
        ("the police man", "the policeman"),
        ("act”“not", "actnot"),
        ("resign", "re-sign"),
        ("the officer's", "the officers"),
        ("anything", ""),
        ("anything", "..."),
        ("anything", "[...]"),
        ("anything", '"'),
        ("", "anything"),
    ],
)
def test_what_only_looks_alike_is_absent(text: str, quotation: str) -> None:
    assert Document(text).find(quotation)[:4] == ("absent", None, None, None)


def test_a_part_of_a_word_does_not_hide_the_word() -> None:
    assert Document("They activate what they act on.").find("act") == Verdict("exact", 24, 27, 1)


SPOKEN = "“We will act on it, and we will train them again,” said Sam Ford. “They did not,” said Alex Hale."


@pytest.mark.parametrize("mark", ["...", "…", "[...]", "[…]", " . . . ", ".\u00a0.\u00a0.", "....", "[the officers]"])
def test_what_a_quotation_leaves_out_stands_in_one_speech(mark: str) -> None:
    elided = Document(SPOKEN).find(f"We will act {mark} train them")
    assert (elided.verdict, SPOKEN[elided.start : elided.end]) == (
        "elided",
        "We will act on it, and we will train them",
    )
    assert verdict(SPOKEN, f"train them {mark} We will act") == "absent"
    assert verdict(SPOKEN, f"We will act {mark} They did not") == "absent"
    assert verdict(SPOKEN, f"We will act {mark} said Sam Ford") == "absent"
    assert verdict(SPOKEN, f"We will act {mark} train it") == "absent"
    assert verdict(SPOKEN, f"We will act {mark} rain them") == "absent"


@pytest.mark.parametrize(
    "text",
    [
        SPOKEN,
        SPOKEN.replace("“", '"').replace("”", '"'),
        SPOKEN.replace("“", "‘").replace("”", "’"),
        SPOKEN.replace("“", "'").replace("”", "'"),
        SPOKEN.replace("“", "«").replace("”", "»"),
        SPOKEN.replace("”", "", 1),
        SPOKEN.replace("“", '"').replace("”", '"').replace('"', "", 2).replace("We", '"We'),
        "A rise of 5” was seen. " + SPOKEN,
        'A rise of 5" was seen. ' + SPOKEN.replace("“", '"').replace("”", '"'),
    ],
)
def test_two_speakers_are_never_joined(text: str) -> None:
    document = Document(text)
    assert document.find("We will act ... train them again").verdict == "elided"
    assert document.find("We will act ... They did not").verdict == "absent"
    assert document.find("train them again ... They did not").verdict == "absent"


@pytest.mark.parametrize("end", ["\n", "\n\n", "\r\n", "\r"])
@pytest.mark.parametrize(("opening", "closing"), ["“”", '""', "«»"])
def test_a_speech_over_paragraphs_is_one(end: str, opening: str, closing: str) -> None:
    text = end.join((
        f"{opening}We will act.",
        f"{opening}We will train them.",
        f"{opening}We will report,{closing} said Sam Ford.",
        f"{opening}They did not,{closing} said Alex Hale.",
    ))  # fmt: skip
    document = Document(text)
    whole = document.find("We will act ... train them ... report")
    assert (whole.verdict, whole.line) == ("elided", 1)
    assert document.find("will train them ... We will report").line == (3 if end == "\n\n" else 2)
    assert document.find("We will report ... They did not").verdict == "absent"
    assert document.find("We will act ... They did not").verdict == "absent"


def test_what_is_not_spoken_is_elided_in_its_paragraph_alone() -> None:
    text = "Officers acted at the time.\nOfficers left at night."
    assert verdict(text, "Officers acted ... time") == "elided"
    assert verdict(text, "Officers acted ... night") == "absent"


@pytest.mark.parametrize(
    ("text", "quotation", "expected"),
    [
        ("Then we acted.", "[W]e acted", "elided"),
        ("We acted.", "[w]e acted", "elided"),
        ("Then we acted. Then they left.", "[W]e acted. ... [T]hey left", "elided"),
        ("She acted.", "[h]e acted", "absent"),
        ("She acted.", "[he] acted", "elided"),
        ("They activate it.", "act[ed]", "absent"),
        ("They [sic] act.", "They [sic] act", "exact"),
        ("It was not us.", "It was [not] us", "elided"),
        ("It was us.", "It was [not us", "absent"),
    ],
)
def test_brackets(text: str, quotation: str, expected: str) -> None:
    assert verdict(text, quotation) == expected


def test_the_first_place_where_all_parts_stand_counts() -> None:
    text = "We will not.\nWe will act at once.\nWe will act at last."
    assert Document(text).find("We will ... at once")[:4] == ("elided", 13, 32, 2)


@pytest.mark.parametrize(
    ("text", "quotation", "difference"),
    [
        ("The officers did not act on it.", "officers did act on it", "officers did [-not-] act on it"),
        ("The officers did act on it.", "officers did not act on it", "officers did {+not+} act on it"),
        ("The officers did act on it.", "officers may act on it", "officers [-did-]{+may+} act on it"),
        ("The officers did act on it.", "Officers did act", "[-officers-]{+Officers+} did act"),
        ("The officers did, act on it.", "officers did act on it", "officers did [-,-] act on it"),
        ("Nothing of the kind.", "wholly different words", None),
    ],
)
def test_what_is_absent_tells_the_difference(text: str, quotation: str, difference: str | None) -> None:
    assert Document(text).find(quotation).difference == difference


@pytest.mark.parametrize(
    ("text", "words", "spoken"),
    [
        (SPOKEN, "We will", True),
        (SPOKEN, "said Sam", False),
        (SPOKEN, "“They did", True),
        (SPOKEN.replace("“", "‘").replace("”", "’"), "They did", True),
        ("“He called it ‘not right’ and left,” said Ms Ford. Then", "not right", True),
        ("“He called it ‘not right’ and left,” said Ms Ford. Then", "and left", True),
        ("The officers' van and the force's own.", "van", False),
        ("The officers’ van and the force’s own.", "van", False),
        ('It was 5" long and 6" wide.', "long", False),
        ("A”\nB said so.", "B said", False),
    ],
)
def test_what_stands_in_quotation_marks_is_spoken(text: str, words: str, spoken: bool) -> None:
    document = Document(text)
    assert document.spoken(document.find(words).start) is spoken


def test_nothing_is_not_spoken() -> None:
    assert not Document(SPOKEN).spoken(None)
    assert not Document("“").spoken(0)


@pytest.mark.parametrize(
    ("text", "speaker", "named"),
    [
        ("said Sal Naseem.", "Sal Naseem", True),
        ("said Mr Naseem.", "Sal Naseem", True),
        ("Mr Naseem’s words", "Sal Naseem", True),
        ("said Mr Nasee\u0301m", "Sal Naseém", True),
        ("said Ms Naseemi", "Sal Naseem", False),
        ("said Ms Smith-Jones", "Ann Smith", False),
        ("said Sal", "Sal Naseem", False),
        ("said Ian Hopkins", "Ian Hopkins, QPM", True),
        ("a QPM was given", "Ian Hopkins QPM", False),
        ("the IOPC said", "IOPC", True),
        ("said", " ", False),
    ],
)
def test_who_is_named(text: str, speaker: str, named: bool) -> None:
    assert Document(text).names(speaker) is named


_WORDS = (
    "did not act the officers officer's finding staff efficient café naïve Llŷn Taser non-compliant 5,000 1.5 we they "
    "report's flow office IOPC 2020 and a act activate react"
)
WORDS = st.sampled_from(_WORDS.split())
PUNCTUATION = st.sampled_from(["", "", "", "", ",", ".", ";", ":", "?", ")"])
SPACES = st.sampled_from([" ", " ", " ", "  ", "\n", "\r\n", "\u00a0", "\n\n", "\t", "\u2009", "\u200b "])
DASHES = st.sampled_from(["-", " - ", "–", " – ", "—", " — ", "−", "--"])
LIGATURES = (("ffi", "ﬃ"), ("ff", "ﬀ"), ("fi", "ﬁ"), ("fl", "ﬂ"))
PIECES = st.lists(st.tuples(WORDS, PUNCTUATION, st.booleans()), min_size=4, max_size=25)


@st.composite
def set_in_type(draw: st.DrawFn, word: str) -> str:
    """One word as one way of setting it would have it."""
    if draw(st.booleans()):
        for letters, ligature in LIGATURES:
            word = word.replace(letters, ligature)
    word = word.replace("'", draw(st.sampled_from("'’")))
    word = word.replace("-", draw(st.sampled_from("-‐‑")))
    if len(word) > 3 and word.isalpha() and draw(st.booleans()):
        word = f"{word[:2]}\u00ad{word[2:]}"
    return unicodedata.normalize(draw(st.sampled_from(["NFC", "NFD"])), word)


@st.composite
def typeset(draw: st.DrawFn, pieces: list[tuple[str, str, bool]]) -> list[str]:
    """The same words, each as one way of setting them would have it, with what stands between them."""
    done = []
    for number, (word, punctuation, dash) in enumerate(pieces):
        set_word = draw(set_in_type(word))
        before, after = draw(st.sampled_from([("", ""), ("“", "”"), ('"', '"'), ("‘", "’"), ("«", "»"), ("'", "'")]))
        gap = draw(DASHES) if dash and not punctuation else draw(SPACES)
        last = number == len(pieces) - 1
        done.append(f"{before}{set_word}{after}{punctuation}{'' if last else gap}")
    return done


@st.composite
def cut(draw: st.DrawFn) -> tuple[str, str, list[tuple[str, str, bool]]]:
    """A text, a quotation cut from it and set in another way, and the words of the quotation."""
    pieces = draw(PIECES)
    first = draw(st.integers(0, len(pieces) - 1))
    last = draw(st.integers(first + 1, len(pieces)))
    cut = pieces[first:last]
    # A dash that joins the first or the last word to one that is left out is not the end of a word.
    assume(not cut[-1][2] or cut[-1][1] or last == len(pieces))
    assume(not first or not pieces[first - 1][2] or pieces[first - 1][1])
    return "".join(draw(typeset(pieces))), "".join(draw(typeset(cut))), cut


@given(cut())
def test_a_quotation_cut_from_a_text_is_never_absent(drawn: tuple[str, str, list[tuple[str, str, bool]]]) -> None:
    text, quotation, _ = drawn
    found = Document(text).find(quotation)
    assert found.verdict in ("exact", "typography")
    assert found.line == len(re.findall(r"\r\n|\r|\n", text[: found.start])) + 1
    folded = fold(quotation)[0].strip(" -")
    assert fold(text[found.start : found.end])[0].strip(" -") == folded


@given(cut(), st.data())
def test_a_quotation_with_another_word_is_never_accepted(
    drawn: tuple[str, str, list[tuple[str, str, bool]]], data: st.DataObject
) -> None:
    text, _, pieces = drawn
    at = data.draw(st.integers(0, len(pieces) - 1))
    how = data.draw(st.sampled_from(["changed", "dropped", "added"]))
    word = (data.draw(WORDS), "", False)
    changed = [*pieces[:at], *([] if how == "dropped" else [word]), *pieces[at + (how != "added") :]]
    assume(changed)
    quotation = "".join(data.draw(typeset(changed)))
    folded = fold(quotation)[0].strip(" -")
    assume(folded not in fold(text)[0])
    assert Document(text).find(quotation).verdict == "absent"


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_offsets_point_at_the_words_in_any_text(text: str, first: int, last: int) -> None:
    found = Document(text).find(text[first:last])
    if found.verdict in ("exact", "typography"):
        assert found.start is not None
        words = fold(text[first:last])[0].strip(" -")
        assert words in fold(text[found.start : found.end])[0]
    elif found.verdict == "absent":
        assert found[1:4] == (None, None, None)


@given(st.text(max_size=40))
def test_places_lead_back_into_the_text(text: str) -> None:
    folded, places = fold(text)
    assert len(folded) == len(places)
    assert places == sorted(places)
    assert all(0 <= place < len(text) for place in places)
    assert fold(folded)[0] == folded


def test_the_seeds_hold_their_own_sentences(shared: Path) -> None:
    for file in sorted((shared / "seeds").glob("*.txt")):
        text = file.read_bytes().decode()
        document = Document(text)
        for line in text.splitlines():
            for sentence in re.split(r"(?<=[.?!]) ", line.strip()):
                if sentence:
                    assert document.find(sentence).verdict == "exact", sentence
