"""The columns of a list of people to invite, which are recognised in any of the languages that we write them in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from conference.core.folding import folded
from conference.core.languages import LANGUAGES
from conference.core.localization import speaking
from conference.core.text_fields import Sentence
from conference.registration.importing.headings import SYNONYMS
from conference.registration.models import StandardField

HONORIFIC, NATIVE_NAME, LATIN_NAME, EMAIL, LANGUAGE = "honorific", "native_name", "latin_name", "email", "language"
SESSION, ROLE, FUNCTION, ORGANISATION = "session", "role", "function", "organisation"
COLUMNS: Mapping[str, Sentence] = {
    HONORIFIC: lazy_pgettext("person", "Title"),
    NATIVE_NAME: _l("Full name"),
    LATIN_NAME: _l("Name in Latin script"),
    EMAIL: _l("E-mail address"),
    LANGUAGE: _l("Language of our messages"),
    SESSION: _l("Code of the session"),
    ROLE: _l("Role in the session"),
    FUNCTION: _l("Function"),
    ORGANISATION: _l("Organisation"),
}
"""In the order of the template."""
_ALSO: Mapping[str, Sequence[str]] = {
    HONORIFIC: SYNONYMS[StandardField.TITLE],
    NATIVE_NAME: SYNONYMS[StandardField.NATIVE_NAME],
    LATIN_NAME: SYNONYMS[StandardField.LATIN_NAME],
    EMAIL: SYNONYMS[StandardField.EMAIL],
    LANGUAGE: SYNONYMS[StandardField.LANGUAGE],
    SESSION: ("session", "session code", "code", "séance", "code de la séance", "الجلسة", "رمز الجلسة"),
    ROLE: ("role", "rôle", "الدور"),
    FUNCTION: SYNONYMS[StandardField.FUNCTION],
    ORGANISATION: SYNONYMS[StandardField.ORGANISATION],
}


@cache
def _known() -> Mapping[str, str]:
    """The column of each folded heading; the template's own words come before those that people use."""
    known: dict[str, str] = {}
    for language in LANGUAGES:
        with speaking(language):
            for name, label in COLUMNS.items():
                known.setdefault(folded(str(label)), name)
    for name in (SESSION, ROLE, *COLUMNS):
        for words in _ALSO[name]:
            known.setdefault(folded(words), name)
    return known


def recognised(headings: Sequence[str]) -> dict[int, str]:
    """What each column holds, by its number from 0; of two with the same heading the first counts."""
    found: dict[int, str] = {}
    for number, heading in enumerate(headings):
        name = _known().get(folded(heading), "") if heading else ""
        if name and name not in found.values():
            found[number] = name
    return found


def unread(headings: Sequence[str]) -> list[str]:
    """The headings of columns that are not read."""
    found = recognised(headings)
    return [heading for number, heading in enumerate(headings) if heading and number not in found]
