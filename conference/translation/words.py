"""What texts belong to, which of its texts they are and how they stand, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import g
from flask_babel import LazyString, lazy_pgettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from conference.core import formatting
from conference.core.rendering import month_style
from conference.core.text import isolated
from conference.core.translated import State
from conference.events.models import Event
from conference.registration.mail_labels import mail_words
from conference.translation import kept
from conference.translation.glossary import Advice
from conference.translation.queries import StoredText
from conference.translation.sources import Kind

_WITH_CODES = (Kind.SESSION, Kind.SPEAKER, Kind.DOCUMENT)


# Said when they are asked for, one at a time: an export asks for thousands.
_KINDS: Mapping[Kind, LazyString] = {
    Kind.SESSION: _l("Session"),
    Kind.PRESENTATION: _l("Presentation"),
    Kind.SPEAKER: _l("Speaker"),
    Kind.ROOM: _l("Room"),
    Kind.TRACK: _l("Track"),
    Kind.DOCUMENT: _l("Document"),
    Kind.DOCUMENT_CATEGORY: _l("Category of documents"),
    Kind.RECORDING: _l("Recording"),
    Kind.SECTION: _l("Section"),
    Kind.FIELD: lazy_pgettext("form", "Field"),
    Kind.CHOICE: lazy_pgettext("form", "Choice"),
    Kind.MAIL: lazy_pgettext("kind of text", "Mail"),
    Kind.EVENT: _l("Event"),
    Kind.BODY: _l("Organising body"),
    Kind.CONTACT: _l("Contact"),
    Kind.ORGANISATION: _l("Organisation"),
}
_FIELDS: Mapping[str, LazyString] = {
    "title": _l("Title"),
    "short_title": _l("Short title"),
    "abstract": _l("Abstract"),
    "summary": _l("Summary"),
    "issued_by": _l("Issued by"),
    "function": _l("Function"),
    "organisation": _l("Organisation"),
    "biography": _l("Biography"),
    "name": _l("Name"),
    "acronym": _l("Acronym"),
    "label": lazy_pgettext("form", "Label"),
    "help": _l("Help text"),
    "subject": _l("Subject"),
    "body": lazy_pgettext("mail", "Text"),
    "venue": _l("Venue"),
    "agenda_note": _l("Note above the agenda"),
    "donor_line": _l("Donor’s line"),
    "disclaimer": _l("Disclaimer"),
}


def kind_words(kind: str) -> str:
    return str(_KINDS[Kind(kind)])


def field_words(field: str) -> str:
    return str(_FIELDS[field])


def state_words(state: str) -> str:
    return {
        State.SOURCE: _("Source"),
        State.TRANSLATED: _("Translated"),
        State.REVIEWED: _("Reviewed"),
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


def advice_sentence(one: Advice) -> str:
    """What the glossary says of a translation."""
    said = {"term": isolated(one.term.term), "preferred": isolated(one.term.preferred)}
    if one.used:
        return _("Glossary: “%(term)s” is “%(preferred)s” here, not “%(used)s”.", used=isolated(one.used), **said)
    return _("Glossary: “%(term)s” is “%(preferred)s” here.", **said)


def _listed(things: Sequence[str]) -> str:
    return formatting.join_words([isolated(one) for one in things], g.language)
