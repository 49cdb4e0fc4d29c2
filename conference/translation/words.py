"""What texts belong to, which of its texts they are and how they stand, in the reader's language."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import pgettext

from conference.core.translated import State
from conference.translation.sources import Kind


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
