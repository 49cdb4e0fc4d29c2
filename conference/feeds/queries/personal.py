"""Finding one person's calendar, and which sessions it should hold."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session as Database

from conference.agenda.models import ChosenSession, PersonalAgenda, Speaker
from conference.core.tokens import BadToken, read
from conference.feeds.models import CalendarFeed, CalendarInvitation, EventEntry
from conference.registration.models import Answer, AnswerChoice, FieldChoice, FieldType, FormField, Registration

ADDRESS = "calendar"


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose calendar it is: one of the three has an id."""

    registration_id: int | None = None
    speaker_id: int | None = None
    personal_agenda_id: int | None = None


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """The event as an entry of one calendar; `sequence` is the mails' to its owner where theirs is the higher."""

    entry: EventEntry
    sequence: int


def feed_by_token(database: Database, event_id: int, token: str) -> CalendarFeed | None:
    """The calendar at an address, unless the address was ended or renewed."""
    try:
        secret = str(read(ADDRESS, token))
    except BadToken:
        return None
    here = CalendarFeed.event_id == event_id
    return database.scalar(select(CalendarFeed).where(here, CalendarFeed.secret == secret))


def feed_of(database: Database, owner: Owner) -> CalendarFeed | None:
    return database.scalar(select(CalendarFeed).where(_is_of(owner)))


def held_for_update(database: Database, owner: Owner) -> bool:
    """Hold the owner's row until the transaction ends, so that two requests begin one calendar; False where it went."""
    for model, row_id in (
        (Registration, owner.registration_id),
        (Speaker, owner.speaker_id),
        (PersonalAgenda, owner.personal_agenda_id),
    ):
        if row_id is not None:
            return database.scalar(select(model.id).where(model.id == row_id).with_for_update()) is not None
    return False


def starred_in(database: Database, personal_agenda_id: int) -> frozenset[int]:
    """The ids of the sessions in a personal agenda."""
    chosen = select(ChosenSession.session_id).where(ChosenSession.personal_agenda_id == personal_agenda_id)
    return frozenset(database.scalars(chosen))


def starred_by_account(database: Database, event_id: int, account_id: int | None) -> frozenset[int]:
    """The ids of the sessions that an account chose of an event's agenda."""
    if account_id is None:
        return frozenset()
    chosen = (
        select(ChosenSession.session_id)
        .join(PersonalAgenda, PersonalAgenda.id == ChosenSession.personal_agenda_id)
        .where(PersonalAgenda.event_id == event_id, PersonalAgenda.account_id == account_id)
    )
    return frozenset(database.scalars(chosen))


def event_entry_of(database: Database, registration: Registration) -> OwnEntry | None:
    """The event as an entry of somebody's calendar, once anybody's mail brought it."""
    told = and_(CalendarInvitation.uid == EventEntry.uid, CalendarInvitation.registration_id == registration.id)
    query = select(EventEntry, CalendarInvitation.sequence).outerjoin(CalendarInvitation, told)
    row = database.execute(query.where(EventEntry.event_id == registration.event_id)).one_or_none()
    if row is None:
        return None
    entry, sequence = row
    return OwnEntry(entry, max(entry.sequence, sequence or 0))


def session_choices_of(database: Database, registration: Registration) -> tuple[frozenset[int], frozenset[int]]:
    """The ids of the sessions that the form offers to choose from, and of those among them that somebody took."""
    taken = exists().where(
        AnswerChoice.choice_id == FieldChoice.id,
        AnswerChoice.answer_id == Answer.id,
        Answer.registration_id == registration.id,
    )
    query = (
        select(FieldChoice.session_id, taken)
        .join(FormField, FormField.id == FieldChoice.field_id)
        .where(
            FormField.event_id == registration.event_id,
            FormField.type == FieldType.SESSIONS,
            FormField.retired_at.is_(None),
            FieldChoice.session_id.is_not(None),
        )
    )
    rows = database.execute(query).all()
    offered = [(session_id, is_taken) for session_id, is_taken in rows if session_id is not None]
    return frozenset(one for one, _taken in offered), frozenset(one for one, is_taken in offered if is_taken)


def _is_of(owner: Owner) -> ColumnElement[bool]:
    if owner.registration_id is not None:
        return CalendarFeed.registration_id == owner.registration_id
    if owner.speaker_id is not None:
        return CalendarFeed.speaker_id == owner.speaker_id
    return CalendarFeed.personal_agenda_id == owner.personal_agenda_id
