"""Writing the record of changes, in the transaction of the change itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.inspection import inspect
from sqlalchemy.orm import Session

from conference.audit.models import AuditEntry
from conference.core.clock import now
from conference.core.translated import Translated

_NOT_TOLD = frozenset({"row_version", "public_revision", "password_hash", "search_tokens", "focal_email_key"})


def record(
    session: Session,
    verb: str,
    target: Any,
    *,
    by: int | None,
    event_id: int | None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    beside: Mapping[str, Any] | None = None,
) -> None:
    """Write down that account `by` did `verb` to the mapped object `target`; `beside` is told with what is after.

    Without `before` and `after` the changed columns are taken from the object's own history; call it before the
    flush that would forget them. Instants, days and enums are stored as JSON can hold them.
    """
    changed_before, changed_after = _changes(target)
    if inspect(target).pending:
        session.flush()
    session.add(
        AuditEntry(
            at=now(),
            account_id=by,
            event_id=event_id,
            verb=verb,
            subject=f"{target.__tablename__}:{target.id}",
            before=_plainly(changed_before if before is None else before),
            after=_plainly({**(changed_after if after is None else after), **(beside or {})}),
        )
    )


def redact(session: Session, subjects: Collection[str]) -> int:
    """Empty what entries about `subjects` (each `kind:id`) tell of before and after; say how many entries there were.

    That something was done, when and by whom, stays: personal data in the record is erased with the person.
    """
    entries = session.execute(
        update(AuditEntry)
        .where(AuditEntry.subject.in_(subjects))
        .values(before={}, after={})
        .returning(AuditEntry.id)
        .execution_options(synchronize_session=False)
    )
    return len(entries.all())


def redact_fact(session: Session, event_id: int, name: str, value: str) -> None:
    """Take one fact out of what entries about an event tell of after, wherever it has this value."""
    told = select(AuditEntry).where(AuditEntry.event_id == event_id, AuditEntry.after[name].as_string() == value)
    for entry in session.scalars(told):
        entry.after = {key: fact for key, fact in entry.after.items() if key != name}


def _changes(target: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    before, after = {}, {}
    state = inspect(target)
    for column in state.mapper.column_attrs:
        history = state.attrs[column.key].history
        if history.has_changes() and column.key not in _NOT_TOLD:
            before[column.key] = _first(history.deleted)
            after[column.key] = _first(history.added)
    return before, after


def _first(values: Iterable[Any] | None) -> Any:
    return next(iter(values or ()), None)


def _plainly(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    """A value as JSON can hold it."""
    if isinstance(value, Translated):
        return value.to_json()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return value if isinstance(value, (str, int, float, bool, list, tuple, dict, type(None))) else str(value)
