"""What feeds give to the features below them: entries for mails that go anyway, and ears for what changes calendars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session as Database

from conference.agenda.models import AgendaVersion, PersonalAgenda, Speaker
from conference.agenda.ports import Addressee, Concerned
from conference.agenda.queries import latest_version
from conference.core.database import db
from conference.core.languages import Language
from conference.events.models import Event
from conference.feeds import service
from conference.feeds.claims import Claim
from conference.feeds.itip import invite_of, matter_of
from conference.feeds.models import CalendarFeed
from conference.feeds.queries import events_with_lost_places
from conference.outbox.mail import Invite
from conference.outbox.ports import HourlyWork
from conference.registration.models import MailKind, Registration

WORK_OF_THE_HOUR = (HourlyWork("calendars of lost places", events_with_lost_places, service.follow_places),)


class _Carried:
    """Entries that ride in mails of the features below."""

    def invite(self, claimed: Mapping[str, Any], *, email: str, name: str, language: Language) -> Invite | None:
        claim = Claim.from_json(claimed)
        matter = matter_of(db.session(), claim)
        return invite_of(matter, claim, email=email, name=name, language=language) if matter else None


class LetterEntries(_Carried):
    """The event as an entry in letters about registrations."""

    def claim(
        self, session: Database, registrations: Sequence[Registration], kind: MailKind
    ) -> Mapping[int, Mapping[str, Any]]:
        claimed = service.claim_for_letters(session, registrations, kind)
        return {number: claim.to_json() for number, claim in claimed.items()}

    def leave(self, session: Database, registration: Registration) -> None:
        service.registrant_leaves(session, registration)

    def arrive(self, session: Database, registration: Registration) -> None:
        service.registrant_arrives(session, registration)


class SentEntries(_Carried):
    """What was sent into calendars, for publications that tell people."""

    def concerned(self, database: Database, event: Event, data: Mapping[str, Any]) -> int:
        return service.readers_of_changes(database, event, data)

    def claim(
        self, database: Database, event: Event, version: AgendaVersion, people: Sequence[Concerned]
    ) -> Mapping[str, Mapping[str, Any]]:
        claimed = service.claim_for_news(database, event, version, people)
        return {key: claim.to_json() for key, claim in claimed.items()}

    def tell_others(self, database: Database, event: Event, version: AgendaVersion) -> None:
        service.put_right_later(database, event, cause=f"version:{version.id}")


def agenda_published(database: Database, event: Event, version: AgendaVersion) -> None:
    """The event lasts from its first session to its last, told or not."""
    service.follow_event(database, event, version.data)


def event_changed(session: Database, event: Event) -> None:
    """Other days, another venue, or an event that is no longer announced: everybody who holds it is told."""
    version = latest_version(session, event.id)
    if service.follow_event(session, event, version.data if version else None):
        entry = service.event_entry(session, event)
        service.put_right_later(session, event, cause=f"event:{entry.sequence}")


def tell_speaker(database: Database, speaker: Speaker) -> None:
    """Whoever confirms gets their sessions; whoever declines or is invited no more gets rid of them."""
    service.tell_speaker(database, speaker)


def speaker_moved(database: Database, speaker: Speaker, *, before: Addressee) -> None:
    """The calendar at the address before is emptied, and the one at the new address knows nothing yet."""
    service.speaker_moves(database, speaker, before=before)


def speaker_departs(database: Database, speaker: Speaker) -> None:
    """Nobody remembers later whose calendar holds the sessions of a speaker who is deleted."""
    service.speaker_leaves(database, speaker)


def calendar_pass(database: Database, event: Event, token: str) -> int | None:
    """Whom an entry of their own calendar lets into its meeting."""
    return service.registration_behind(database, event.id, token)


def agenda_taken_over(database: Database, before: PersonalAgenda, after: PersonalAgenda) -> None:
    """A calendar goes on at its address when an account takes over what it shows, unless the account has one."""
    has_one = select(CalendarFeed.id).where(CalendarFeed.personal_agenda_id == after.id).exists()
    database.execute(
        update(CalendarFeed)
        .where(CalendarFeed.personal_agenda_id == before.id, ~has_one)
        .values(personal_agenda_id=after.id)
        .execution_options(synchronize_session=False)
    )
