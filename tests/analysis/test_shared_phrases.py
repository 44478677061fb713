"""Shared phrases: those of different bodies, as long as they go, that say something."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from conductcli.analysis.shared_phrases import Phrase, Said, shared_wording


def told(*words: str, made_on: str | None = "2020") -> list[Said]:
    return [Said(("case", str(number)), f"body-{number}", made_on, text) for number, text in enumerate(words)]


def phrases(*words: str, least: int = 3) -> list[str]:
    return [phrase.phrase for phrase in shared_wording(told(*words), least)]


def test_the_line_that_was_handed_round_is_found_whole() -> None:
    assert phrases("We take every complaint very seriously.", "They take every complaint very seriously, he said") == [
        "take every complaint very seriously"
    ]


def test_case_punctuation_and_simple_inflection_do_not_matter() -> None:
    assert phrases("Lessons were learned, by officers", "lesson were learning by officer today") == [
        "Lessons were learned by officers"
    ]


def test_one_body_repeating_itself_hands_nothing_round() -> None:
    same = [said._replace(organisation="one") for said in told("we take this seriously", "we take this seriously")]
    assert shared_wording(same, 3) == []


def test_function_words_alone_say_nothing() -> None:
    assert phrases("it is what it was to be", "so it is what it was to be then") == []


def test_a_part_is_given_only_where_more_statements_have_it() -> None:
    found = phrases(
        "officers act with great care and skill", "officers act with great care and skill", "act with great care"
    )
    assert found == ["officers act with great care and skill", "act with great care"]


def test_who_used_it_first_comes_first() -> None:
    late, early = (
        Said(("a", "1"), "late", "2021", "a proportionate and measured response"),
        Said(("b", "2"), "early", "2019-05", "a proportionate and measured response"),
    )
    assert shared_wording([late, early], 3) == [
        Phrase("a proportionate and measured response", 5, (("b", "2"), ("a", "1")), ("early", "late"), "2019-05")
    ]


WORDS = st.sampled_from(["alpha", "beta", "gamma", "delta", "the", "of"])


@given(st.lists(st.lists(WORDS, max_size=12), min_size=2, max_size=5))
def test_every_phrase_stands_in_the_statements_of_two_bodies_and_in_no_longer_one_of_the_same(
    texts: list[list[str]],
) -> None:
    statements = told(*(" ".join(words) for words in texts))
    found = shared_wording(statements, 2)
    by_key = {said.key: f" {said.words} " for said in statements}
    for phrase in found:
        assert len(phrase.organisations) > 1
        assert all(f" {phrase.phrase} " in by_key[key] for key in phrase.statements)
        longer = [other for other in found if other != phrase and f" {phrase.phrase} " in f" {other.phrase} "]
        assert all(set(other.statements) != set(phrase.statements) for other in longer)
