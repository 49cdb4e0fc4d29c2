"""Who is marked present where, and finding the people at a desk."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import contains_eager, joinedload

from conference.accounts.models import email_key
from conference.agenda.models import Session, SessionType
from conference.attendance.models import Attendance, MeetingReport, in_force
from conference.attendance.reports.matching import Directory, Person
from conference.core.search import fold
from conference.core.text import sought
from conference.events.models import Event
from conference.registration.models import Registration

FLOOR = ""
"""The channel of a meeting on which everybody is heard as they speak."""


def placed_sessions(database: Database, event_id: int) -> Sequence[Session]:
    """The sessions of the draft that have a time, in their order; breaks are nothing to attend."""
    query = placed().where(Session.event_id == event_id)
    return database.scalars(query.order_by(Session.starts_at, Session.ends_at, Session.id)).all()


def placed_session(database: Database, event_id: int, code: str) -> Session | None:
    query = placed().where(Session.event_id == event_id, Session.code == code)
    return database.scalar(query.options(joinedload(Session.event)))


def placed() -> Select[Session]:
    """The sessions that have a time; breaks are nothing to attend."""
    return select(Session).where(
        Session.starts_at.is_not(None), Session.ends_at.is_not(None), Session.type != SessionType.BREAK
    )


def present_counts(database: Database, event_id: int) -> Mapping[int, int]:
    """How many people are marked present at each session of an event, in whatever way it is known."""
    query = (
        select(Attendance.session_id, func.count(Attendance.registration_id.distinct()))
        .join(Attendance.session)
        .where(Session.event_id == event_id, in_force())
        .group_by(Attendance.session_id)
    )
    return dict(database.execute(query).all())


def presences(database: Database, session_id: int) -> Sequence[Attendance]:
    """What is known of a session's presence with whom it is about, the newest first, without what was corrected."""
    query = (
        select(Attendance)
        .join(Attendance.registration)
        .where(Attendance.session_id == session_id, in_force())
        .options(contains_eager(Attendance.registration))
        .order_by(Attendance.recorded_at.desc(), Attendance.id.desc())
    )
    return database.scalars(query).all()


def open_presence(
    database: Database, *, session_id: int, registration_id: int, ways: Collection[str]
) -> Attendance | None:
    """What stands, is known in one of these ways, and nobody saw end."""
    query = select(Attendance).where(
        Attendance.session_id == session_id,
        Attendance.registration_id == registration_id,
        Attendance.how.in_(ways),
        Attendance.to_at.is_(None),
        in_force(),
    )
    return database.scalars(query.order_by(Attendance.id)).first()


def presences_of_day(database: Database, event: Event, day: date) -> Sequence[Attendance]:
    """All that is known of one day in the event's zone, by session and name; one query."""
    midnight = datetime.combine(day, time.min, tzinfo=event.zone_info).astimezone(UTC)
    next_midnight = datetime.combine(day + timedelta(days=1), time.min, tzinfo=event.zone_info).astimezone(UTC)
    query = (
        select(Attendance)
        .join(Attendance.session)
        .join(Attendance.registration)
        .where(
            Session.event_id == event.id,
            Session.starts_at >= midnight,
            Session.starts_at < next_midnight,
            in_force(),
        )
        .options(contains_eager(Attendance.session), contains_eager(Attendance.registration))
        .order_by(Session.starts_at, Session.id, Registration.sort_name, Registration.id, Attendance.how.desc())
    )
    return database.scalars(query).all()


def registration_by_code(database: Database, event_id: int, typed: str) -> Registration | None:
    """The registration whose code was typed or scanned: lower case, Arabic-Indic digits and spaces are welcome."""
    code = "".join(sought(typed)).upper()
    query = select(Registration).where(
        Registration.event_id == event_id, Registration.code == code, Registration.erased_at.is_(None)
    )
    return database.scalar(query)


def registration_called(database: Database, event_id: int, typed: str) -> int | None:
    """The id of the registration with this code, or the only one with this e-mail address."""
    by_code = registration_by_code(database, event_id, typed)
    if by_code is not None:
        return by_code.id
    query = select(Registration.id).where(
        Registration.event_id == event_id,
        Registration.email_key == email_key(typed),
        Registration.erased_at.is_(None),
    )
    found = database.scalars(query.limit(2)).all()
    return found[0] if len(found) == 1 else None


