"""The order in which lists are shown: the Unicode collation, with what each language adds to it."""

from __future__ import annotations

import unicodedata
from functools import cache

from pyuca import Collator

from conference.core.languages import Language


@cache
def _collator() -> Collator:
    return Collator()


def sort_key(text: str, language: Language) -> tuple[int, ...]:
    """A key that sorts names as a reader of `language` expects (UTS #10).

    In Arabic the article ال does not count, as in a library's catalogue; diacritics never decide before letters.
    """
    folded = unicodedata.normalize("NFC", text).casefold()
    if language.code == "ar":
        folded = " ".join(word.removeprefix("ال") if len(word) > 4 else word for word in folded.split())
    return tuple(_collator().sort_key(folded))


def stored_sort_key(text: str, language: Language, *, longest: int = 200) -> str:
    """The same order as a string that any database sorts byte by byte, cut at `longest` characters."""
    return "".join(f"{weight:04x}" for weight in sort_key(text, language))[:longest]
