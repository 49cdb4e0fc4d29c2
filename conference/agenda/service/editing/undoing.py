"""Taking back the last step of the editor, unless somebody changed what it would touch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import selectinload

from conference.agenda.models import AgendaEdit, Session, SpeakerInSession
from conference.agenda.placing import Placing
from conference.agenda.queries import last_edit
from conference.agenda.service.draft import StillUsed, cancel_session, delete_session
from conference.agenda.service.editing.steps import State, check_place, placed, whole, with_talks
from conference.audit.service import record
from conference.core.clock import now
from conference.events.models import Event
from conference.events.service import lock


class NotTheLast(Exception):
    """Another step was made or taken back since the page was shown; or there is none."""


class ChangedMeanwhile(Exception):
    """Sessions are no longer as the step left them: their codes."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


def undo_last(database: Database, event: Event, *, edit_id: int, by: int | None) -> AgendaEdit:
    """Take back the event's last step, which the page showed as `edit_id`; all of it or nothing.

    A session that the step made is deleted if the public never saw it and nothing hangs on it, and cancelled
    otherwise. Raises NotTheLast, ChangedMeanwhile, TimeMissing, RoomGone.
    """
    event = lock(database, event.id)
    edit = _last(database, event, edit_id)
    sessions = _sessions(database, event, edit)
    changed = [
        (sessions[key].code if key in sessions else state["code"])
        for key, state in edit.after.items()
        if not _is_as_left(sessions.get(key), state)
    ]
    if changed:
        raise ChangedMeanwhile(sorted(changed))
    for key, before in edit.before.items():
        if before is not None:
            _put_back(database, event, sessions[key], before, sessions, by=by)
    database.flush()
    for key, before in edit.before.items():
        if before is None:
            _take_out(database, event, sessions[key], by=by)
    edit.undone_at = now()
    return edit


def pass_over(database: Database, event: Event, *, edit_id: int) -> None:
    """Leave the last step as it is, so that the one before can be undone. Raises NotTheLast."""
    event = lock(database, event.id)
    _last(database, event, edit_id).undone_at = now()


def _last(database: Database, event: Event, edit_id: int) -> AgendaEdit:
    edit = last_edit(database, event.id)
    if edit is None or edit.id != edit_id:
        raise NotTheLast
    return edit


def _sessions(database: Database, event: Event, edit: AgendaEdit) -> Mapping[str, Session]:
    """The sessions of a step as they are now, by the keys of its states."""
    query = (
        select(Session)
        .where(Session.event_id == event.id, Session.id.in_([int(key) for key in edit.after]))
        .options(selectinload(Session.presentations), selectinload(Session.roles).joinedload(SpeakerInSession.speaker))
        .execution_options(populate_existing=True)
    )
    return {str(session.id): session for session in database.scalars(query)}


def _is_as_left(session: Session | None, state: Mapping[str, Any]) -> bool:
    """Whether a session is as a step left it, in what the step changed. What it is called may have changed since."""
    if session is None:
        return False
    current = whole(session) if "content" in state else with_talks(session) if "talks" in state else placed(session)
    return current | {"code": ""} == dict(state) | {"code": ""}


def _put_back(
    database: Database,
    event: Event,
    session: Session,
    before: State,
    sessions: Mapping[str, Session],
    *,
    by: int | None,
) -> None:
    place = Placing.from_json(before)
    check_place(database, event, session, place)
    place.put_into(session)
    record(database, "undo change", session, by=by, event_id=event.id)
    for other in sessions.values():
        for talk in [talk for talk in other.presentations if talk.id in before.get("talks", ())]:
            for one in [one for one in other.roles if one.presentation_id == talk.id]:
                one.session = session
            talk.session = session


def _take_out(database: Database, event: Event, session: Session, *, by: int | None) -> None:
    try:
        delete_session(database, event, session, by=by)
    except StillUsed:
        cancel_session(database, event, session, by=by)
