"""Codes that people read aloud and type: the letters they are made of, and how what somebody typed is read."""

from __future__ import annotations

from typing import Final

from conference.core.text import latin_digits

LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Letters and digits that nobody takes for one another: no I, L and O, no 0 and 1. All stand in a QR code's
alphanumeric mode, which makes for fewer and larger dots."""


def spelled(number: int, length: int) -> str:
    """A number from 0 in as many letters. Raises ValueError where they are too few."""
    letters = []
    for _place in range(length):
        number, digit = divmod(number, len(LETTERS))
        letters.append(LETTERS[digit])
    if number:
        raise ValueError("A number that has more letters than it may.")
    return "".join(reversed(letters))


def number_of(letters: str) -> int:
    """The number that `spelled` wrote. Raises ValueError where a letter is none of ours."""
    number = 0
    for letter in letters:
        number = number * len(LETTERS) + LETTERS.index(letter)
    return number


def as_typed(text: str) -> str:
    """What somebody typed or a camera read, as our codes are written: capitals, Latin digits, nothing in between."""
    return "".join(one for one in latin_digits(text).upper() if one.isalnum())
