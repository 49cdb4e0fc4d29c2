"""Creating and changing events, and the two locks that others take: the event's row and its public revision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from conference.accounts.models import Account
from conference.audit.service import record
from conference.core.languages import CODES, Language
from conference.core.translated_fields import Edits, merge_into
from conference.events.models import Event, Role, ZoneKeeps
from conference.events.ports import change_listeners, language_uses
from conference.events.service.team import give_role
from conference.events.service.zones import check_decided, keep_hours

RESERVED_SLUGS = frozenset(
    {
        *CODES,
        "language",
        "sign-in",
        "sign-out",
        "account",
        "static",
        "api",
        "healthz",
        "readyz",
        "sw",
        "robots",
        "sitemap",
    }
    | {
        "agenda",
        "speakers",
        "documents",
        "register",
        "registration",
        "delegation",
        "calendar",
        "schedule",
        "schedule2",
        "join",
        "manage",
        "desk",
        "speak",
    }
    | {"style", "about", "events", "new-event"}
)


class SlugTaken(Exception):
    """Another event has this slug, or it is a word that addresses need."""


class EndsBeforeStart(Exception):
    """The last day is before the first."""


class SourceMissing(Exception):
    """The source language is not among the event's languages."""


class LanguageInUse(Exception):
    """People get their mails and pages in a language that should go: how many in which."""

    def __init__(self, language: Language, people: int) -> None:
        super().__init__(f"{people} in {language}")
        self.language, self.people = language, people


def create_event(session: Session, event: Event, *, by: Account | None) -> Event:
    """Add an event and make its creator an organiser. Raises SlugTaken, EndsBeforeStart, SourceMissing."""
    _check_facts(event)
    if event.slug in RESERVED_SLUGS or session.scalar(select(Event.id).where(Event.slug == event.slug)):
        raise SlugTaken(event.slug)
    session.add(event)
    try:
        session.flush()
    except IntegrityError:
        raise SlugTaken(event.slug) from None
    record(session, "create event", event, by=by.id if by else None, event_id=event.id, after={"slug": event.slug})
    if by is not None:
        give_role(session, event, by, Role.ORGANISER, by=by)
    return event


def change_event(
    session: Session,
    event: Event,
    *,
    values: Mapping[str, Any],
    edits: Mapping[str, Edits],
    by: Account,
    seen: Mapping[str, str] | None = None,
    zone_keeps: ZoneKeeps | None = None,
) -> bool:
    """Change an event's facts and texts; False where nothing is new. `seen` as in `merge_into`.

    Raises Clashes where somebody changed the same things meanwhile, EndsBeforeStart, SourceMissing, LanguageInUse, and
    ZoneUndecided where the zone is another and `zone_keeps` does not say what becomes of the hours. A language that
    goes keeps its texts; they show again when it comes back.
    """
    lock(session, event.id)
    before, zone = event.languages, event.zone_info
    with session.no_autoflush:
        merge_into(event, edits, source=event.source, by=by.id, values=values, seen=seen)
        if not session.is_modified(event):
            return False
        _check_facts(event)
        for language in before:
            if language not in event.languages:
                _check_unused(session, event, language)
        if event.zone_info != zone:
            check_decided(session, event, zone_keeps)
        record(session, "change event", event, by=by.id, event_id=event.id)
    if event.zone_info != zone and zone_keeps == ZoneKeeps.HOURS:
        keep_hours(session, event, zone, by=by.id)
    touch(session, event.id)
    for tell in change_listeners.all():
        tell(session, event)
    return True


def _check_facts(event: Event) -> None:
    if event.ends_on < event.starts_on:
        raise EndsBeforeStart(event.slug)
    if event.source_code not in event.language_codes:
        raise SourceMissing(event.source_code)


def _check_unused(session: Session, event: Event, language: Language) -> None:
    people = sum(count(session, event, language) for count in language_uses.all())
    if people:
        raise LanguageInUse(language, people)


def touch(session: Session, event_id: int) -> None:
    """Something that visitors can see changed: stored pages of the event are no longer given out."""
    session.execute(
        update(Event)
        .where(Event.id == event_id)
        .values(public_revision=Event.public_revision + 1)
        .execution_options(synchronize_session=False)
    )


def lock(session: Session, event_id: int) -> Event:
    """The event's row, locked until the end of the transaction: for what must be decided one at a time."""
    return session.execute(
        select(Event).where(Event.id == event_id).with_for_update().execution_options(populate_existing=True)
    ).scalar_one()
