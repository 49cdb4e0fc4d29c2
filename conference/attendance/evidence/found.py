"""Finding an event's sealed lists, what it decided about its evidence, and what of that is due to be erased."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import joinedload, selectinload

from conference.agenda.models import Session
from conference.attendance.models import (
    Attendance,
    EvidenceErasure,
    EvidenceRules,
    MeetingReport,
    ReportColumns,
    SealedFile,
    SealedList,
)
from conference.core.clock import now
from conference.events.models import Event
from conference.registration.models import Registration, RegistrationRules, RegistrationState
from conference.registration.queries import today_at


def evidence_rules(database: Database, event_id: int) -> EvidenceRules:
    """What an event decided; what usually holds, not stored, where it decided nothing."""
    return database.get(EvidenceRules, event_id) or EvidenceRules.usual(event_id)


def sealed_lists(database: Database, event_id: int) -> Sequence[SealedList]:
    """The sealed lists of an event, the newest first, with what replaced them and their files."""
    query = select(SealedList).where(SealedList.event_id == event_id).order_by(SealedList.number.desc())
    return database.scalars(
        query.options(
            selectinload(SealedList.files), joinedload(SealedList.replaced_by), joinedload(SealedList.session)
        )
    ).all()


def sealed_list(database: Database, event_id: int, number: int) -> SealedList | None:
    query = select(SealedList).where(SealedList.event_id == event_id, SealedList.number == number)
    return database.scalar(query.options(joinedload(SealedList.replaced_by), joinedload(SealedList.replaces)))


def latest_sealed(database: Database, event_id: int, day: date, session_id: int | None) -> SealedList | None:
    """The newest edition of the list of a day, or of a session."""
    about = SealedList.session_id == session_id if session_id else SealedList.session_code == ""
    query = select(SealedList).where(SealedList.event_id == event_id, SealedList.day == day, about)
    if session_id:
        # A session that moved to another day keeps its editions.
        query = select(SealedList).where(SealedList.event_id == event_id, about)
    return database.scalars(query.order_by(SealedList.number.desc())).first()


def last_number(database: Database, event_id: int) -> int:
    """The number of the newest sealed list of an event, 0 before the first; ask under the event's lock."""
    return database.scalar(select(func.max(SealedList.number)).where(SealedList.event_id == event_id)) or 0


def sealed_with_file(database: Database, event_id: int, sha256: str) -> SealedList | None:
    """The list whose PDF has this digest."""
    query = select(SealedList).join(SealedList.files).where(SealedList.event_id == event_id)
    return database.scalars(query.where(SealedFile.sha256 == sha256)).first()


def confirmed_people(database: Database, event_id: int) -> Sequence[Registration]:
    """Who may sign a list: everybody confirmed whose data are not erased."""
    query = select(Registration).where(
        Registration.event_id == event_id,
        Registration.state == RegistrationState.CONFIRMED,
        Registration.erased_at.is_(None),
    )
    return database.scalars(query.order_by(Registration.id)).all()


def standing_row(database: Database, session_id: int, attendance_id: int) -> Attendance | None:
    """One row of a session that nobody corrected, with whom it is about."""
    query = select(Attendance).where(Attendance.id == attendance_id, Attendance.session_id == session_id)
    found = database.scalar(query.options(joinedload(Attendance.registration), joinedload(Attendance.correction)))
    return found if found is not None and found.from_at is not None and found.correction is None else None


def remembered_columns(database: Database, event_id: int, shape: str) -> ReportColumns | None:
    return database.scalar(
        select(ReportColumns).where(ReportColumns.event_id == event_id, ReportColumns.shape == shape)
    )


def erasures(database: Database, event_id: int) -> Sequence[EvidenceErasure]:
    """What was erased of an event's evidence, the newest first."""
    query = select(EvidenceErasure).where(EvidenceErasure.event_id == event_id)
    return database.scalars(query.order_by(EvidenceErasure.id.desc())).all()


def due_on(event: Event, rules: EvidenceRules) -> date | None:
    """The day, in the event's zone, on which its evidence is erased; None where it is kept."""
    return None if rules.retention_days is None else event.ends_on + timedelta(days=rules.retention_days)


def events_with_evidence_due(database: Database, event_id: int | None = None) -> Sequence[int]:
    """The events, or this one, whose evidence should be gone, and that neither hold of theirs keeps; oldest first."""
    attended = exists().where(Attendance.session_id == Session.id, Session.event_id == Event.id)
    reported = exists().where(
        MeetingReport.session_id == Session.id, Session.event_id == Event.id, MeetingReport.erased_at.is_(None)
    )
    sealed = exists().where(SealedList.event_id == Event.id, SealedList.erased_at.is_(None))
    query = (
        select(Event, EvidenceRules)
        .join(EvidenceRules, EvidenceRules.event_id == Event.id)
        .outerjoin(RegistrationRules, RegistrationRules.event_id == Event.id)
        .where(
            EvidenceRules.retention_days.is_not(None),
            EvidenceRules.legal_hold.is_(False),
            or_(RegistrationRules.event_id.is_(None), RegistrationRules.legal_hold.is_(False)),
            # A day early, for zones ahead of UTC; the day itself is decided in the event's own zone.
            Event.ends_on <= (now() + timedelta(days=1)).date(),
            or_(attended, reported, sealed),
        )
        .order_by(Event.ends_on, Event.id)
    )
    if event_id is not None:
        query = query.where(and_(Event.id == event_id))
    found = []
    for event, rules in database.execute(query):
        day = due_on(event, rules)
        if day is not None and day <= today_at(event):
            found.append(event.id)
    return found


def known_sealed_files(session: Database) -> set[str]:
    """The SHA-256 of the PDFs of sealed lists that are kept, for the sweep."""
    query = select(SealedFile.sha256).join(SealedFile.sealed).where(SealedList.erased_at.is_(None))
    return set(session.scalars(query))
