"""What texts belong to, which of its texts they are and how they stand, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence

from flask import g
from flask_babel import gettext as _
from flask_babel import pgettext

from conference.core import formatting
from conference.core.rendering import month_style
from conference.core.text import isolated
from conference.core.translated import State
from conference.events.models import Event
from conference.registration.mail_labels import mail_words
from conference.translation import kept
from conference.translation.queries import StoredText
from conference.translation.sources import Kind

_WITH_CODES = (Kind.SESSION, Kind.SPEAKER, Kind.DOCUMENT)


def kind_words(kind: str) -> str:
    return {
        Kind.SESSION: _("Session"),
        Kind.PRESENTATION: _("Presentation"),
        Kind.SPEAKER: _("Speaker"),
        Kind.ROOM: _("Room"),
        Kind.TRACK: _("Track"),
        Kind.DOCUMENT: _("Document"),
        Kind.SECTION: _("Section"),
        Kind.FIELD: pgettext("form", "Field"),
        Kind.CHOICE: pgettext("form", "Choice"),
        Kind.MAIL: pgettext("kind of text", "Mail"),
        Kind.EVENT: _("Event"),
        Kind.BODY: _("Organising body"),
        Kind.CONTACT: _("Contact"),
        Kind.ORGANISATION: _("Organisation"),
    }[Kind(kind)]


def field_words(field: str) -> str:
    return {
        "title": _("Title"),
        "short_title": _("Short title"),
        "abstract": _("Abstract"),
        "summary": _("Summary"),
        "function": _("Function"),
        "organisation": _("Organisation"),
        "biography": _("Biography"),
        "name": _("Name"),
        "acronym": _("Acronym"),
        "label": pgettext("form", "Label"),
        "help": _("Help text"),
        "subject": _("Subject"),
        "body": pgettext("mail", "Text"),
        "venue": _("Venue"),
        "agenda_note": _("Note above the agenda"),
        "donor_line": _("Donor’s line"),
        "disclaimer": _("Disclaimer"),
    }[field]


def state_words(state: str) -> str:
    return {
        State.SOURCE: _("Source"),
        State.TRANSLATED: _("Translated"),
        State.OUT_OF_DATE: _("Out of date"),
        State.MISSING: _("Missing"),
    }[State(state)]


def state_tone(state: str) -> str:
    return {State.MISSING: "brick", State.OUT_OF_DATE: "saffron", State.SOURCE: "sea"}.get(State(state), "leaf")


def where_words(text: StoredText, event: Event) -> str:
    """Where readers meet a text, for whoever sees nothing but the text."""
    return " · ".join(where_parts(text, event))


def where_parts(text: StoredText, event: Event) -> list[str]:
    """The same in parts, for a heading whose parts stay whole where the line breaks."""
    parts = [kind_words(text.kind), field_words(text.field)]
    if text.kind in _WITH_CODES:
        parts.append(isolated(text.key))
    elif text.kind == Kind.MAIL:
        parts.append(mail_words(text.key))
    if text.starts_at is not None:
        parts.append(isolated(formatting.format_instant(text.starts_at, event.zone, g.language, month_style())))
    return parts


def part_sentences(differences: Sequence[kept.Difference]) -> list[str]:
    """How a translation and its source differ in what should be the same in both."""
    sentences = []
    if lacking := [one for difference in differences for one in difference.lacking]:
        sentences.append(_("In the source, but not in the translation: %(things)s.", things=_listed(lacking)))
    if added := [one for difference in differences for one in difference.added]:
        sentences.append(_("In the translation, but not in the source: %(things)s.", things=_listed(added)))
    return sentences


def _listed(things: Sequence[str]) -> str:
    return formatting.join_words([isolated(one) for one in things], g.language)
