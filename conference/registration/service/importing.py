"""What organisers do with a list on its way in: send it, say what its columns hold, have it written, or drop it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from conference.accounts.models import Account
from conference.audit.service import record
from conference.core.clock import now
from conference.events.models import Event
from conference.outbox.service import enqueue
from conference.registration.models import ImportState, ParticipantImport

CHECK, WRITE = "registration.import.check", "registration.import.write"
KEPT = timedelta(days=7)
_WAITING = (ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED)
_UNDER_WAY = (ImportState.CHECKING, ImportState.IMPORTING)


class NotNow(Exception):
    """The import is not in a state from which this can be done."""


def begin_import(
    session: Session, event: Event, *, sha256: str, name: str, options: Mapping[str, Any], by: Account
) -> ParticipantImport:
    """Take a file that is stored already; `options` say how it is written."""
    found = ParticipantImport(
        event_id=event.id,
        created_by=by.id,
        created_at=now(),
        file_sha256=sha256,
        file_name=name,
        columns={},
        options=dict(options),
        report={},
    )
    session.add(found)
    session.flush()
    return found


def choose_columns(
    session: Session, found: ParticipantImport, *, columns: Mapping[int, str], options: Mapping[str, Any]
) -> None:
    """Say what each column holds, and let the dry run begin. Raises NotNow while the worker has the list."""
    _lock(session, found, *_WAITING)
    found.columns = {str(number): target for number, target in columns.items()}
    found.options = dict(options)
    found.report, found.staged_sha256, found.error, found.rows_done = {}, "", "", 0
    found.state = ImportState.CHECKING
    enqueue(session, CHECK, {"import": found.id}, recipient="")


def start_import(session: Session, found: ParticipantImport, *, by: Account) -> None:
    """Let the worker write a list in which nothing is wrong. Raises NotNow."""
    by_id = by.id
    _lock(session, found, ImportState.CHECKED)
    if found.report.get("wrong"):
        raise NotNow(found.state)
    found.state, found.created_by, found.rows_done = ImportState.IMPORTING, by_id, 0
    enqueue(session, WRITE, {"import": found.id}, recipient="")


def withdraw_import(session: Session, found: ParticipantImport) -> None:
    """Drop a list that nobody wants; its file is forgotten. Raises NotNow while it is being written, and after."""
    _lock(session, found, ImportState.CHECKING, *_WAITING)
    end_import(found, ImportState.WITHDRAWN)


def end_import(found: ParticipantImport, state: ImportState) -> None:
    """End an import. What was in the file is in the registrations now, or nobody's business: it is kept no longer."""
    found.state, found.finished_at = state, now()
    found.file_sha256 = found.staged_sha256 = ""


def record_import(session: Session, found: ParticipantImport, counted: Mapping[str, int]) -> None:
    """Write down who brought how many people in."""
    told = {"before": {}, "after": {f"import_{name}": number for name, number in counted.items()}}
    record(session, "import registrations", found, by=found.created_by, event_id=found.event_id, **told)


def events_with_old_imports(session: Session) -> Sequence[int]:
    """The events that hold lists which nobody decided about for a week, or whose worker was lost."""
    return sorted(session.scalars(select(ParticipantImport.event_id).where(*_is_old()).distinct()))


def forget_old_imports(session: Session, event_id: int) -> None:
    """Drop those lists of an event: they hold people's data."""
    query = select(ParticipantImport).where(ParticipantImport.event_id == event_id, *_is_old())
    for found in session.scalars(query.with_for_update(skip_locked=True)):
        end_import(found, ImportState.WITHDRAWN)


def _is_old() -> Sequence[ColumnElement[bool]]:
    return (
        ParticipantImport.created_at < now() - KEPT,
        ParticipantImport.state.in_((*_WAITING, *_UNDER_WAY)),
        ParticipantImport.file_sha256 != "",
    )


def _lock(session: Session, found: ParticipantImport, *states: ImportState) -> None:
    query = select(ParticipantImport).where(ParticipantImport.id == found.id).with_for_update()
    session.execute(query.execution_options(populate_existing=True)).scalar_one()
    if found.state not in states:
        raise NotNow(found.state)


def read_anew(session: Session, found: ParticipantImport, *, options: Mapping[str, Any]) -> None:
    """Read the file in another encoding, with another separator, or another sheet of it. Raises NotNow."""
    _lock(session, found, *_WAITING)
    found.options, found.columns, found.report, found.staged_sha256 = dict(options), {}, {}, ""
    found.state = ImportState.UPLOADED
