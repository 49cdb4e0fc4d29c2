"""What is accepted as text from people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.core.text import clean, has_bidi_controls, has_control_characters, isolated, latin_digits


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Leïla \r\n", "Leïla"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("Lei\u0308la", "Leïla"),
        ("\u00a0x\u00a0", "x"),
        ("   ", ""),
        ("ليلى", "ليلى"),
    ],
)
def test_text_is_normalised_and_trimmed(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@given(st.text())
def test_cleaning_twice_is_cleaning_once(typed: str) -> None:
    assert clean(clean(typed)) == clean(typed)


def test_arabic_digits_are_read_as_latin_ones() -> None:
    assert latin_digits("٢٠٢١-٠٧-۰۵") == "2021-07-05"


@pytest.mark.parametrize("control", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_what_turns_the_direction_is_found(control: str) -> None:
    assert has_bidi_controls(f"Leila{control}")


@pytest.mark.parametrize("harmless", ["ليلى", "a\u200cb", "a\u200db", "\u200e", "👩‍🚀"])
def test_joiners_and_marks_that_languages_need_are_not(harmless: str) -> None:
    assert not has_bidi_controls(harmless)
    assert not has_control_characters(harmless, multiline=False)


@pytest.mark.parametrize("control", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\ud800", "\ufffe"])
def test_what_nobody_types_is_found(control: str) -> None:
    assert has_control_characters(f"a{control}b", multiline=True)


def test_lines_belong_in_several_lines_only() -> None:
    assert has_control_characters("a\nb", multiline=False)
    assert not has_control_characters("a\n\tb", multiline=True)


def test_isolates_are_one_pair() -> None:
    assert isolated("ILO") == "\u2068ILO\u2069"