def people_found(database: Database, event_id: int, words: str, *, at_most: int) -> tuple[Sequence[Registration], int]:
    """Registrations in which every word is found, in alphabetical order, and how many there are in all.

    Accents, vowel signs, the forms of alif and kinds of digits do not count. An event's people are few enough to be
    looked through here, which no database does the same way.
    """
    wanted = [_bare(word) for word in sought(words)]
    query = select(
        Registration.id,
        Registration.native_name,
        Registration.latin_name,
        Registration.organisation,
        Registration.code,
    ).where(Registration.event_id == event_id, Registration.erased_at.is_(None))
    found = [
        row.id
        for row in database.execute(query.order_by(Registration.sort_name, Registration.id))
        if wanted and _holds(_bare(" ".join(row[1:])), wanted)
    ]
    if not found:
        return [], 0
    people = database.scalars(select(Registration).where(Registration.id.in_(found[:at_most]))).all()
    return sorted(people, key=lambda one: found.index(one.id)), len(found)


def online_sessions(database: Database, event_id: int) -> Collection[int]:
    """The ids of the sessions that have a meeting's address, be it that of one interpreted language alone."""
    return meeting_channels(database, event_id).keys()


def meeting_channels(database: Database, event_id: int) -> Mapping[int, Sequence[str]]:
    """The channels of each online session of an event, by its id: `FLOOR`, and codes of interpreted languages."""
    query = select(Session.id, Session.meeting_url, Session.channel_urls).where(Session.event_id == event_id)
    return {
        row.id: [*([FLOOR] if row.meeting_url else []), *sorted(row.channel_urls)]
        for row in database.execute(query)
        if row.meeting_url or row.channel_urls
    }


def meeting_addresses(database: Database, session_id: int) -> Mapping[str, str]:
    """Where a session's meeting is: by the code of an interpreted language, and under `FLOOR` for what is said there.

    Empty for a session without one. Never shown in a page.
    """
    query = select(Session.meeting_url, Session.channel_urls).where(Session.id == session_id)
    row = database.execute(query).one_or_none()
    if row is None:
        return {}
    floor = {FLOOR: row.meeting_url} if row.meeting_url else {}
    return floor | row.channel_urls


def _holds(text: str, words: Sequence[str]) -> bool:
    return all(word in text for word in words)


def _bare(text: str) -> str:
    """A folded text without accents."""
    decomposed = unicodedata.normalize("NFD", fold(text))
    return "".join(character for character in decomposed if unicodedata.category(character) != "Mn")


def evidence_count(database: Database, session_id: int) -> int:
    """How many rows of evidence a session has, those corrected among them."""
    return database.scalar(select(func.count()).where(Attendance.session_id == session_id)) or 0


def sessions_attended(registration_id: int | None) -> Select[int]:
    """The sessions at which a person was seen, without what was corrected; none for nobody."""
    return select(Attendance.session_id).where(Attendance.registration_id == registration_id, in_force())


def reports_of(database: Database, session_id: int) -> Sequence[MeetingReport]:
    """The reports of a session's meeting, the newest first."""
    query = select(MeetingReport).where(MeetingReport.session_id == session_id)
    return database.scalars(query.order_by(MeetingReport.id.desc())).all()


def report_by_id(database: Database, session_id: int, report_id: int) -> MeetingReport | None:
    return database.scalar(
        select(MeetingReport).where(MeetingReport.session_id == session_id, MeetingReport.id == report_id)
    )


def directory(database: Database, event_id: int) -> Directory:
    """The people of an event to be asked whom a report means."""
    query = select(Registration.id, Registration.email, Registration.native_name, Registration.latin_name).where(
        Registration.event_id == event_id, Registration.erased_at.is_(None)
    )
    rows = database.execute(query.order_by(Registration.id))
    return Directory(Person(row.id, row.email, (row.native_name, row.latin_name)) for row in rows)


def people_by_id(database: Database, event_id: int, ids: Collection[int]) -> Mapping[int, Registration]:
    query = select(Registration).where(Registration.event_id == event_id, Registration.id.in_(ids))
    return {one.id: one for one in database.scalars(query)}


def known_blobs(session: Database) -> set[str]:
    """The SHA-256 of every report that is kept, for the sweep."""
    return set(session.scalars(select(MeetingReport.sha256).where(MeetingReport.erased_at.is_(None))))
