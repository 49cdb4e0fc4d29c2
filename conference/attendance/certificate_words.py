"""The words of certificates: ours in each language, the placeholders that they may hold, and what fills these."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _

from conference.attendance.earned import Achieved, amount_words
from conference.attendance.models import CertificateTerms, Measure
from conference.core import formatting
from conference.core.braces import BRACES, named, pieces, stray_brace, unknown
from conference.core.languages import Language
from conference.core.localization import speaking
from conference.core.rendering import months_of
from conference.core.text import isolated
from conference.events.header import format_label
from conference.events.models import Event, Format

TEXTS = ("title", "participant_text", "speaker_text")


class Word(StrEnum):
    """What the words of a certificate can ask for, written in braces."""

    NAME = "name"
    EVENT = "event"
    DATES = "dates"
    PLACE = "place"
    ORGANISATION = "organisation"
    SESSIONS = "sessions"
    MINUTES = "minutes"
    DAYS = "days"


MEASURED = frozenset({Word.SESSIONS, Word.MINUTES, Word.DAYS})
"""Speakers are not measured."""


def word_meaning(word: Word) -> str:
    return {
        Word.NAME: _("The person’s name; in a paragraph of its own, in large letters"),
        Word.EVENT: _("The title of the event"),
        Word.DATES: _("The days of the event"),
        Word.PLACE: _("The venue, or that the event is online"),
        Word.ORGANISATION: _("The person’s organisation"),
        Word.SESSIONS: _("How many sessions the person attended; not for speakers"),
        Word.MINUTES: _("How many minutes the person attended; not for speakers"),
        Word.DAYS: _("On how many days the person attended; not for speakers"),
    }[word]


def our_words(field: str, language: Language) -> str:
    """The usual wording of one text of certificates."""
    with speaking(language):
        if field == "title":
            return _("Certificate of attendance")
        merit = {
            "participant_text": _("for taking part in {event}, {dates}, and attending {sessions}."),
            "speaker_text": _("for the contribution as a speaker to {event}, {dates}."),
        }[field]
        return "\n\n".join((_("This certificate is awarded to"), "{name}", merit))


def words_of(terms: CertificateTerms, field: str, language: Language) -> str:
    own: str = getattr(terms, field).text(language)
    return own or our_words(field, language)


def problems(field: str, text: str) -> list[str]:
    """The sentences that keep a text from being saved."""
    found = []
    for match in BRACES.finditer(text):
        word = named(match[1], Word)
        if word is None:
            found.append(
                _("«%(name)s» is no placeholder. The table below names those there are.", name=unknown(match[1]).name)
            )
        elif field == "title" and word != Word.EVENT:
            found.append(_("The title can hold no other placeholder than %(placeholder)s.", placeholder="{event}"))
        elif field == "speaker_text" and word in MEASURED:
            found.append(_("Speakers are not measured: leave out %(placeholder)s.", placeholder="{" + word + "}"))
    stray = stray_brace(text)
    if stray is not None:
        found.append(_("A brace has no other half near «%(words)s».", words=stray.near))
    if field != "title" and Word.NAME not in pieces(text, Word):
        found.append(_("The name is missing: write %(placeholder)s where it stands.", placeholder="{name}"))
    return list(dict.fromkeys(found))


def column(
    event: Event,
    language: Language,
    *,
    title: str,
    body: str,
    name: str,
    other: str = "",
    organisation: str = "",
    what: Achieved | None = None,
) -> dict[str, Any]:
    """What a certificate says in one language, as JSON; `other` is the name in the other script."""
    values = _values(event, language, name=name, organisation=organisation, what=what)
    return {
        "language": language.code,
        "direction": language.direction,
        "title": _filled(title, values),
        "other": other,
        "paragraphs": [
            {"text": _filled(part, values), "is_name": part.strip() == "{name}"}
            for part in body.replace("\r\n", "\n").split("\n\n")
            if part.strip()
        ],
    }


def _values(
    event: Event, language: Language, *, name: str, organisation: str, what: Achieved | None
) -> Mapping[Word, str]:
    with speaking(language), months_of(event.month_style):
        online = event.format == Format.ONLINE or not event.venue
        values = {
            Word.NAME: isolated(name),
            Word.EVENT: isolated(event.title.resolve(language).text),
            Word.DATES: isolated(
                formatting.format_date_range(event.starts_on, event.ends_on, language, event.month_style)
            ),
            Word.PLACE: format_label(event.format) if online else isolated(event.venue.resolve(language).text),
            Word.ORGANISATION: isolated(organisation) if organisation else "",
        }
        if what is not None:
            values |= {
                Word.SESSIONS: amount_words(Measure.SESSIONS, what.sessions),
                Word.MINUTES: amount_words(Measure.MINUTES, what.minutes),
                Word.DAYS: amount_words(Measure.DAYS, what.days),
            }
        return values


def _filled(text: str, values: Mapping[Word, str]) -> str:
    return "".join(values.get(one, "") if isinstance(one, Word) else one for one in pieces(text, Word)).strip()
