"""What feeds give to the features below them: entries for mails that go anyway, and ears for what changes calendars."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC
from typing import Any

from flask import g
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import delete
from sqlalchemy.orm import Session as Database

from conference.agenda.models import AgendaVersion, Speaker
from conference.agenda.ports import Addressee, Concerned
from conference.agenda.queries import latest_version
from conference.core.database import db
from conference.core.formatting import format_instant
from conference.core.languages import Language
from conference.core.rendering import month_style
from conference.events.models import Event
from conference.feeds import service
from conference.feeds.claims import REQUEST, Claim
from conference.feeds.itip import invite_of, matter_of
from conference.feeds.models import CalendarInvitation
from conference.feeds.queries import entries_held_by, entries_of_registration, events_with_lost_places
from conference.outbox.mail import Invite
from conference.outbox.ports import HourlyWork
from conference.registration.models import MailKind, Registration
from conference.registration.ports import Held, HeldRow

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
    """Whoever confirms gets their sessions, whoever declines gets rid of them."""
    service.tell_speaker(database, speaker)


def speaker_moved(database: Database, speaker: Speaker, *, before: Addressee) -> None:
    """The calendar at the address before is emptied, and the one at the new address knows nothing yet."""
    service.speaker_moves(database, speaker, before=before)


def speaker_departs(database: Database, speaker: Speaker) -> None:
    """Nobody remembers later whose calendar holds the sessions of a speaker who is deleted."""
    service.speaker_leaves(database, speaker)


class SentToCalendar:
    """What was sent into a person's calendar."""

    def show(self, session: Database, registration: Registration) -> Held:
        zone = registration.event.zone
        return Held(
            key="calendar_entries",
            heading=_("Sent to your calendar"),
            explained=_("The last entry for your calendar that our mails brought you, and when."),
            headers=[_("What"), _("When")],
            rows=[
                HeldRow(
                    {
                        "uid": row.uid,
                        "method": row.method,
                        "sequence": row.sequence,
                        "sent_at": row.sent_at.astimezone(UTC).isoformat(timespec="seconds"),
                    },
                    [
                        _("The event") if row.method == REQUEST else _("The event, taken out again"),
                        Markup("<bdi>{}</bdi>").format(format_instant(row.sent_at, zone, g.language, month_style())),
                    ],
                )
                for row in entries_of_registration(session, registration.id)
            ],
        )

    def erase(self, session: Database, registration_ids: Collection[int]) -> None:
        """Nobody who is erased is written to again; the mails themselves go with the messages about them."""
        rows = delete(CalendarInvitation).where(entries_held_by(registration_ids))
        session.execute(rows.execution_options(synchronize_session=False))
