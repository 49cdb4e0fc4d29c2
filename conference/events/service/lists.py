"""The lists that belong to an event: the bodies that organise it, and whom to write to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from conference.accounts.models import Account
from conference.audit.service import record
from conference.core.translated import Translated
from conference.core.translated_fields import Edits, merge_into
from conference.events.models import Body, Contact, Event
from conference.events.service.changes import lock, touch

Part = Body | Contact
_NOUNS = {Body: "body", Contact: "contact"}


def add_part(session: Session, event: Event, part: Part, *, by: Account) -> None:
    """Add a body or a contact at the end of its list."""
    # Asked for first: reading an account may flush the new part, and `record` finds no change after that.
    by_id = by.id
    lock(session, event.id)
    part.event_id = event.id
    part.position = max((one.position for one in _list(event, part)), default=-1) + 1
    session.add(part)
    record(session, f"add {_NOUNS[type(part)]}", part, by=by_id, event_id=event.id)
    touch(session, event.id)


def change_part(
    session: Session,
    event: Event,
    part: Part,
    *,
    edits: Mapping[str, Edits],
    by: Account,
    values: Mapping[str, Any] | None = None,
    seen: Mapping[str, str] | None = None,
) -> None:
    """Change a body or a contact. Raises Clashes where somebody changed the same things meanwhile."""
    lock(session, event.id)
    session.refresh(part)
    merge_into(part, edits, source=event.source, by=by.id, values=values, seen=seen)
    if session.is_modified(part):
        record(session, f"change {_NOUNS[type(part)]}", part, by=by.id, event_id=event.id)
        touch(session, event.id)


def move_part(session: Session, event: Event, part: Part, *, earlier: bool, by: Account) -> None:
    """Let a body or a contact change places with its neighbour; at the end of the list nothing happens."""
    lock(session, event.id)
    listed = list(_list(event, part))
    place = listed.index(part)
    other = place - 1 if earlier else place + 1
    if not 0 <= other < len(listed):
        return
    listed[place], listed[other] = listed[other], listed[place]
    for position, one in enumerate(listed):
        one.position = position
    told = {"before": {"position": place}, "after": {"position": other}}
    record(session, f"move {_NOUNS[type(part)]}", part, by=by.id, event_id=event.id, **told)
    touch(session, event.id)


def remove_part(session: Session, event: Event, part: Part, *, by: Account) -> None:
    """Take a body or a contact away; the record keeps what it was."""
    lock(session, event.id)
    columns = {name: getattr(part, name) for name in ("name", "acronym", "label", "email") if hasattr(part, name)}
    before = {name: value.to_json() if isinstance(value, Translated) else value for name, value in columns.items()}
    record(session, f"remove {_NOUNS[type(part)]}", part, by=by.id, event_id=event.id, before=before, after={})
    session.delete(part)
    touch(session, event.id)


def _list(event: Event, part: Part) -> list[Any]:
    return event.bodies if isinstance(part, Body) else event.contacts
