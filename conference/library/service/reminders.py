"""Reminding those responsible for language versions: by an organiser's hand, and by rule, each matter once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account, email_key
from conference.audit.service import record
from conference.core.clock import now
from conference.core.database import insert_unless_known
from conference.events.models import Event
from conference.events.reminding import QUIET, morning
from conference.events.service import lock as lock_event
from conference.library.models import LanguageVersion, LibrarySettings, VersionReminder
from conference.library.queries import candidate, candidates, versions_with_a_day
from conference.library.service.acting import account_id
from conference.library.service.settings import settings_under_lock
from conference.outbox.service import enqueue


class Matter(StrEnum):
    """Why somebody is reminded: an organiser asked for it, the day is near, or it is over."""

    BY_HAND = "by_hand"
    NEAR = "near"
    OVERDUE = "overdue"


KINDS: Mapping[Matter, str] = {
    Matter.BY_HAND: "library.reminder",
    Matter.NEAR: "library.due_reminder",
    Matter.OVERDUE: "library.overdue_reminder",
}
"""The outbox's kinds for reminders."""


def remind(
    database: Database, event: Event, version_ids: Collection[int], *, by: Account | None
) -> list[LanguageVersion]:
    """Write one mail to each person responsible for these versions, and say of which versions somebody is reminded.

    Left out is what nobody is responsible for, what readers have, and what was asked for within the last day.
    """
    by_id = account_id(by)
    event = lock_event(database, event.id)
    wanted = [one.version for one in candidates(database, event, version_ids, quiet=QUIET) if one.left_out is None]
    for version in wanted:
        after = {"language_code": version.language_code, "responsible_name": version.responsible_name}
        record(database, "remind", version, by=by_id, event_id=event.id, before={}, after=after)
    _write(database, event, Matter.BY_HAND, wanted)
    return wanted


def events_to_remind(database: Database) -> Sequence[int]:
    """The events that have a rule by which they remind of documents."""
    has_rule = or_(LibrarySettings.reminder_days.is_not(None), LibrarySettings.reminds_overdue)
    return database.scalars(select(LibrarySettings.event_id).where(has_rule).order_by(LibrarySettings.event_id)).all()


def remind_by_rule(database: Database, event_id: int) -> None:
    """Enqueue the reminders of an event that became due: for the hour that is rung."""
    event = lock_event(database, event_id)
    settings = settings_under_lock(database, event_id)
    found: dict[Matter, list[LanguageVersion]] = defaultdict(list)
    for version in versions_with_a_day(database, event_id):
        if candidate(event, version, quiet=QUIET).left_out is None:
            matter = _matter(event, settings, version)
            if matter is not None and _is_first(database, version, matter):
                found[matter].append(version)
    for matter, versions in found.items():
        _write(database, event, matter, versions)


def _matter(event: Event, settings: LibrarySettings, version: LanguageVersion) -> Matter | None:
    """What a version is to be reminded of at this hour, if anything."""
    assert version.due_on is not None
    over = morning(event, version.due_on + timedelta(days=1))
    if settings.reminds_overdue and over <= now():
        return Matter.OVERDUE
    if settings.reminder_days is None:
        return None
    near = morning(event, version.due_on - timedelta(days=settings.reminder_days))
    is_over = now().astimezone(event.zone_info).date() > version.due_on
    return Matter.NEAR if near <= now() and not is_over else None


def _is_first(database: Database, version: LanguageVersion, matter: Matter) -> bool:
    """Whether nobody was reminded of this before: the mark decides, also between two workers."""
    values = {"version_id": version.id, "matter": matter.value, "due_on": version.due_on, "sent_at": now()}
    return insert_unless_known(database, VersionReminder, values, by=("version_id", "matter", "due_on"))


def _write(database: Database, event: Event, matter: Matter, versions: Iterable[LanguageVersion]) -> None:
    """One message to each person; how the versions stand is looked up when the mail is rendered."""
    people: dict[str, list[LanguageVersion]] = defaultdict(list)
    for version in versions:
        people[email_key(version.responsible_email)].append(version)
        version.reminded_at = now()
    for theirs in people.values():
        email = theirs[0].responsible_email
        payload = {"event": event.id, "email": email, "versions": [one.id for one in theirs], "matter": matter.value}
        enqueue(database, KINDS[matter], payload, recipient=email, event_id=event.id)
