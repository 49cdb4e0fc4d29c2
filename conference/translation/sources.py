"""Where an event's texts are: which columns of which models, how a row belongs to the event, and who may edit it.

A test holds this list against every Translated column there is, so that no new text is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import InstrumentedAttribute

from conference.agenda.models import Presentation, Room, Session, SessionStatus, Speaker, Track
from conference.core.database import Base
from conference.events.models import Body, Contact, Event, Role
from conference.library.models import Document, OwnCategory, Recording
from conference.registration.models import FieldChoice, FormField, FormSection, MailText, Organisation

ORGANISERS = (Role.ORGANISER,)
Column = InstrumentedAttribute[Any]
TRANSLATORS = (Role.ORGANISER, Role.TRANSLATOR)


class Kind(StrEnum):
    """What a text belongs to, in the order in which a list shows them."""

    SESSION = "session"
    PRESENTATION = "presentation"
    SPEAKER = "speaker"
    ROOM = "room"
    TRACK = "track"
    DOCUMENT = "document"
    DOCUMENT_CATEGORY = "document_category"
    RECORDING = "recording"
    SECTION = "section"
    FIELD = "field"
    CHOICE = "choice"
    MAIL = "mail"
    EVENT = "event"
    BODY = "body"
    CONTACT = "contact"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Source:
    """One model's texts.

    `join` brings in whatever `event_id`, `key` and `starts_at` stand on; `key` and `parent` are what the page's
    address and its rules need. `only` leaves out rows that nobody reads any more.
    """

    kind: Kind
    model: type[Base]
    columns: tuple[str, ...]
    event_id: Column
    key: Column
    endpoint: str
    address: Callable[[str, str], dict[str, Any]]
    roles: tuple[Role, ...] = TRANSLATORS
    parent: Column | None = None
    starts_at: Column | None = None
    join: Callable[[Select[Any]], Select[Any]] = lambda select: select
    only: Sequence[ColumnElement[bool]] = ()


def _code(key: str, _parent: str) -> dict[str, Any]:
    return {"code": key}


def _key(key: str, _parent: str) -> dict[str, Any]:
    return {"key": key}


def _nothing(_key: str, _parent: str) -> dict[str, Any]:
    return {}


SOURCES: tuple[Source, ...] = (
    Source(
        Kind.SESSION,
        Session,
        ("title", "abstract"),
        Session.event_id,
        Session.code,
        "agenda.edit_session",
        _code,
        starts_at=Session.starts_at,
        only=(Session.status != SessionStatus.CANCELLED,),
    ),
    Source(
        Kind.PRESENTATION,
        Presentation,
        ("title",),
        Session.event_id,
        Presentation.id,
        "agenda.edit_presentation",
        lambda key, _parent: {"presentation_id": int(key)},
        starts_at=Session.starts_at,
        join=lambda select: select.join(Presentation.session),
        only=(Session.status != SessionStatus.CANCELLED,),
    ),
    Source(
        Kind.SPEAKER,
        Speaker,
        ("function", "organisation", "biography"),
        Speaker.event_id,
        Speaker.code,
        "agenda.edit_speaker",
        _code,
    ),
    Source(
        Kind.ROOM,
        Room,
        ("name",),
        Room.event_id,
        Room.id,
        "agenda.edit_place",
        lambda key, _parent: {"kind": "rooms", "place_id": int(key)},
    ),
    Source(
        Kind.TRACK,
        Track,
        ("name",),
        Track.event_id,
        Track.id,
        "agenda.edit_place",
        lambda key, _parent: {"kind": "tracks", "place_id": int(key)},
    ),
    Source(
        Kind.DOCUMENT,
        Document,
        ("title", "summary", "issued_by"),
        Document.event_id,
        Document.slug,
        "library.edit",
        lambda key, _parent: {"slug": key},
    ),
    Source(
        Kind.DOCUMENT_CATEGORY,
        OwnCategory,
        ("name",),
        OwnCategory.event_id,
        OwnCategory.code,
        "library.edit_category",
        lambda key, _parent: {"category": key},
    ),
    Source(
        Kind.RECORDING,
        Recording,
        ("title",),
        Recording.event_id,
        Recording.id,
        "library.edit_recording",
        lambda key, _parent: {"recording_id": int(key)},
        roles=ORGANISERS,
        starts_at=Session.starts_at,
        join=lambda select: select.join(Recording.session),
    ),
    Source(
        Kind.SECTION,
        FormSection,
        ("title", "help"),
        FormSection.event_id,
        FormSection.key,
        "registration.edit_section",
        _key,
    ),
    Source(
        Kind.FIELD,
        FormField,
        ("label", "help"),
        FormField.event_id,
        FormField.key,
        "registration.edit_field",
        _key,
        parent=FormField.type,
        only=(FormField.retired_at.is_(None),),
    ),
    Source(
        Kind.CHOICE,
        FieldChoice,
        ("label",),
        FormField.event_id,
        FieldChoice.id,
        "registration.edit_choice",
        lambda key, parent: {"key": parent, "choice_id": int(key)},
        parent=FormField.key,
        join=lambda select: select.join(FieldChoice.field),
        only=(FormField.retired_at.is_(None), FieldChoice.retired_at.is_(None)),
    ),
    Source(
        Kind.MAIL,
        MailText,
        ("subject", "body"),
        MailText.event_id,
        MailText.kind,
        "registration.edit_mail",
        lambda key, _parent: {"kind": key},
    ),
    Source(
        Kind.EVENT,
        Event,
        ("title", "short_title", "summary", "venue", "agenda_note", "donor_line", "disclaimer"),
        Event.id,
        Event.slug,
        "events.settings",
        _nothing,
        roles=ORGANISERS,
    ),
    Source(
        Kind.BODY,
        Body,
        ("name", "acronym"),
        Body.event_id,
        Body.id,
        "events.edit_part",
        lambda key, _parent: {"kind": "bodies", "part_id": int(key)},
        roles=ORGANISERS,
    ),
    Source(
        Kind.CONTACT,
        Contact,
        ("label",),
        Contact.event_id,
        Contact.id,
        "events.edit_part",
        lambda key, _parent: {"kind": "contacts", "part_id": int(key)},
        roles=ORGANISERS,
    ),
    Source(
        Kind.ORGANISATION,
        Organisation,
        ("name", "acronym"),
        Organisation.event_id,
        Organisation.id,
        "registration.edit_organisation",
        lambda key, _parent: {"organisation_id": int(key)},
        roles=ORGANISERS,
        only=(Organisation.retired_at.is_(None),),
    ),
)
BY_KIND = {source.kind: source for source in SOURCES}
