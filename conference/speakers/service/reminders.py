"""Reminding speakers of what is missing: by the event's rules, each matter once, and by an organiser's hand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import joinedload

from conference.accounts.models import Account
from conference.agenda.models import Speaker
from conference.audit.service import record
from conference.core.clock import now
from conference.core.database import insert_unless_known
from conference.events.models import Event
from conference.events.reminding import QUIET, morning
from conference.events.service import lock as lock_event
from conference.outbox.service import enqueue
from conference.registration.queries import is_over
from conference.speakers.models import (
    STANDING,
    Invitation,
    InvitationState,
    Matter,
    SlidesSettings,
    SpeakerReminder,
)
from conference.speakers.queries.missing import Missing, asked_now_of

KINDS: Mapping[Matter, str] = {
    Matter.ANSWER: "speakers.answer_reminder",
    Matter.SLIDES: "speakers.slides_reminder",
    Matter.BY_HAND: "speakers.reminder",
}
"""The outbox's kinds for reminders."""


def remind(database: Database, event: Event, speaker_ids: Collection[int], *, by: Account | None) -> list[Speaker]:
    """Write one mail to each of these speakers that names all that is missing of them, and say who is written to.

    Left out are those who have no standing invitation or no address, of whom nothing is missing that could still
    come, and whoever was reminded within the last day; after the event nobody is written to.
    """
    by_id = by.id if by is not None else None
    event = lock_event(database, event.id)
    if is_over(event):
        return []
    waiting = _rested(database, event, speaker_ids)
    missing = asked_now_of(database, event, [one.speaker_id for one in waiting])
    written = [one for one in waiting if missing.get(one.speaker_id)]
    marks = _marks(database, written, Matter.BY_HAND)
    for invitation in written:
        if (mark := marks.get(invitation.id)) is not None:
            mark.sent_at = now()
        else:
            values = {"invitation_id": invitation.id, "matter": Matter.BY_HAND.value, "sent_at": now()}
            insert_unless_known(database, SpeakerReminder, values, by=("invitation_id", "matter"))
        after = {"speaker": invitation.speaker.code}
        record(database, "remind", invitation, by=by_id, event_id=event.id, before={}, after=after)
        _write_to(database, invitation, Matter.BY_HAND)
    return [one.speaker for one in written]


def events_to_remind(database: Database) -> Sequence[int]:
    """The events that remind their speakers of something and are not over."""
    # A day's grace: what the calendar says where the event is held decides for each of them.
    yesterday = (now() - timedelta(days=1)).date()
    has_rule = or_(SlidesSettings.answer_reminder_days.is_not(None), SlidesSettings.slides_reminder_days.is_not(None))
    query = select(Event.id).join(SlidesSettings, SlidesSettings.event_id == Event.id)
    return database.scalars(query.where(has_rule, Event.ends_on >= yesterday).order_by(Event.id)).all()


def remind_by_rule(database: Database, event_id: int) -> None:
    """Enqueue the reminders of an event that became due: for the hour that is rung."""
    event, settings = lock_event(database, event_id), database.get(SlidesSettings, event_id)
    if settings is None or is_over(event):
        return
    database.refresh(settings)
    if settings.answer_reminder_days is not None:
        long_ago = now() - timedelta(days=settings.answer_reminder_days)
        invited = _rested(database, event)
        _remind_once(
            database,
            event,
            Matter.ANSWER,
            [one for one in invited if one.state == InvitationState.INVITED and one.sent_at <= long_ago],
        )
    if settings.slides_reminder_days is not None and _slides_are_near(event, settings, settings.slides_reminder_days):
        _remind_once(database, event, Matter.SLIDES, _rested(database, event))


def _slides_are_near(event: Event, settings: SlidesSettings, days: int) -> bool:
    """From the morning of that day on, until slides are taken no longer or the event has begun."""
    last = settings.due_on or event.starts_on - timedelta(days=1)
    begins = morning(event, (settings.due_on or event.starts_on) - timedelta(days=days))
    return begins <= now() and now().astimezone(event.zone_info).date() <= last


def _rested(database: Database, event: Event, speaker_ids: Collection[int] | None = None) -> Sequence[Invitation]:
    """The standing invitations of people with an address whom nobody reminded within the last day."""
    recently = select(SpeakerReminder.invitation_id).where(SpeakerReminder.sent_at > now() - QUIET)
    query = (
        select(Invitation)
        .join(Invitation.speaker)
        .where(
            Speaker.event_id == event.id,
            Speaker.email != "",
            Invitation.state.in_(STANDING),
            Invitation.id.not_in(recently),
        )
        .options(joinedload(Invitation.speaker))
        .order_by(Speaker.position, Speaker.id)
    )
    if speaker_ids is not None:
        query = query.where(Invitation.speaker_id.in_(list(speaker_ids)))
    return database.scalars(query.execution_options(populate_existing=True)).all()


def _remind_once(database: Database, event: Event, matter: Matter, candidates: Sequence[Invitation]) -> None:
    """Write to those of whom this is missing and who were not reminded of it before: their mark decides."""
    known = _marks(database, candidates, matter)
    people = [one for one in candidates if one.id not in known]
    missing = asked_now_of(database, event, [one.speaker_id for one in people])
    wanted = {Matter.ANSWER: Missing.ANSWER, Matter.SLIDES: Missing.SLIDES}[matter]
    for invitation in people:
        if all(item.what != wanted for item in missing.get(invitation.speaker_id, ())):
            continue
        values = {"invitation_id": invitation.id, "matter": matter.value, "sent_at": now()}
        if insert_unless_known(database, SpeakerReminder, values, by=("invitation_id", "matter")):
            _write_to(database, invitation, matter)


def _marks(database: Database, invitations: Iterable[Invitation], matter: Matter) -> Mapping[int, SpeakerReminder]:
    query = select(SpeakerReminder).where(
        SpeakerReminder.matter == matter, SpeakerReminder.invitation_id.in_([one.id for one in invitations])
    )
    return {one.invitation_id: one for one in database.scalars(query)}


def _write_to(database: Database, invitation: Invitation, matter: Matter) -> None:
    """Enqueue a reminder for the address of now; what is missing is looked up when the mail is rendered."""
    speaker = invitation.speaker
    enqueue(
        database,
        KINDS[matter],
        {"invitation": invitation.id, "email": speaker.email, "matter": matter.value},
        recipient=speaker.email,
        event_id=speaker.event_id,
    )
