"""The columns and words of our XLSX template, which are recognised in any of the languages that we write it in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from flask_babel import lazy_gettext as _l

from conference.agenda.models import SessionType, SpeakerRole
from conference.agenda.words import role_words, type_words
from conference.core.folding import folded
from conference.core.languages import LANGUAGES, Language
from conference.core.localization import speaking
from conference.core.text_fields import Sentence

SESSIONS, TALKS, SPEAKERS, ROLES = "sessions", "presentations", "speakers", "roles"
SHEETS: Mapping[str, Sentence] = {
    SESSIONS: _l("Sessions"),
    TALKS: _l("Presentations"),
    SPEAKERS: _l("Speakers"),
    ROLES: _l("Roles in sessions"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column; one that holds texts stands there once for each language of the event."""

    name: str
    label: Sentence
    is_text: bool = False

    def heading(self, language: Language | None) -> str:
        """What stands above it, in the language that is being spoken: «Title – Français»."""
        return f"{self.label} – {language.native_name}" if language else str(self.label)


COLUMNS: Mapping[str, Sequence[Column]] = {
    SESSIONS: (
        Column("code", _l("Code")),
        Column("type", _l("Kind of session")),
        Column("title", _l("Title"), is_text=True),
        Column("day", _l("Day")),
        Column("starts", _l("Starts at")),
        Column("ends_on", _l("Day of the end, if another")),
        Column("ends", _l("Ends at")),
        Column("room", _l("Room"), is_text=True),
        Column("track", _l("Track"), is_text=True),
        Column("floor_codes", _l("Languages of the floor")),
        Column("interpretation_codes", _l("Interpretation into")),
        Column("capacity", _l("Capacity")),
        Column("abstract", _l("Description"), is_text=True),
        Column("key", _l("Key: leave as it is")),
    ),
    TALKS: (
        Column("session", _l("Code of the session")),
        Column("number", _l("Number")),
        Column("title", _l("Title"), is_text=True),
        Column("minutes", _l("Minutes")),
        Column("key", _l("Key: leave as it is")),
    ),
    SPEAKERS: (
        Column("code", _l("Code")),
        Column("honorific", _l("Honorific")),
        Column("native_name", _l("Full name")),
        Column("latin_name", _l("Name in Latin script")),
        Column("function", _l("Function"), is_text=True),
        Column("organisation", _l("Organisation"), is_text=True),
        Column("biography", _l("Biography"), is_text=True),
    ),
    ROLES: (
        Column("session", _l("Code of the session")),
        Column("number", _l("Number of the presentation, if in one")),
        Column("speaker", _l("Code of the speaker")),
        Column("role", _l("Role")),
    ),
}
Place = tuple[str, Language | None]


def laid_out(sheet: str, languages: Iterable[Language]) -> list[tuple[Column, Language | None]]:
    """The columns of a sheet from first to last."""
    spoken = list(languages)
    return [(column, language) for column in COLUMNS[sheet] for language in (spoken if column.is_text else (None,))]


@lru_cache(1)
def headings() -> Mapping[str, Mapping[str, Place]]:
    """What each heading means, per sheet, in all of our languages; also as names alone («title en»)."""
    known: dict[str, dict[str, Place]] = {sheet: {} for sheet in COLUMNS}
    for sheet in COLUMNS:
        for column, language in laid_out(sheet, LANGUAGES):
            place = column.name, language
            known[sheet][folded(f"{column.name} {language.code if language else ''}")] = place
            for spoken in LANGUAGES:
                with speaking(spoken):
                    known[sheet][folded(column.heading(language))] = place
    return known


@lru_cache(1)
def sheet_names() -> Mapping[str, str]:
    """Which sheet a name means."""
    known = {folded(sheet): sheet for sheet in SHEETS}
    for spoken in LANGUAGES:
        with speaking(spoken):
            known |= {folded(str(name)): sheet for sheet, name in SHEETS.items()}
    return known


@lru_cache(1)
def types() -> Mapping[str, str]:
    return _in_all_languages([str(one) for one in SessionType], type_words)


@lru_cache(1)
def roles() -> Mapping[str, str]:
    return _in_all_languages([str(one) for one in SpeakerRole], role_words)


@lru_cache(1)
def languages() -> Mapping[str, str]:
    known = {one.code: one.code for one in LANGUAGES} | {folded(one.native_name): one.code for one in LANGUAGES}
    for spoken in LANGUAGES:
        known |= {folded(one.name_in(spoken)): one.code for one in LANGUAGES}
    return known


def _in_all_languages(values: Sequence[str], words: Callable[[str], str]) -> Mapping[str, str]:
    known = {folded(value): value for value in values}
    for spoken in LANGUAGES:
        with speaking(spoken):
            known |= {folded(words(value)): value for value in values}
    return known
