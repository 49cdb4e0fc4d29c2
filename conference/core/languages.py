"""The languages that pages are written in, and which of them a visitor is given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from babel import Locale, UnknownLocaleError

from conference.core.catalogues import TRANSLATIONS, languages_with_catalogues

CODES = ("en", "fr", "ar")
"""What ships complete; English is what the sentences in the code are written in."""


class UnknownLanguage(LookupError):
    """The code names no language that this installation speaks."""


@dataclass(frozen=True)
class Language:
    """A language of the interface and of content, known by its ISO 639-1 code."""

    code: str

    def __str__(self) -> str:
        return self.code

    @classmethod
    def of(cls, code: str) -> Language:
        """The language with this code. Raises UnknownLanguage."""
        try:
            return _BY_CODE[code]
        except KeyError:
            raise UnknownLanguage(code) from None

    @cached_property
    def locale(self) -> Locale:
        return Locale.parse(self.code)

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`, as HTML's `dir` wants it."""
        return self.locale.text_direction

    @cached_property
    def native_name(self) -> str:
        """Its own name in its own script, capitalised for a menu: English, Français, العربية."""
        name = self.locale.get_display_name(self.code) or self.code
        return name[:1].upper() + name[1:]

    def name_in(self, language: Language) -> str:
        """Its name as a sentence in another language would write it: « l’arabe » without the article."""
        return language.locale.languages.get(self.code, self.code)


def spoken(catalogues: Iterable[str]) -> tuple[str, ...]:
    """The codes of the languages of an installation with these catalogues: those that ship, then the others by code.

    What is no code of two letters that Unicode's locale data know is no language: `template`, `xx`.
    """
    return (*CODES, *sorted(code for code in catalogues if code not in CODES and len(code) == 2 and _is_known(code)))


def _is_known(code: str) -> bool:
    try:
        return Locale.parse(code).language == code
    except (UnknownLocaleError, ValueError):
        return False


LANGUAGES: tuple[Language, ...] = tuple(Language(code) for code in spoken(languages_with_catalogues(TRANSLATIONS)))
SHIPPED = LANGUAGES[: len(CODES)]
ENGLISH, FRENCH, ARABIC = SHIPPED
_BY_CODE = {language.code: language for language in LANGUAGES}


def negotiate(accept_language: str, offered: Iterable[Language] = LANGUAGES) -> Language | None:
    """The offered language that an `Accept-Language` header likes best, or None (RFC 9110 §12.5.4).

    A region falls back on its language (`fr-MA` is French), and its own weight counts: Werkzeug's
    `best_match` would give English to `fr-MA,en;q=0.5`.
    """
    by_code = {language.code: language for language in offered}
    best: tuple[float, Language] | None = None
    for part in accept_language.split(","):
        tag, _, parameters = part.strip().partition(";")
        weight = _weight(parameters)
        language = by_code.get(tag.strip().lower().replace("_", "-").split("-")[0])
        if language is not None and weight > 0 and (best is None or weight > best[0]):
            best = (weight, language)
    return best[1] if best else None


def _weight(parameters: str) -> float:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0
