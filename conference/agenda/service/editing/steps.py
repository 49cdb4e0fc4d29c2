"""What all steps of the editor share: what a session was like, whether a form is late, and the step written down."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session as Database

from conference.agenda.models import AgendaEdit, EditKind, Room, Session
from conference.agenda.placing import Placing
from conference.agenda.service.draft import EndsBeforeStart, TimeMissing
from conference.core.clock import now
from conference.core.translated import Translated, digest
from conference.events.models import Event

State = dict[str, Any]

# What of a session is neither its place nor counted by ourselves.
_CONTENT = (
    "status",
    "type",
    "title",
    "abstract",
    "track_id",
    "floor_codes",
    "interpretation_codes",
    "meeting_url",
    "channel_urls",
    "capacity",
    "notes",
)


class Stale(Exception):
    """Somebody else moved the session since the form was shown: where it is now."""

    def __init__(self, theirs: Placing) -> None:
        super().__init__(theirs.mark)
        self.theirs = theirs


class RoomGone(Exception):
    """The room was deleted meanwhile."""


def check_seen(session: Session, seen: str) -> None:
    """Raise Stale where the session is no longer where the form had shown it (`Placing.mark`)."""
    current = Placing.of(session)
    if current.mark != seen:
        raise Stale(current)


def check_place(database: Database, event: Event, session: Session, wanted: Placing) -> None:
    """Raise TimeMissing, EndsBeforeStart or RoomGone. That a room is taken is for the checks to say, not to refuse."""
    if wanted.starts_at is None or wanted.ends_at is None:
        if session.was_published:
            raise TimeMissing
    elif wanted.ends_at <= wanted.starts_at:
        raise EndsBeforeStart
    if wanted.room_id is not None:
        room = database.get(Room, wanted.room_id)
        if room is None or room.event_id != event.id:
            raise RoomGone


def placed(session: Session) -> State:
    """When and where a session is, and what it is called, should it be gone when somebody asks."""
    return {"code": session.code, **Placing.of(session).to_json()}


def with_talks(session: Session) -> State:
    """Like `placed`, with the talks in it."""
    return placed(session) | {"talks": [talk.id for talk in session.presentations]}


def whole(session: Session) -> State:
    """Like `with_talks`, with a digest of everything else that people may write into a session."""
    return with_talks(session) | {"content": _content(session)}


def note(
    database: Database,
    event: Event,
    kind: EditKind,
    *,
    before: Mapping[int, State | None],
    after: Mapping[int, State],
    by: int | None,
) -> None:
    """Put a step on the event's stack. States are by session id; None stands for a session that was not there."""
    database.add(
        AgendaEdit(
            event_id=event.id,
            kind=kind,
            made_at=now(),
            made_by=by,
            before={str(key): state for key, state in before.items()},
            after={str(key): state for key, state in after.items()},
        )
    )


def _content(session: Session) -> str:
    facts = {name: _plainly(getattr(session, name)) for name in _CONTENT}
    talks = [[talk.id, talk.row_version] for talk in session.presentations]
    roles = [[one.speaker_id, str(one.role), one.presentation_id, one.position] for one in _in_order(session)]
    return digest(json.dumps([facts, talks, roles], sort_keys=True, default=str))


def _plainly(value: Any) -> Any:
    return value.to_json() if isinstance(value, Translated) else value


def _in_order(session: Session) -> Iterable[Any]:
    return sorted(session.roles, key=lambda one: (one.position, one.id))
