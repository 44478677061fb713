"""A damaged text becomes what its publisher wrote, and a sound one stays as it is."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductcli.casefile.checked_stream import UNSAFE
from conductcli.importers.iopc.text import repaired

_WRITTEN = st.text(st.sampled_from("abc XYZ.,019\n’‘“”–—…•£é€ŵŷ½"))


@pytest.mark.parametrize("encoding", ["mac_roman", "cp1252"])
@pytest.mark.parametrize("text", ["the force’s “own” rules – £20 a day…", "Dŵr; naïve; 5€; ½", "a · b\nc"])
def test_a_text_read_in_the_wrong_encoding_is_put_right(text: str, encoding: str) -> None:
    read = "".join(_read(byte, encoding) for byte in text.encode())
    assert read != text
    assert repaired(read) == text


def _read(byte: int, encoding: str) -> str:
    try:
        return bytes([byte]).decode(encoding)
    except UnicodeDecodeError:
        return chr(byte)


@given(_WRITTEN)
def test_what_went_through_a_mac_comes_back(text: str) -> None:
    assert repaired(text.encode().decode("mac_roman")) == text.strip()


@given(st.text())
def test_nothing_that_a_case_file_refuses_is_left(text: str) -> None:
    once = repaired(text)
    assert not UNSAFE.search(once)
    assert all(c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Cn") for c in once)


@given(_WRITTEN)
def test_a_sound_text_is_only_cut_at_its_ends(text: str) -> None:
    assert repaired(text) == text.strip()


def test_a_cell_that_is_damaged_in_part_is_repaired_there() -> None:
    assert repaired("the man’s car and the woman‚Äôs") == "the man’s car and the woman’s"


def test_what_shows_nothing_goes_and_odd_spaces_and_line_ends_become_plain() -> None:
    assert repaired("\u200bone\u00a0two\r\nthree\u2028four\u202e\x07 ") == "one two\nthree\nfour"
