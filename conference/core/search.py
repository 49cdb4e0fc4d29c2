"""Our own search tokens (design §7): the same answers on every database, in three languages and both scripts."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from conference.core.arabic_plurals import SINGULAR
from conference.core.languages import ARABIC, ENGLISH, FRENCH, Language
from conference.core.text import latin_digits

LONGEST_TOKEN = 60
MOST_ROUNDS = 5
MOST_KNOWN = 200_000
_STEMMERS = {ENGLISH: "english", FRENCH: "french"}
_local = threading.local()

_APOSTROPHES = str.maketrans(dict.fromkeys("‘’‛ʼʻʹ´`′＇", "'"))
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_ARABIC_LETTERS = str.maketrans("أإآٱىئؤةکی", "ااااييوهكي")
_WORD = re.compile(r"[^\W_]+")
_ARABIC = re.compile(r"[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f]")

_LETTER = r"(?![‘’‛ʼʻʹ´`′＇_])\w"
_ARABIC_LETTER = r"[\u0620-\u065f\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdfb\ufe70-\ufefc]"
_UNSEEN = r"[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u200b-\u200f\u2060\ufeff]"
_OTHER = rf"(?!{_ARABIC_LETTER}){_LETTER}(?:{_UNSEEN}|(?!{_ARABIC_LETTER}){_LETTER})*"
_WRITTEN = re.compile(
    rf"{_ARABIC_LETTER}(?:{_UNSEEN}|{_ARABIC_LETTER})*|{_OTHER}(?:['‘’‛ʼʻʹ´`′＇]{_OTHER})*",
)
"""A word as it stands in a text: of one script, with the signs and joiners inside it that nobody types."""

_ELIDED = frozenset({"l", "d", "j", "m", "t", "s", "c", "n", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu"})

# Larkey, Ballesteros, Connell: Light Stemming for Arabic Information Retrieval (light10), with two changes. A bare «و»
# often belongs to the word (وثيقة, وزارة), so that a word is found with it and without. And the ending of relation
# stays (دولي is not دولة).
_PREFIXES = ("وال", "بال", "كال", "فال", "لل", "ال")
_SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "ه")
_JOINED = {"و": 3, "ف": 4, "ب": 4, "ل": 4, "ك": 4}
"""The particles that are written with the word after them, and how many letters that must have at least."""
_LEAST_LEFT = 2

# Snowball's stemmers go to the root of a word, so that «nationality» would answer with everything national. What they
# take away must be what number, gender or tense add; a word that was made from another stays as it is, in the singular.
_INFLECTED = re.compile(r"[a-z]?(?:ing|ed|e|es|s|d|)")
_MADE_FROM_ANOTHER = re.compile(r"(?:ite|ion|ation|ition|isme|iste|ement|ment|ance|ence|age)s?")
_IRREGULAR = {
    ENGLISH: {"children": "child", "women": "woman", "men": "man", "people": "person", "feet": "foot", "lives": "life"},
    FRENCH: {"travaux": "travail", "baux": "bail", "yeux": "oeil"},
}


@dataclass(frozen=True, slots=True)
class Form:
    """What a word is found by: its token, and `written`, how it is written without what only its looks tell apart.

    `other` is the token of the same letters read as a particle and a word, the same as `token` where they cannot be.
    All hold letters and digits only, so that they can be joined by spaces and sought as they are.
    """

    token: str
    written: str
    other: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word with the place in its text where it stands."""

    start: int
    end: int
    form: Form


def words(text: str, language: Language) -> Iterator[Word]:
    """The words of a text written in `language`, in their order. Words in Arabic script are Arabic anyway."""
    for found in _WRITTEN.finditer(text):
        form = form_of(found[0], language)
        if form.token:
            yield Word(found.start(), found.end(), form)


def tokens(text: str, language: Language) -> list[str]:
    """What a text is found by, in its order, in a text written in `language`."""
    return [word.form.token for word in words(text, language)]


