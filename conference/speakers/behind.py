"""What a registered person is besides, speaker, assistant, early reader, responsible: by an address theirs alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from flask import g
from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import Session as Database

from conference.agenda.models import Speaker
from conference.library.models import Document, LanguageVersion
from conference.registration.models import Registration
from conference.speakers.models import Assistant, Invitation
from conference.speakers.models.early_access import EarlyAccess

SPEAKER, ASSISTANT, EARLY_READER, RESPONSIBLE = "speaker", "assistant", "early reader", "responsible"


def ids_behind(session: Database, registration_ids: Collection[int]) -> Mapping[str, Collection[int]]:
    """The ids of the rows about these people, by SPEAKER, ASSISTANT, EARLY_READER and RESPONSIBLE, in one query."""
    is_theirs = (Registration.id.in_(registration_ids), Registration.shares_address.is_(False))
    speakers = (
        select(literal(SPEAKER), Speaker.id)
        .join(Registration, Registration.event_id == Speaker.event_id)
        .where(*is_theirs, Speaker.email != "", func.lower(Speaker.email) == Registration.email_key)
    )
    assistants = (
        select(literal(ASSISTANT), Assistant.id)
        .join(Assistant.invitation)
        .join(Invitation.speaker)
        .join(Registration, Registration.event_id == Speaker.event_id)
        .where(*is_theirs, Registration.email_key == Assistant.email_key)
    )
    early_readers = (
        select(literal(EARLY_READER), EarlyAccess.id)
        .join(Registration, Registration.event_id == EarlyAccess.event_id)
        .where(*is_theirs, Registration.email_key == EarlyAccess.email_key, EarlyAccess.email_key != "")
    )
    responsible = (
        select(literal(RESPONSIBLE), LanguageVersion.id)
        .join(LanguageVersion.document)
        .join(Registration, Registration.event_id == Document.event_id)
        .where(
            *is_theirs,
            LanguageVersion.responsible_email != "",
            func.lower(LanguageVersion.responsible_email) == Registration.email_key,
        )
    )
    found: dict[str, list[int]] = defaultdict(list)
    for kind, number in session.execute(union_all(speakers, assistants, early_readers, responsible)):
        found[kind].append(number)
    return found


def ids_shown(session: Database, registration: Registration) -> Mapping[str, Collection[int]]:
    """The same for one person, looked up once for the page that shows all that is held about them."""
    known: dict[int, Mapping[str, Collection[int]]] = g.setdefault("speakers_behind", {})
    if registration.id not in known:
        known[registration.id] = ids_behind(session, [registration.id])
    return known[registration.id]
