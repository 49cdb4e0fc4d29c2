"""Taking an earlier version back as the draft: what it says is said again, and nothing that came since is lost.

A version holds what the public may see. What it does not hold stays as it is: meeting links, notes, the addresses of
speakers, and the event's own title, venue and zone.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session as Database

from conference.agenda.difference import Change, difference
from conference.agenda.frozen import Data, frozen
from conference.agenda.models import AgendaVersion, Room, Session, SessionStatus, Track
from conference.agenda.queries import deleted_since, newest_number, rooms_of, tracks_of, whole_sessions_of
from conference.agenda.service.returning import Returning, codes_of_the_others, surplus
from conference.audit.service import record
from conference.core.translated import digest
from conference.events.models import Event
from conference.events.service import lock


class DraftChanged(Exception):
    """Somebody changed the draft, or published it, after the page had said what restoring would do."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What restoring a version would do to the draft as it is now; `mark` recognises the two.

    `unplaced` are sessions that nobody published: they are kept without day and hours. `set_aside` are the sessions
    to which talks were added that the version lacks: those go, with their speakers, into a session without a place.
    """

    changes: Sequence[Change]
    unplaced: Sequence[Session]
    set_aside: Sequence[Session]
    mark: str


def plan_restoring(database: Database, event: Event, sessions: Sequence[Session], version: AgendaVersion) -> Plan:
    """`sessions` are all of the draft, whole."""
    current = frozen(event, sessions)
    known = {one["id"] for one in version.data["sessions"]}
    talks = _talk_ids(version.data, deleted_since(database, event.id, version.published_at))
    return Plan(
        changes=difference(current, _planned(current, sessions, version.data)),
        unplaced=[one for one in sessions if one.id not in known and not one.was_published and one.starts_at],
        set_aside=[one for one in sessions if one.id in known and surplus(one, talks)],
        mark=digest(json.dumps([version.number, current], sort_keys=True)),
    )


def restore_version(database: Database, event: Event, version: AgendaVersion, *, seen: str, by: int | None) -> None:
    """Make the draft say what `version` says. `seen` is the mark of the plan that somebody agreed to.

    What was published since is cancelled, what never was loses its place; rooms, tracks, speakers and talks that were
    deleted come back. Raises DraftChanged.
    """
    event = lock(database, event.id)
    sessions = whole_sessions_of(database, event.id)
    plan = plan_restoring(database, event, sessions, version)
    if plan.mark != seen:
        raise DraftChanged
    data = version.data
    gone = deleted_since(database, event.id, version.published_at)
    work = Returning(database, event, sessions, gone=gone, by=by)
    rooms = work.places(Room, data["rooms"], rooms_of(database, event.id))
    tracks = work.places(Track, data["tracks"], tracks_of(database, event.id))
    speakers = work.speakers(data["speakers"])
    work.set_surplus_aside(plan.set_aside, data["sessions"], _talk_ids(data, gone))
    work.sessions_of_version(data["sessions"], rooms, tracks, speakers)
    work.leave_out({one["id"] for one in data["sessions"]})
    record(
        database,
        "restore agenda",
        version,
        by=by,
        event_id=event.id,
        before={"number": newest_number(database, event.id)},
        after={"number": version.number, "changes": len(plan.changes)},
    )
    database.flush()


def _planned(current: Data, sessions: Sequence[Session], data: Mapping[str, Any]) -> Data:
    """The draft's data after restoring: the version's, and what was published since as cancelled."""
    known = {one["id"] for one in data["sessions"]}
    published = {one.id for one in sessions if one.was_published}
    codes = codes_of_the_others(sessions, known=known, codes=[one["code"] for one in data["sessions"]])
    cancelled = [
        {**one, "status": str(SessionStatus.CANCELLED), "code": codes.get(one["id"], one["code"])}
        for one in current["sessions"]
        if one["id"] not in known and one["id"] in published
    ]
    planned: Data = {
        "event": current["event"],
        "sessions": sorted([*data["sessions"], *cancelled], key=lambda one: (one["starts_at"], one["ends_at"])),
    }
    for kind in ("rooms", "tracks", "speakers"):
        there = {one["id"] for one in data[kind]}
        planned[kind] = [*data[kind], *(one for one in current[kind] if one["id"] not in there)]
    return planned


def _talk_ids(data: Mapping[str, Any], gone: Collection[str]) -> set[int]:
    """The talks of a version that were not deleted since: another talk may have the number of one that was."""
    ids = {talk["id"] for session in data["sessions"] for talk in session["presentations"]}
    return {one for one in ids if f"presentation:{one}" not in gone}