@lru_cache(maxsize=MOST_KNOWN)
def form_of(word: str, language: Language) -> Form:
    """The form of one word as it stands in a text."""
    parts = ["".join(_WORD.findall(part)) for part in fold(word).split("'")]
    if language == FRENCH and len(parts) > 1 and parts[0] in _ELIDED:
        parts = parts[1:]
    if language == ENGLISH and len(parts) > 1 and parts[-1] == "s":
        parts = parts[:-1]
    folded = "".join(parts)[:LONGEST_TOKEN]
    if _ARABIC.search(folded):
        bare, other = _without_prefix(folded), _without_prefix(_without_particle(folded))
        token = _arabic_stem(bare)
        # Where the article was taken off, the particle before it was too.
        return Form(token, bare, _arabic_stem(other) if other and bare == folded else token)
    if folded.isdigit():
        return Form(folded, folded, folded)
    token = _latin_stem(folded, language)
    return Form(token, _without_accents(folded), token)


def fold(text: str) -> str:
    """A text without what only its looks tell apart: forms, case, vowel signs, marks of direction, kinds of digits."""
    text = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).casefold().translate(_LIGATURES)
    text = unicodedata.normalize("NFC", "".join(c for c in text if not _is_unseen(c)))
    return latin_digits(text).translate(_ARABIC_LETTERS)


def _is_unseen(character: str) -> bool:
    """Tashkeel, tatweel and other marks on Arabic letters; bidi marks, joiners, soft hyphens."""
    if character == "\u0640" or unicodedata.category(character) == "Cf":
        return True
    return unicodedata.category(character) == "Mn" and "\u0600" <= character <= "\u08ff"


def _without_prefix(word: str) -> str:
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) >= len(prefix) + _LEAST_LEFT:
            return word.removeprefix(prefix)
    return word


def _arabic_stem(word: str) -> str:
    word = SINGULAR.get(word, word)
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) >= len(suffix) + _LEAST_LEFT:
            word = word.removesuffix(suffix)
            word = SINGULAR.get(word, word)
    return word


def _without_particle(word: str) -> str:
    """An Arabic word without the «and», «so», «in», «for» or «like» that it may begin with; empty where it may not."""
    least = _JOINED.get(word[:1])
    return word[1:] if least is not None and len(word) > least else ""


def _latin_stem(word: str, language: Language) -> str:
    """The word without accents, which are borrowed in English, and without what number, gender and tense add."""
    if language == ARABIC or any(character.isdigit() for character in word):
        return _without_accents(word)
    bare = _without_accents(word)
    bare = _IRREGULAR[language].get(bare, bare)
    if language == ENGLISH:
        stem = str(_stemmer(language).stemWord(bare))
        rest = bare.removeprefix(stem)
        return stem if rest == bare or _INFLECTED.fullmatch(rest) else _singular(bare)
    stem = _french_stem(word)
    rest = bare.removeprefix(stem)
    return _singular(bare) if rest != bare and _MADE_FROM_ANOTHER.fullmatch(rest) else stem


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word.removesuffix("s") if not word.endswith(("ss", "us", "is")) else word


def _french_stem(word: str) -> str:
    """French is stemmed until nothing changes, so that words typed without accents end alike."""
    for _round in range(MOST_ROUNDS):
        # The stemmer leaves the plural of words like «emplois», whose last vowel is an i.
        bare = word.removesuffix("s") if len(word) > 3 else word
        stem = _without_accents(_stemmer(FRENCH).stemWord(bare))
        if stem == word:
            break
        word = stem
    return word


def _without_accents(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if unicodedata.category(c) != "Mn")


def _stemmer(language: Language) -> Stemmer.Stemmer:
    """This thread's stemmer: they hold a buffer and must not be shared."""
    name = _STEMMERS[language]
    if not hasattr(_local, name):
        setattr(_local, name, Stemmer.Stemmer(name))
    stemmer: Stemmer.Stemmer = getattr(_local, name)
    return stemmer
