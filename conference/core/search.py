"""Our own search tokens (design §7): the same answers on every database, in three languages and both scripts."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator

import Stemmer

from conference.core.languages import ARABIC, ENGLISH, FRENCH, Language
from conference.core.text import latin_digits

LONGEST_TOKEN = 60
MOST_ROUNDS = 5
_STEMMERS = {ENGLISH: "english", FRENCH: "french"}
_local = threading.local()

_APOSTROPHES = str.maketrans(dict.fromkeys("‘’‛ʼʻʹ´`′＇", "'"))
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_ARABIC_LETTERS = str.maketrans("أإآٱىئؤةکی", "ااااييوهكي")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_ARABIC = re.compile(r"[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f]")

_ELIDED = frozenset({"l", "d", "j", "m", "t", "s", "c", "n", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu"})

# Larkey, Ballesteros, Connell: Light Stemming for Arabic Information Retrieval (light10), without the bare «و»,
# which more often belongs to the word (وثيقة, وزارة).
_PREFIXES = ("وال", "بال", "كال", "فال", "لل", "ال")
_SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
_LEAST_LEFT = 2

# Plurals that change inside, of the words that conferences on labour and migration use; written after folding.
_BROKEN_PLURALS = {
    "وثايق": "وثيقه",
    "تقارير": "تقرير",
    "برامج": "برنامج",
    "قوانين": "قانون",
    "عمال": "عامل",
    "دول": "دوله",
    "مناطق": "منطقه",
    "اقاليم": "اقليم",
    "انشطه": "نشاط",
    "حقوق": "حق",
    "مراكز": "مركز",
    "نتايج": "نتيجه",
    "اوراق": "ورقه",
    "عقود": "عقد",
    "اسواق": "سوق",
    "خبراء": "خبير",
    "وزراء": "وزير",
    "شركاء": "شريك",
    "اعمال": "عمل",
    "جداول": "جدول",
    "معايير": "معيار",
    "مكاتب": "مكتب",
    "موارد": "مورد",
    "مشاريع": "مشروع",
    "انظمه": "نظام",
    "نظم": "نظام",
    "افراد": "فرد",
    "مهن": "مهنه",
    "فرص": "فرصه",
    "شروط": "شرط",
    "قواعد": "قاعده",
    "قضايا": "قضيه",
    "اجور": "اجر",
    "مراحل": "مرحله",
    "مسايل": "مساله",
    "وسايل": "وسيله",
    "رسايل": "رساله",
    "مراجع": "مرجع",
    "تدابير": "تدبير",
    "مصادر": "مصدر",
    "اسر": "اسره",
    "اطفال": "طفل",
    "طلاب": "طالب",
}


def tokens(text: str, language: Language) -> list[str]:
    """What a text is found by, in its order, in a text written in `language`. Words in Arabic script are Arabic anyway.

    Tokens hold letters and digits only, so that they can be joined by spaces and sought with LIKE.
    """
    return [token for word in _words(text) if (token := _token(word, language))]


def fold(text: str) -> str:
    """A text without what only its looks tell apart: forms, case, vowel signs, marks of direction, kinds of digits."""
    text = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).casefold().translate(_LIGATURES)
    text = unicodedata.normalize("NFC", "".join(c for c in text if not _is_unseen(c)))
    return latin_digits(text).translate(_ARABIC_LETTERS)


def _words(text: str) -> Iterator[str]:
    return (found[0] for found in _WORD.finditer(fold(text)))


def _is_unseen(character: str) -> bool:
    """Tashkeel, tatweel and other marks on Arabic letters; bidi marks, joiners, soft hyphens."""
    if character == "\u0640" or unicodedata.category(character) == "Cf":
        return True
    return unicodedata.category(character) == "Mn" and "\u0600" <= character <= "\u08ff"


def _token(word: str, language: Language) -> str:
    parts = word.split("'")
    if language == FRENCH and len(parts) > 1 and parts[0] in _ELIDED:
        parts = parts[1:]
    if language == ENGLISH and len(parts) > 1 and parts[-1] == "s":
        parts = parts[:-1]
    word = "".join(parts)[:LONGEST_TOKEN]
    if _ARABIC.search(word):
        return _arabic_stem(word)
    if word.isdigit():
        return word
    return _latin_stem(word, language)


def _arabic_stem(word: str) -> str:
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) >= len(prefix) + _LEAST_LEFT:
            word = word.removeprefix(prefix)
            break
    word = _BROKEN_PLURALS.get(word, word)
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) >= len(suffix) + _LEAST_LEFT:
            word = word.removesuffix(suffix)
    return word


def _latin_stem(word: str, language: Language) -> str:
    """The stem without accents, which are borrowed in English; French is stemmed until nothing changes, so that words
    typed without accents end alike.
    """
    if language == ARABIC or any(character.isdigit() for character in word):
        return _without_accents(word)
    stemmer = _stemmer(language)
    if language == ENGLISH:
        return str(stemmer.stemWord(_without_accents(word)))
    for _round in range(MOST_ROUNDS):
        # The stemmer leaves the plural of words like «emplois», whose last vowel is an i.
        bare = word.removesuffix("s") if len(word) > 3 else word
        stem = _without_accents(stemmer.stemWord(bare))
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
