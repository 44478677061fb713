"""A quotation stands in its document word for word, or it does not: every verdict, with what only looks like it."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conductcli.documents import speeches as speeches_module
from conductcli.documents.elisions import turned
from conductcli.documents.quotations import Document, Verdict
from conductcli.documents.speeches import speeches
from conductcli.documents.typography import fold

if TYPE_CHECKING:
    from collections.abc import Iterator
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
    assert verdict("Officers acted\non the force's\nadvice. They left.", "Officers acted ... advice") == "elided"
    for end in ("\n\n", ".\n", ":\n", "”\n"):
        assert verdict(f"Officers acted at night{end}on advice.", "Officers acted ... advice") == "absent"
    assert verdict("A heading\nOfficers acted.", "A ... acted") == "absent"


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


@pytest.mark.parametrize(
    ("text", "quotation"),
    [
        ("It said it was « sorry » for the delay , and left .", "It said it was sorry for the delay, and left."),
        ("It said: sorry,and left.", "It said : sorry , and left."),
        ("about 50 % of them ( or 1 in 2 )", "about 50% of them (or 1 in 2)"),
        ("hit with a baton / Taser", "hit with a baton/Taser"),
        ("fined £ 200 in 2019 / 20", "fined £200 in 2019/20"),
        ("in 2019 , 2020 and 2021", "in 2019, 2020 and 2021"),
        ("He added : “ We will learn ” !", "He added: “We will learn”!"),
        ("“We are sorry . ” [ sic ]", "We are sorry. [sic]"),
    ],
)
def test_spaces_beside_punctuation_are_typography(text: str, quotation: str) -> None:
    assert verdict(text, quotation) == "typography"
    assert verdict(text, quotation.replace("sorry", "sad")) in ("absent", "typography")
    assert verdict(text, f"{quotation} now") == "absent"


@pytest.mark.parametrize(
    ("text", "quotation"),
    [
        ("there were 5, 000 uses", "there were 5,000 uses"),
        ("there were 5,000 uses", "there were 5, 000 uses"),
        ("a share of .5", "a share of. 5"),
        ("at 12: 30 in all", "at 12:30 in all"),
        ("the police man", "the policeman"),
        ("we are sorry , now", "we are sad, now"),
    ],
)
def test_spaces_inside_numbers_and_words_are_not(text: str, quotation: str) -> None:
    found = Document(text).find(quotation)
    assert found.verdict == "absent"
    assert found.difference
    assert "[-" in found.difference or "{+" in found.difference


@pytest.mark.parametrize("hyphen", ["-", "‐", "‑", "\u00ad", "¬"])
@pytest.mark.parametrize("end", ["\n", "\r\n", " \n  "])
def test_a_hyphen_at_the_end_of_a_line_may_be_the_printers(hyphen: str, end: str) -> None:
    text = f"The find{hyphen}{end}ings of a well{hyphen}{end}known co-operative man."
    for word in ("findings of a well-known", "find-ings of a wellknown", "findings of a wellknown"):
        assert verdict(text, f"The {word} co-operative man") == "typography"
    for words in ("The findings of a well known man", "a wellknown cooperative man", "a co-operative man", "The find"):
        assert verdict(text, words) == "absent"
    assert verdict("The findings of a co-operative man.", f"find{hyphen}{end}ings of a co-operative") == "typography"
    assert verdict("The findings of a co-operative man.", f"find{hyphen}{end}ings of a cooperative") == "absent"


def test_no_other_hyphen_is_dropped() -> None:
    assert verdict("He will re-sign in the co-\noperative.", "He will resign in the cooperative") == "absent"
    assert verdict("He will resign in the co-\noperative.", "He will re-sign in the cooperative") == "absent"
    assert verdict("in 2019-\n20 and x-\ny", "in 201920 and xy") == "absent"


REPORTED = (
    "The watchdog asked for what it calls ‘reflective practice’ for ‘rude remarks’ about the man, and the officers had "
    "to attend a ‘community’ event where residents tells them how it feels. It closed the case.\nThe force agreed."
)


@pytest.mark.parametrize(
    ("quotation", "omitted"),
    [
        ("[t]he watchdog asked for what it calls ‘reflective practice’ for", ()),
        ("The watchdog asked for ... ‘reflective practice’ for", ("what it calls",)),
        ("what it calls ‘reflective practice’ ... about the man", ("for ‘rude remarks",)),
        ("asked for what it calls ‘reflective practice’", None),
        ("[asked] for what it calls ... ‘reflective practice’", ()),
        ("had to attend a ... event", ("community",)),
        ("where residents tell[s] them how [they] feel[s]", ("it",)),
        ("where residents tell[s] them how", ()),
        ("to attend a ‘community’ event ... how it feels", ("where residents tells them",)),
        ("asked for ... It closed the case ... agreed", None),
    ],
)
def test_a_reporters_sentence_that_quotes_somebody_can_be_elided(
    quotation: str, omitted: tuple[str, ...] | None
) -> None:
    found = Document(REPORTED).find(quotation)
    assert found.omitted == omitted
    assert (found.verdict == "elided") is (omitted is not None)


@pytest.mark.parametrize(
    ("text", "quotation"),
    [
        ("Ford said it was “wrong” but Hale said it was “right” for all.", "Ford said it was ... “right”"),
        ("Ford said it was “wrong” but Hale said it was “right” for all.", "it was “wrong” ... “right” for all"),
        ("Ford said: “We will act.” Hale said: “They did not.”", "Ford said: “We will act.” ... “They did not.”"),
        ("Ford said: “We will act.” Hale said: “They did not.”", "“We will act.” ... “They did not.”"),
        ("Ford said he did not know. Hale called it “right” then.", "Ford said ... “right” then"),
        ("Ford said: ‘We will act.’ Hale said: ‘They did not.’", "We will act ... They did not"),
        ("Ford said it was ‘grave’.\nHale left.", "Ford said it was ... Hale left"),
        ("‘We will act,’ said Ford. ‘They did not,’ said Hale.", "We will act ... They did not"),
        ("“We will act,” said Ford, and Hale said: “They did not.”", "We will act ... They did not"),
        ("“We will act,” said Ford. Hale said: “They did not.”", "We will act ... They did not"),
        ("“We will act,” said Ford. “They did not.” Hale left.", "We will act ... They did not"),
        ("“Will you act,” asked Ford. “They did not.”", "Will you act ... They did not"),
        ("“We will act?” said Ford. “They did not.”", "We will act ... They did not"),
        ("“We will act,” said Ford.\n“They did not.”", "We will act ... They did not"),
        ("‘We will act.\n‘They did,’ said Ford. ‘No,’ said Hale.", "We will act ... No"),
        ("‘We will act.\nHale said: ‘They did not.’", "We will act ... They did not"),
    ],
)
def test_a_speaker_is_never_left_out_of_an_elision(text: str, quotation: str) -> None:
    assert verdict(text, quotation) == "absent"


@pytest.mark.parametrize("marks", ["“”", "‘’", "''", '""'])
def test_a_speech_that_its_speaker_takes_up_again_is_one(marks: str) -> None:
    text = "“We will act,” the chief constable said. “We will train them.”\nHale left."
    text = text.replace("“", marks[0]).replace("”", marks[1])
    interrupted = text.replace(f"said. {marks[0]}We", f"said, {marks[0]}and we")
    assert verdict(interrupted, "We will act ... train them") == "elided"
    assert verdict(text.replace("said. ", "said, while Hale replied, "), "We will act ... train them") == "absent"
    found = Document(text).find("We will act ... train them")
    assert (found.verdict, found.omitted) == ("elided", (f"the chief constable said. {marks[0]}We will",))


@pytest.mark.parametrize("marks", ["‘’", "''"])
@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        (
            "Ford said: ‘We share the officers’ pain, the ’90s kit.\n‘It’s the families’ loss.\n‘We’ll act,’ she said.",
            ["We share the officers’ pain, the ’90s kit.\n‘It’s the families’ loss.\n‘We’ll act,"],
        ),
        ("Ford said: ‘The officers’ van was late,’ and left.", ["The officers’ van was late,"]),
        ("It spoke of ‘bad officers’ and of ‘good ones’ then.", ["bad officers", "good ones"]),
        ("It spoke of ‘bad officers’ at the force’s door.", ["bad officers"]),
        ("Ford said: ‘We were too slow", ["We were too slow"]),
        ("Ford said: ‘We were too\nslow to act,’ and left.", ["We were too\nslow to act,"]),
        ("Ford said: ‘We were too slow.\nThe force’s own report is ‘due’.", ["We were too slow.", "due"]),
        ("The officers’ van, the ’80s, five o’clock and rock ’n’ roll.", []),
        ("The officers’ and families’ views in the ’80s and the force’s.", []),
        ("’Tis so, said the Joneses’ son.", []),
        ("Ford called it ‘a “grave” error’ then.", ["a “grave” error"]),
    ],
)
def test_single_marks_are_speech_and_apostrophes_are_not(text: str, spoken: list[str], marks: str) -> None:
    text, *spoken = (words.replace("‘", marks[0]).replace("’", marks[1]) for words in (text, *spoken))
    assert [text[start:end] for start, end, inside, _ in speeches(text) if inside] == spoken


@pytest.mark.parametrize(
    ("text", "quotation", "omitted", "expected"),
    [
        ("The evidence did not suggest it.", "The evidence ... suggest it", ("did not",), ("did not", False)),
        ("They didn’t act at all.", "They ... act at all", ("didn’t",), ("didn’t", False)),
        ("We found no evidence of it.", "We found [...] evidence", ("no",), ("no", False)),
        ("It was never, ever right.", "It was … right", ("never, ever",), ("never, ever", False)),
        ("He left without a word.", "He left … a word", ("without",), ("without", False)),
        ("It was us.", "It was [not] us", (), ("[not]", True)),
        ("It was not us.", "It was [not] us", ("not",), None),
        ("It was, note, room No 10, us.", "It was ... us", ("note, room No 10",), None),
        ("They acted at once.", "They acted ... once", ("at",), None),
    ],
)
def test_an_elision_that_turns_the_sense_is_told(
    text: str, quotation: str, omitted: tuple[str, ...], expected: tuple[str, bool] | None
) -> None:
    found = Document(text).find(quotation)
    assert (found.verdict, found.omitted) == ("elided", omitted)
    assert turned(quotation, omitted) == expected


def test_a_place_that_keeps_the_sense_is_preferred() -> None:
    text = "The force did not act at once.\nThe force did indeed act at once."
    assert Document(text).find("The force did ... act at once")[1:4] == (31, 63, 2)


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


@pytest.mark.slow
@given(cut())
def test_a_quotation_cut_from_a_text_is_never_absent(drawn: tuple[str, str, list[tuple[str, str, bool]]]) -> None:
    text, quotation, _ = drawn
    found = Document(text).find(quotation)
    assert found.verdict in ("exact", "typography")
    assert found.line == len(re.findall(r"\r\n|\r|\n", text[: found.start])) + 1
    folded = fold(quotation)[0].strip(" -")
    assert fold(text[found.start : found.end])[0].strip(" -") == folded


@pytest.mark.slow
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


@given(st.lists(st.sampled_from(["", ",", ".", "-", " –"]), min_size=6, max_size=20), st.data())
def test_what_an_elision_leaves_out_is_told_in_full(marks: list[str], data: st.DataObject) -> None:
    words = [f"{'abcdefghijklmnopqrst'[at]}word{mark}" for at, mark in enumerate(marks)]
    cuts = sorted(data.draw(st.lists(st.integers(0, len(words)), min_size=4, max_size=4, unique=True)))
    first, gap, rest = (words[start:end] for start, end in pairwise(cuts))
    assume("-" not in (first[-1][-1], gap[-1][-1]))
    text = f"Ford said: “{' '.join(words)}.”"
    quotation = f"{' '.join(first)} ... {' '.join(rest)}"
    found = Document(text).find(quotation.rstrip("-– "))
    assert found.verdict == "elided"
    assert found.omitted
    assert re.findall(r"\w+", found.omitted[0]) == re.findall(r"\w+", " ".join(gap))


@pytest.mark.slow
@given(cut(), st.data())
def test_a_line_may_end_inside_any_word(
    drawn: tuple[str, str, list[tuple[str, str, bool]]], data: st.DataObject
) -> None:
    text, quotation, _ = drawn
    found = Document(text).find(quotation)
    inside = [
        at
        for at in range(found.start or 0, found.end or 0)
        if text[at - 1 : at].isalpha() and text[at : at + 1].isalpha()
    ]
    assume(inside)
    at = data.draw(st.sampled_from(inside))
    assert Document(f"{text[:at]}-\n{text[at:]}").find(quotation).verdict in ("exact", "typography")


@given(st.text("ab ’'‘“”\".…-\n[]not,1", max_size=40), st.text("ab ’'‘“”\".…-\n[]not,1", max_size=30))
def test_no_marks_break_the_search(text: str, quotation: str) -> None:
    found = Document(text).find(quotation)
    assert (found.start is None) is (found.verdict == "absent")
    stretches = speeches(text)
    assert all(one.end <= other.start for one, other in pairwise(stretches))


class Counting:
    """A pattern that counts the characters that it goes over."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        self.characters = 0

    def finditer(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        for match in self.pattern.finditer(text, start, end):
            self.characters += match.end() - start
            start = match.end()
            yield match
        self.characters += end - start


@pytest.mark.parametrize("piece", ["'a ", "‘as’ ", "as’ ", "‘a, ‘b ", "'a\n", "‘a\nb’ ", "''"])
@pytest.mark.parametrize("before", ["", "‘"])
def test_to_find_speeches_is_no_more_work_than_the_text_is_long(
    piece: str, before: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counting = Counting(speeches_module._SINGLE_END)
    monkeypatch.setattr(speeches_module, "_SINGLE_END", counting)
    text = before + piece * 2_000
    speeches(text)
    assert counting.characters <= 4 * len(text)
