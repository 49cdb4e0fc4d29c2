"""In which of our languages a text is written: by its script, and between English and French by the small words.

Small words are as many as the lines are long, in every text and every subject; measured in bench/languages.py.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from conference.core.languages import ARABIC, ENGLISH, FRENCH, Language

SAMPLE = 20_000
"""Characters that are looked at: ten pages say as much as a thousand."""
ARABIC_FROM = 0.4
"""From this share of its letters on a text is Arabic: it may name many bodies and laws in Latin letters."""
_WORD = re.compile(r"[a-zà-ÿœ]+")
_LEAST_SHARE = 0.05
_SOME_WORDS = 20
"""From so many words on a text must hold some small ones, or it is in none of our languages: a table, or Spanish."""
_ENGLISH = """
    the of and to in is that for with as are be by on this from at or an it which all their has have shall not its
    into between through such within will can other who whose these those there how what when where under upon per
    everyone has more most than both each any no up out about before after during against including
"""
_FRENCH = """
    le la les de des du et en un une que qui dans pour par sur au aux est sont avec ce cette ces il elle ils elles
    ne pas plus ou où se sa son ses leur leurs être avoir ont été toute tout tous toutes nous vous d l qu n s c j m
    notamment ainsi afin entre sans sous chez dont comme mais y selon lors à vers
"""
_SMALL = {ENGLISH: frozenset(_ENGLISH.split()), FRENCH: frozenset(_FRENCH.split())}


def language_of(text: str, among: Iterable[Language]) -> Language | None:
    """The language of a text among some, or None where it does not show."""
    offered = set(among)
    sample = unicodedata.normalize("NFKC", text[:SAMPLE]).casefold()
    letters = [one for one in sample if one.isalpha()]
    arabic = sum("\u0600" <= one <= "\u06ff" for one in letters)
    if letters and arabic >= ARABIC_FROM * len(letters):
        return ARABIC if ARABIC in offered else None
    found = _WORD.findall(sample.replace("\u2019", " ").replace("'", " "))
    english = sum(word in _SMALL[ENGLISH] for word in found)
    french = sum(word in _SMALL[FRENCH] for word in found)
    if len(found) >= _SOME_WORDS and max(english, french) < _LEAST_SHARE * len(found):
        return None
    # Where small words say nothing, as in a short heading, letters with accents are French.
    accents = sum(not one.isascii() for one in letters) - arabic
    if english == french:
        guess = FRENCH if accents else None
    else:
        guess = ENGLISH if english > french else FRENCH
    return guess if guess in offered else None
