"""Telling those whom a publication concerns: one mail to each, however many ways they have to do with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session as Database

from conference.agenda.frozen import frozen
from conference.agenda.matters import changes_for, sessions_that_matter
from conference.agenda.models import AgendaVersion, Session
from conference.agenda.ports import Concerned, absent, concerned, sent_entries
from conference.agenda.queries import choices_with_account
from conference.core.languages import Language
from conference.core.tokens import secret_digest
from conference.events.models import Event, Publication
from conference.outbox.service import enqueue

AGENDA_CHANGED = "agenda.changed"
Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom changes concern: those who would get a mail, and by the id of each session the ids of its speakers.

    `calendars` is how many people are sent an entry for their calendar without a change in their sessions: the event
    itself has other hours, or its agenda is published for the first time.
    """

    people: Sequence[Concerned]
    sessions: Mapping[int, Collection[int]]
    calendars: int = 0


def concerned_by_draft(
    database: Database, event: Event, sessions: Sequence[Session], changes: Sequence[Data]
) -> Audience:
    """Whom publishing the draft now would concern; `changes` are those since the newest version."""
    data = frozen(event, sessions)
    calendars = sum(entries.concerned(database, event, data) for entries in sent_entries.all())
    return replace(_audience(database, event, data, changes), calendars=calendars)


def tell_concerned(database: Database, event: Event, version: AgendaVersion) -> int:
    """Enqueue a mail to each person whom `version` concerns, once per person and version; says to how many.

    Called in the transaction that publishes the version, or later: nobody is written to twice. Entries that were sent
    into calendars are put right: by the same mail where there is one, and one entry at most, else by one of its own.
    """
    people = _audience(database, event, version.data, version.difference["changes"]).people
    claimed: dict[str, Mapping[str, Any]] = {}
    for entries in sent_entries.all():
        claimed |= entries.claim(database, event, version, people)
        entries.tell_others(database, event, version)
    for one in people:
        enqueue(
            database,
            AGENDA_CHANGED,
            {
                "event": event.id,
                "version": version.id,
                "email": one.email,
                "name": one.name,
                "language": one.language.code,
                "chosen": sorted(one.chosen),
                "speaks_in": sorted(one.speaks_in),
                "entry": claimed.get(one.key),
                **one.about,
            },
            recipient=one.email,
            event_id=event.id,
            deduplication_key=f"{AGENDA_CHANGED}:{version.id}:{secret_digest(one.key)}",
        )
    return len(people)


def _audience(database: Database, event: Event, data: Data, changes: Sequence[Data]) -> Audience:
    sessions = sessions_that_matter(data, changes)
    # While the event itself is a draft, no link in a mail would open.
    if not sessions or event.publication != Publication.PUBLISHED:
        return Audience([], {})
    known = [people for find in concerned.all() for people in find(database, event, sessions)]
    people = _one_each([*known, *_with_agenda_of_their_own(database, event, sessions)])
    return Audience([one for one in people if _is_told_something(changes, one)], sessions)


def _is_told_something(changes: Sequence[Data], one: Concerned) -> bool:
    return any(changes_for(changes, chosen=one.chosen, speaks_in=one.speaks_in))


def _with_agenda_of_their_own(database: Database, event: Event, sessions: Iterable[int]) -> Sequence[Concerned]:
    """Whoever chose sessions with an account, unless they have given up their place at the event."""
    gone = [ask(event) for ask in absent.all()]
    return [
        Concerned(
            key=account.email_key,
            email=account.email,
            name=account.native_name or account.latin_name,
            language=Language.of(account.language),
            chosen=frozenset(ids),
        )
        for account, ids in choices_with_account(database, event.id, list(sessions), without=gone)
    ]


def _one_each(people: Iterable[Concerned]) -> list[Concerned]:
    """Each person once, called and written to as the first feature that knows them does."""
    merged: dict[str, Concerned] = {}
    for one in people:
        before = merged.setdefault(one.key, one)
        merged[one.key] = replace(
            before,
            chosen=before.chosen | one.chosen,
            speaks_in=before.speaks_in | one.speaks_in,
            about={**one.about, **before.about},
        )
    return list(merged.values())
