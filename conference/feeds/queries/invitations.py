"""Which entries were sent into whose calendars, and whose are not right any more."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import undefer

from conference.agenda.models import AgendaVersion, Speaker
from conference.core.clock import now
from conference.events.models import Event
from conference.feeds.claims import CANCEL, REQUEST
from conference.feeds.models import CalendarInvitation, EventEntry
from conference.registration.models import Registration, RegistrationState
from conference.speakers.models import Invitation, InvitationState

_CONFIRMED = Registration.state == RegistrationState.CONFIRMED
# Nobody who is erased, or asked to be, is written to; and who shares an address would get others' entries.
_WRITTEN_TO = and_(
    Registration.erased_at.is_(None), Registration.erasure_asked_at.is_(None), Registration.shares_address.is_(False)
)


def whole_version(database: Database, version_id: int) -> AgendaVersion | None:
    """A version with its agenda as data and the VEVENTs of its sessions."""
    query = select(AgendaVersion).where(AgendaVersion.id == version_id)
    return database.scalar(query.options(undefer(AgendaVersion.calendar)))


def entries_of_registration(database: Database, registration_id: int) -> Sequence[CalendarInvitation]:
    """What was sent into one person's calendar because they are registered."""
    query = select(CalendarInvitation).where(CalendarInvitation.registration_id == registration_id)
    return database.scalars(query.order_by(CalendarInvitation.id)).all()


def entries_by_registration(database: Database, registration_ids: Collection[int]) -> Mapping[int, CalendarInvitation]:
    """What was sent into each person's calendar because they are registered: the event itself, once for each."""
    if not registration_ids:
        return {}
    rows = database.scalars(select(CalendarInvitation).where(entries_held_by(registration_ids)))
    return {row.registration_id: row for row in rows if row.registration_id is not None}


def event_holders(
    database: Database, event_id: int, *which: ColumnElement[bool], at_most: int | None = None
) -> Sequence[tuple[CalendarInvitation, Registration]]:
    """Who was sent the event itself, with their registration; `which` narrows it."""
    query = (
        select(CalendarInvitation, Registration)
        .join(Registration, Registration.id == CalendarInvitation.registration_id)
        .where(CalendarInvitation.event_id == event_id, _WRITTEN_TO, *which)
        .order_by(CalendarInvitation.id)
        .limit(at_most)
    )
    return database.execute(query).all()


def outdated(entry: EventEntry) -> ColumnElement[bool]:
    """Whose calendar is wrong about the event: another time, or the event where it should not be, or not where."""
    if not entry.told["is_on"]:
        return CalendarInvitation.method == REQUEST
    return or_(CalendarInvitation.entry_sequence < entry.sequence, lost_places()) & or_(
        CalendarInvitation.method == REQUEST, _CONFIRMED
    )


def lost_places() -> ColumnElement[bool]:
    """Whose calendar holds the event without a place at it, or lacks it with one."""
    return or_(
        and_(CalendarInvitation.method == REQUEST, ~_CONFIRMED), and_(CalendarInvitation.method == CANCEL, _CONFIRMED)
    )


def these_places(registration_ids: Collection[int]) -> ColumnElement[bool]:
    """Only these registrations."""
    return Registration.id.in_(registration_ids)


def holders_count(database: Database, event_id: int, *which: ColumnElement[bool]) -> int:
    """How many people's calendars hold the event itself; `which` narrows it."""
    query = (
        select(func.count())
        .select_from(CalendarInvitation)
        .join(Registration, Registration.id == CalendarInvitation.registration_id)
        .where(CalendarInvitation.event_id == event_id, CalendarInvitation.method == REQUEST, _WRITTEN_TO, *which)
    )
    return database.scalar(query) or 0


def events_with_lost_places(database: Database) -> Sequence[int]:
    """The events, not over yet, where somebody's place changed and no letter carried it into their calendar."""
    query = (
        select(CalendarInvitation.event_id)
        .join(Registration, Registration.id == CalendarInvitation.registration_id)
        .join(Event, Event.id == CalendarInvitation.event_id)
        .where(Event.ends_on >= (now() - timedelta(days=1)).date(), _WRITTEN_TO, lost_places())
        .distinct()
    )
    return sorted(database.scalars(query))


def coming_speakers(database: Database, event_id: int) -> Sequence[Speaker]:
    """The speakers who confirmed that they come and have an address."""
    query = (
        select(Speaker)
        .join(Invitation, Invitation.speaker_id == Speaker.id)
        .where(Speaker.event_id == event_id, Speaker.email != "", Invitation.state == InvitationState.CONFIRMED)
    )
    return database.scalars(query.order_by(Speaker.position, Speaker.id)).all()


def entries_of_speakers(database: Database, event_id: int) -> Sequence[tuple[CalendarInvitation, Speaker]]:
    """What was sent into the calendars of an event's speakers who can be written to."""
    query = (
        select(CalendarInvitation, Speaker)
        .join(Speaker, Speaker.id == CalendarInvitation.speaker_id)
        .where(CalendarInvitation.event_id == event_id, Speaker.email != "")
        .order_by(CalendarInvitation.id)
    )
    return database.execute(query).all()


def entries_of_speaker(database: Database, speaker_id: int) -> Sequence[CalendarInvitation]:
    """What was sent into one speaker's calendar, wherever they are written to."""
    query = select(CalendarInvitation).where(CalendarInvitation.speaker_id == speaker_id)
    return database.scalars(query.order_by(CalendarInvitation.id)).all()


def entries_held_by(registration_ids: Collection[int]) -> ColumnElement[bool]:
    """The entries that were sent to these registrations."""
    return CalendarInvitation.registration_id.in_(registration_ids)
