"""How long an event keeps its evidence, the legal hold that stops its erasing, and the erasing itself."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.agenda.models import Session
from conference.attendance.evidence.found import due_on, events_with_evidence_due, evidence_rules
from conference.attendance.models import Attendance, EvidenceErasure, EvidenceRules, MeetingReport, Scan, SealedList
from conference.audit.models import AuditEntry
from conference.audit.service import record, redact
from conference.core.batches import batched
from conference.core.clock import now
from conference.events.service import lock as lock_event

AT_ONCE = 500


class ReasonMissing(Exception):
    """A hold is set or lifted for a reason."""


def change_list_rules(database: Database, event_id: int, *, columns: list[str], empty_lines: int, by: Account) -> None:
    """Decide what the event's lists of attendance say beside names, and how many empty lines end a sheet."""
    by_id, rules = by.id, _locked(database, event_id)
    rules.columns, rules.empty_lines = columns, empty_lines
    _record(database, rules, "change attendance lists", by_id)


def change_keeping(
    database: Database, event_id: int, *, retention_days: int | None, legal_hold: bool, reason: str, by: Account
) -> None:
    """Decide how long evidence is kept, and set or lift the hold. Raises ReasonMissing."""
    by_id, rules = by.id, _locked(database, event_id)
    if legal_hold != rules.legal_hold:
        if not reason:
            raise ReasonMissing(event_id)
        rules.legal_hold, rules.hold_reason = legal_hold, reason
        rules.hold_by, rules.held_at = by_id, now()
    rules.retention_days = retention_days
    _record(database, rules, "change evidence keeping", by_id)


def _locked(database: Database, event_id: int) -> EvidenceRules:
    lock_event(database, event_id)
    rules = evidence_rules(database, event_id)
    if rules not in database:
        database.add(rules)
        database.flush()
    database.refresh(rules)
    return rules


def _record(database: Database, rules: EvidenceRules, verb: str, by: int) -> None:
    if database.is_modified(rules):
        record(database, verb, rules, by=by, event_id=rules.event_id)
    database.flush()


def erase_evidence_due(database: Database, event_id: int) -> None:
    """Erase the evidence of an event whose time is over, and list how much of what. Numbers and digests stay."""
    event = lock_event(database, event_id)
    # Somebody may have set a hold meanwhile, or given it more time.
    if not events_with_evidence_due(database, event_id):
        return
    rules = evidence_rules(database, event_id)
    day = due_on(event, rules)
    assert day is not None
    assert rules.retention_days is not None
    erased = EvidenceErasure(
        event_id=event_id,
        erased_at=now(),
        retention_days=rules.retention_days,
        due_on=day,
        found=_found(database, event_id),
    )
    database.add(erased)
    _erase(database, event_id)
    _redact(database, event_id)
    record(database, "erase evidence", event, by=None, event_id=event_id, before={}, after=_told(erased.found))


def _redact(database: Database, event_id: int) -> None:
    """What the record of changes tells of presences and of reports goes with them; that something was done stays."""
    about = or_(*(AuditEntry.subject.startswith(f"{table}:") for table in ("attendance", "meeting_report")))
    query = select(AuditEntry.subject).where(AuditEntry.event_id == event_id, about).distinct()
    for subjects in batched(database.scalars(query).all(), AT_ONCE):
        redact(database, subjects)


def _found(database: Database, event_id: int) -> dict[str, Any]:
    """How much there is, by session; no name among it."""
    counted = database.execute(
        select(Session.code, func.count(Attendance.registration_id.distinct()), func.count(Attendance.id))
        .join(Attendance, Attendance.session_id == Session.id)
        .where(Session.event_id == event_id)
        .group_by(Session.code)
        .order_by(Session.code)
    )
    reports = database.scalar(select(func.count()).where(MeetingReport.id.in_(_reports(event_id))))
    lists = select(SealedList.number).where(SealedList.event_id == event_id, SealedList.erased_at.is_(None))
    return {
        "sessions": [{"code": code, "people": people, "rows": rows} for code, people, rows in counted],
        "reports": reports or 0,
        "lists": list(database.scalars(lists.order_by(SealedList.number))),
    }


def _told(found: dict[str, Any]) -> dict[str, int]:
    return {
        "evidence_rows": sum(one["rows"] for one in found["sessions"]),
        "evidence_sessions": len(found["sessions"]),
        "evidence_reports": found["reports"],
        "evidence_lists": len(found["lists"]),
    }


def _reports(event_id: int) -> Any:
    return (
        select(MeetingReport.id)
        .join(Session, Session.id == MeetingReport.session_id)
        .where(Session.event_id == event_id, MeetingReport.erased_at.is_(None))
    )


def _erase(database: Database, event_id: int) -> None:
    moment, quietly = now(), {"synchronize_session": False}
    sessions = select(Session.id).where(Session.event_id == event_id)
    for table in (Attendance, Scan):
        database.execute(delete(table).where(table.session_id.in_(sessions)).execution_options(**quietly))
    database.execute(
        update(MeetingReport)
        .where(MeetingReport.id.in_(_reports(event_id)))
        .values(name="", decisions={}, erased_at=moment)
        .execution_options(**quietly)
    )
    database.execute(
        update(SealedList)
        .where(SealedList.event_id == event_id, SealedList.erased_at.is_(None))
        .values(data="", erased_at=moment)
        .execution_options(**quietly)
    )
    database.expire_all()
