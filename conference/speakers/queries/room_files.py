"""The files that go into the conference room: of each file one revision, in the order of the sessions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import exists, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import joinedload

from conference.agenda.models import Room, Session, SessionStatus, Speaker, SpeakerInSession
from conference.agenda.queries import whole_sessions_of
from conference.events.models import Event
from conference.speakers.models import Slides
from conference.speakers.queries.missing import Missing, MissingItem, missing_of
from conference.speakers.queries.slides import WithReaders, newest_of, with_readers


class Choice(StrEnum):
    """Which revision of a file is taken: the newest, the newest that was approved, or the one that readers have."""

    ALL = "all"
    APPROVED = "approved"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class RoomFile:
    """One file of one speaker for the room; `has_newer` where a newer revision was not chosen."""

    slides: Slides
    has_newer: bool


@dataclass(frozen=True, slots=True)
class RoomSession:
    """A session with the files for it, the files of which no revision was chosen, and whose slides did not come."""

    session: Session
    files: Sequence[RoomFile]
    left_out: Sequence[Slides]
    missing: Sequence[tuple[Speaker, MissingItem]]

    @property
    def room(self) -> Room | None:
        return self.session.room


def slides_in(database: Database, session_ids: Iterable[int]) -> Sequence[Slides]:
    """What was sent for these sessions, the newest first, with speakers, presentations and documents."""
    query = (
        select(Slides)
        .where(Slides.session_id.in_(list(session_ids)))
        .options(joinedload(Slides.speaker), joinedload(Slides.presentation), joinedload(Slides.document))
        .order_by(Slides.received_at.desc(), Slides.id.desc())
    )
    return database.scalars(query).all()


def sessions_for_room(database: Database, event: Event, *, day: date | None, room_id: int | None) -> Sequence[Session]:
    """The sessions that take place, of a day in the event's zone or of all, in a room or in all, in their order."""
    return [
        one
        for one in whole_sessions_of(database, event.id)
        if one.status == SessionStatus.SCHEDULED
        and (room_id is None or one.room_id == room_id)
        and (day is None or day_of(event, one) == day)
    ]


def day_of(event: Event, session: Session) -> date | None:
    """The day on which a session begins, by the event's clock; None while it is not placed."""
    return session.starts_at.astimezone(event.zone_info).date() if session.starts_at else None


def room_files(database: Database, event: Event, sessions: Sequence[Session], choice: Choice) -> Sequence[RoomSession]:
    """What the room is given for these sessions, in eight queries at most however many there are."""
    listed = slides_in(database, [one.id for one in sessions])
    given = with_readers(database, listed)
    newest = {one.series: one for one in newest_of(listed)}
    chosen = {one.series: one for one in newest_of(one for one in listed if _is_chosen(one, choice, given))}
    people = {one.speaker_id: one.speaker for session in sessions for one in session.roles}
    missing = missing_of(database, event, people)
    return [
        RoomSession(
            session,
            [RoomFile(one, has_newer=newest[one.series].id != one.id) for one in _ordered(session, chosen.values())],
            _ordered(session, [one for one in newest.values() if one.series not in chosen]),
            [
                (people[number], item)
                for number in dict.fromkeys(one.speaker_id for one in session.roles)
                for item in missing.get(number, [])
                if item.what == Missing.SLIDES and item.session is not None and item.session.id == session.id
            ],
        )
        for session in sessions
    ]


def _is_chosen(slides: Slides, choice: Choice, given: WithReaders) -> bool:
    if choice == Choice.APPROVED:
        return slides.approved_at is not None
    return choice == Choice.ALL or given.state(slides) == "current"


def _ordered(session: Session, files: Iterable[Slides]) -> list[Slides]:
    """Those of a session: for it as a whole first, then by its presentations, and each in the order of protocol.

    What somebody sent who is no longer part of the session does not go into its room.
    """
    talks = {talk.id: number for number, talk in enumerate(session.presentations, start=1)}
    protocol = {one.speaker_id: number for number, one in reversed(list(enumerate(session.roles)))}

    def place(one: Slides) -> tuple[int, int, int]:
        return talks.get(one.presentation_id or 0, 0), protocol[one.speaker_id], one.series

    here = (one for one in files if one.session_id == session.id and one.speaker_id in protocol)
    return sorted(here, key=place)


def approved_unpublished(database: Database, event_id: int, session_ids: Collection[int]) -> Sequence[Slides]:
    """Of each file its newest approved revision, where readers were given no such file yet, in the order received."""
    query = (
        select(Slides)
        .join(Slides.speaker)
        .where(
            Speaker.event_id == event_id,
            Slides.session_id.in_(session_ids),
            Slides.approved_at.is_not(None),
            exists().where(
                SpeakerInSession.session_id == Slides.session_id, SpeakerInSession.speaker_id == Slides.speaker_id
            ),
        )
        .options(joinedload(Slides.speaker), joinedload(Slides.document))
        .order_by(Slides.id.desc())
    )
    newest = [one for one in newest_of(database.scalars(query).all()) if one.published_at is None]
    given = with_readers(database, newest)
    return [one for one in reversed(newest) if given.state(one) == "received"]
