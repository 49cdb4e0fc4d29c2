"""What the outbox's worker does for lists on their way in: the dry run, and writing them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from conference.core.database import db, write
from conference.core.logs import log
from conference.core.tables import TableRefused
from conference.events.service import lock as lock_event
from conference.outbox.mail import Mail
from conference.registration import service
from conference.registration.importing.checking import check
from conference.registration.importing.refusals import code_of_refusal
from conference.registration.importing.staged import OUTCOMES
from conference.registration.importing.writing import NoLongerFits, TooFewPlaces, write_rows
from conference.registration.models import ImportState, ParticipantImport
from conference.registration.service.importing import CHECK, WRITE, end_import, record_import


def check_import(payload: Mapping[str, Any]) -> Mail | None:
    """Read the whole list, and keep what was found; a worker that takes over begins anew."""
    import_id = payload["import"]
    found = db.session.get(ParticipantImport, import_id)
    if found is None or found.state != ImportState.CHECKING:
        return None
    try:
        sha256, counted = check(db.session(), found, progress=lambda done: _note(import_id, done))
    except Exception as error:
        _fail(import_id, ImportState.CHECKING, error)
        return None
    with write() as session:
        found = session.get(ParticipantImport, import_id, with_for_update=True)
        if found is not None and found.state == ImportState.CHECKING:
            found.staged_sha256, found.report = sha256, counted
            found.rows_total = found.rows_done = sum(counted.get(one, 0) for one in OUTCOMES)
            found.state = ImportState.CHECKED
    return None


def write_import(payload: Mapping[str, Any]) -> Mail | None:
    """Write the whole list in one transaction, behind the lock of its event."""
    import_id = payload["import"]
    try:
        with write() as session:
            _write(session, import_id)
    except Exception as error:
        _fail(import_id, ImportState.IMPORTING, error)
    return None


def _write(session: Session, import_id: int) -> None:
    found = session.get(ParticipantImport, import_id)
    if found is None:
        return
    event = lock_event(session, found.event_id)
    session.refresh(found)
    if found.state != ImportState.IMPORTING:
        return
    counted = write_rows(session, event, found)
    found.report, found.rows_done = counted, found.rows_total
    record_import(session, found, counted)
    end_import(found, ImportState.DONE)


def _note(import_id: int, done: int) -> None:
    with write() as session:
        query = update(ParticipantImport).where(ParticipantImport.id == import_id).values(rows_done=done)
        session.execute(query.execution_options(synchronize_session=False))


def _fail(import_id: int, state: ImportState, error: Exception) -> None:
    known = isinstance(error, (TableRefused, TooFewPlaces, NoLongerFits, service.ChoiceFull, service.FormChanged))
    if not known:
        log.exception("import", extra={"facts": {"import": import_id}})
    with write() as session:
        found = session.get(ParticipantImport, import_id, with_for_update=True)
        if found is not None and found.state == state:
            found.state, found.error = ImportState.FAILED, code_of_refusal(error)


HANDLERS = {CHECK: check_import, WRITE: write_import}
