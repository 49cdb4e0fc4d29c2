"""Reading rows that were pasted from a spreadsheet: which column is what, and what the words in it stand for."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from flask_babel import force_locale

from conference.core.formatting import countries
from conference.core.honorifics import Title, title_words
from conference.core.languages import LANGUAGES, Language
from conference.registration.models import Category
from conference.registration.words import category_words

COLUMNS = ("title", "native_name", "latin_name", "email", "function", "category", "country", "language_code")
"""The order of columns where the first row holds no headings that we know."""

MOST_ROWS = 200
HEADINGS: Mapping[str, Sequence[str]] = {
    "title": ("title", "titre", "civilité", "civilite", "salutation", "اللقب", "لقب"),
    "native_name": (
        "full name", "name", "nom complet", "nom", "nom et prénom", "prénom et nom", "الاسم الكامل", "الاسم", "الإسم",
    ),
    "latin_name": (
        "name in latin script", "latin name", "name in latin letters", "nom en caractères latins", "nom latin",
        "nom en lettres latines", "الاسم بالحروف اللاتينية", "الاسم بالأحرف اللاتينية", "الاسم اللاتيني",
    ),
    "email": (
        "email", "e-mail", "e-mail address", "email address", "mail", "courriel", "adresse électronique",
        "adresse e-mail", "adresse mail", "البريد الإلكتروني", "عنوان البريد الإلكتروني", "البريد",
    ),
    "function": ("function", "position", "job title", "fonction", "poste", "الوظيفة", "المنصب", "الصفة"),
    "category": ("category", "constituency", "group", "catégorie", "groupe", "mandant", "الفئة", "المجموعة"),
    "country": ("country", "pays", "البلد", "الدولة"),
    "language_code": ("language", "langue", "اللغة", "لغة المراسلة"),
}  # fmt: skip
_MORE: Mapping[str, Mapping[str, Sequence[str]]] = {
    "title": {
        Title.MS: ("ms", "mrs", "miss", "mme", "madame", "mlle", "السيدة", "الآنسة"),
        Title.MR: ("mr", "m", "monsieur", "السيد"),
        Title.DR: ("dr", "doctor", "docteur", "docteure", "د", "دكتور", "دكتورة", "الدكتور", "الدكتورة"),
        Title.PROFESSOR: ("prof", "pr", "professeur", "professeure", "أ د", "الأستاذ", "الأستاذة", "أستاذ"),
        Title.EXCELLENCY: ("he", "h e", "se", "s e", "excellency", "excellence", "معالي", "سعادة"),
    },
    "category": {
        Category.GOVERNMENT: ("government", "gov", "gouvernement", "gouvernements", "حكومة", "الحكومة", "حكومي"),
        Category.EMPLOYERS: ("employers", "employer", "employeurs", "employeur", "أصحاب العمل", "المشغلون"),
        Category.WORKERS: ("workers", "worker", "travailleurs", "travailleur", "العمال", "الأجراء"),
        Category.ACADEMIA: ("academia", "université", "الأوساط الأكاديمية"),
        Category.DONOR: ("donor", "donateur", "bailleur", "مانح"),
        Category.MEDIA: ("media", "médias", "presse", "الإعلام"),
        Category.OTHER: ("other", "autre", "آخر", "أخرى"),
    },
}


class TooManyRows(Exception):
    """More rows than a delegation has people: how many there are."""

    def __init__(self, rows: int) -> None:
        super().__init__(rows)
        self.rows = rows


@dataclass(frozen=True, slots=True)
class PastedRow:
    """One row: its number as the spreadsheet would count it, and its cells by the form's fields.

    What no field understands stands there as it was typed, for the form to refuse.
    """

    number: int
    values: Mapping[str, str]


def read_rows(text: str, *, defaults: Mapping[str, str]) -> list[PastedRow]:
    """The rows of a pasted table: separated by tabs, semicolons or commas, with or without headings.

    `defaults` stands where a row says nothing about a column. Raises TooManyRows.
    """
    table = [
        (number, [cell.strip() for cell in cells])
        for number, cells in enumerate(csv.reader(text.splitlines(), delimiter=_separator(text)), 1)
        if any(cell.strip() for cell in cells)
    ]
    if not table:
        return []
    columns = _headings(table[0][1])
    body = table[1:] if columns else table
    if len(body) > MOST_ROWS:
        raise TooManyRows(len(body))
    return [PastedRow(number, _values(columns or COLUMNS, cells, defaults)) for number, cells in body]


def _separator(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return next((one for one in ("\t", ";") if one in first), ",")


def _headings(cells: Sequence[str]) -> list[str] | None:
    """What each column is, if at least two of its headings are known; a column that is not is passed over."""
    known = {folded(word): name for name, words in HEADINGS.items() for word in words}
    found = [known.get(folded(cell), "") for cell in cells]
    return found if sum(bool(one) for one in found) >= 2 and "native_name" in found else None


def _values(columns: Sequence[str], cells: Sequence[str], defaults: Mapping[str, str]) -> dict[str, str]:
    given: dict[str, str] = {}
    for name, cell in zip(columns, cells, strict=False):
        if name and cell:
            given.setdefault(name, cell)
    meant = {name: _MEANING[name](cell) if name in _MEANING else cell for name, cell in given.items()}
    return {"title": "", **{name: value for name, value in defaults.items() if value}, **meant}


def folded(word: str) -> str:
    """A word for comparing: without case, accents, vowel marks, dots and doubled spaces; forms of alif are one."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    kept = "".join(one for one in decomposed if unicodedata.category(one) not in ("Mn", "Cf"))
    return " ".join("".join(one if one.isalnum() else " " for one in kept.replace("ـ", "")).split())


@lru_cache(1)
def _titles() -> dict[str, str]:
    return _in_all_languages("title", [title for title in Title if title], title_words)


@lru_cache(1)
def _categories() -> dict[str, str]:
    return _in_all_languages("category", list(Category), category_words)


def _in_all_languages(kind: str, values: Sequence[str], words: Callable[[str], str]) -> dict[str, str]:
    known = {folded(value): str(value) for value in values}
    for language in LANGUAGES:
        with force_locale(language.code):
            known |= {folded(words(value)): str(value) for value in values}
    return known | {folded(word): str(value) for value, more in _MORE[kind].items() for word in more}


@lru_cache(1)
def _countries() -> dict[str, str]:
    named = {folded(name): code for language in LANGUAGES for code, name in countries(language)}
    codes = {code.casefold(): code for code, _name in countries(LANGUAGES[0])}
    return {**named, **codes}


@lru_cache(1)
def _languages() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in LANGUAGES:
        for spoken in (*LANGUAGES, language):
            names[folded(language.name_in(spoken))] = language.code
            names[folded(_with_article(language.name_in(spoken), spoken))] = language.code
        names[language.code] = language.code
    return names


def _with_article(name: str, language: Language) -> str:
    return f"ال{name}" if language.code == "ar" and not name.startswith("ال") else name


def _meaning(known: Callable[[], dict[str, str]]) -> Callable[[str], str]:
    return lambda cell: known().get(folded(cell), cell)


_MEANING = {
    "title": _meaning(_titles),
    "category": _meaning(_categories),
    "country": _meaning(_countries),
    "language_code": _meaning(_languages),
}
