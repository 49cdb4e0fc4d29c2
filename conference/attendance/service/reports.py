"""A meeting's report: kept as it came, decided about, and taken over as evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import aliased

from conference.accounts.models import Account
from conference.agenda.models import Session
from conference.attendance.evidence.found import remembered_columns
from conference.attendance.models import Attendance, How, MeetingReport, ReportColumns, in_force
from conference.attendance.reports.stays import Stay
from conference.audit.service import record
from conference.core.clock import now
from conference.core.storage import Blob
from conference.events.service import lock as lock_event
from conference.registration.models import Registration, RegistrationState


class ReportKnown(Exception):
    """The session has this very file already, as the report with this id."""

    def __init__(self, report_id: int) -> None:
        super().__init__(report_id)
        self.report_id = report_id


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking over a report did: people who are present by it, rows added and corrected, people not confirmed."""

    people: int
    added: int
    corrected: int
    not_confirmed: int


def keep_report(
    database: Database,
    session: Session,
    *,
    blob: Blob,
    name: str,
    ending: str,
    program: str,
    zone: str,
    date_order: str,
    columns: Mapping[str, int] | None = None,
    by: Account,
) -> MeetingReport:
    """Keep a file that is stored, before anything is taken from it. Raises ReportKnown.

    `columns` says what its columns hold, by number from 0, where we do not know the program; empty until somebody does.
    """
    by_id = by.id
    lock_event(database, session.event_id)
    query = select(MeetingReport.id).where(MeetingReport.session_id == session.id, MeetingReport.sha256 == blob.sha256)
    known = database.scalar(query)
    if known is not None:
        raise ReportKnown(known)
    report = MeetingReport(
        session_id=session.id,
        name=name,
        sha256=blob.sha256,
        size=blob.size,
        ending=ending,
        program=program,
        zone=zone,
        date_order=date_order,
        decisions={},
        columns=dict(columns or {}),
        uploaded_at=now(),
        uploaded_by=by_id,
        applied_at=None,
    )
    database.add(report)
    database.flush()
    told = {"session": session.code, "sha256": blob.sha256, "name": name}
    record(database, "keep report", report, by=by_id, event_id=session.event_id, before={}, after=told)
    return report


def decide(
    database: Database, report: MeetingReport, *, zone: str, date_order: str, decisions: Mapping[int, int], by: Account
) -> None:
    """Confirm how the file's clocks are read, and whom some of its people are: a registration's id, or 0 for nobody."""
    by_id = by.id
    lock_event(database, report.session.event_id)
    database.refresh(report)
    report.zone, report.date_order = zone, date_order
    report.decisions = {**report.decisions, **{str(number): person for number, person in decisions.items()}}
    if database.is_modified(report):
        record(database, "decide report", report, by=by_id, event_id=report.session.event_id)


def apply_report(
    database: Database, report: MeetingReport, stays: Mapping[int, Sequence[Stay]], *, by: Account
) -> Taken:
    """Write down who was there by a report, by registration. Doing it again changes only what is different now.

    A presence that the report no longer says is corrected, never deleted. Only confirmed people can be present.
    """
    by_id, session = by.id, report.session
    lock_event(database, session.event_id)
    query = select(Registration.id).where(
        Registration.event_id == session.event_id,
        Registration.id.in_(stays),
        Registration.state == RegistrationState.CONFIRMED,
        Registration.erased_at.is_(None),
    )
    confirmed = set(database.scalars(query))
    wanted = {(one, stay.start, stay.end) for one in confirmed for stay in stays[one]}
    standing = database.scalars(
        select(Attendance).where(Attendance.report_id == report.id, in_force()).order_by(Attendance.id)
    ).all()
    moment = now()
    # What somebody corrected by hand is settled: the report does not say it again.
    kept = _settled_by_hand(database, report.id)
    corrected = 0
    for row in standing:
        said = (row.registration_id, row.since, row.to_at)
        if said in wanted:
            kept.add(said)
        else:
            corrected += 1
            database.add(_row(report, row.registration_id, None, None, moment, by_id, corrects_id=row.id))
    added = sorted(one for one in wanted if one not in kept)
    database.add_all(_row(report, person, start, end, moment, by_id) for person, start, end in added)
    report.applied_at = moment
    taken = Taken(len(confirmed), len(added), corrected, len(set(stays) - confirmed))
    if added or corrected:
        told = {"session": session.code, "people": taken.people, "added": taken.added, "corrected": taken.corrected}
        record(database, "apply report", report, by=by_id, event_id=session.event_id, before={}, after=told)
    return taken


def _settled_by_hand(database: Database, report_id: int) -> set[tuple[int, datetime, datetime | None]]:
    """What a report said and a person corrected by hand since."""
    by_hand = aliased(Attendance)
    query = (
        select(Attendance)
        .join(by_hand, by_hand.corrects_id == Attendance.id)
        .where(Attendance.report_id == report_id, Attendance.from_at.is_not(None), by_hand.how == How.HAND)
    )
    return {(one.registration_id, one.since, one.to_at) for one in database.scalars(query)}


def name_columns(
    database: Database, report: MeetingReport, columns: Mapping[str, int], *, shape: str, date_order: str, by: Account
) -> None:
    """Say what the columns of a report hold, and remember it for the next one of its shape.

    Decisions about people fall where the columns change, for they went by the people's order.
    """
    by_id, event_id = by.id, report.session.event_id
    lock_event(database, event_id)
    database.refresh(report)
    if report.columns != dict(columns):
        report.columns, report.decisions = dict(columns), {}
    report.date_order = date_order
    if database.is_modified(report):
        record(database, "name columns", report, by=by_id, event_id=event_id)
    known = remembered_columns(database, event_id, shape)
    if known is None:
        database.add(ReportColumns(event_id=event_id, shape=shape, columns=dict(columns)))
    else:
        known.columns = dict(columns)
    database.flush()


def _row(
    report: MeetingReport,
    registration_id: int,
    start: datetime | None,
    end: datetime | None,
    moment: datetime,
    by: int,
    *,
    corrects_id: int | None = None,
) -> Attendance:
    return Attendance(
        session_id=report.session_id,
        registration_id=registration_id,
        how=How.REPORT,
        from_at=start,
        to_at=end,
        recorded_at=moment,
        recorded_by=by,
        report_id=report.id,
        corrects_id=corrects_id,
    )
