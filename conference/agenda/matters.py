"""Which changes of the agenda are worth a mail, and to whom.

A mail tells where and when a session takes place, whether it does, in which languages it can be followed and who
speaks. New words (a title, a description, a profile), a theme or the list of talks stand in the public log alone:
whoever is written to about a comma stops reading before their session moves.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from conference.agenda.models import SessionStatus

Data = Mapping[str, Any]
_TO_EVERYBODY = frozenset({"cancelled", "restored", "moved", "room", "spoken"})


def sessions_that_matter(data: Data, changes: Sequence[Data]) -> dict[int, set[int]]:
    """The sessions with a change worth a mail, each with the ids of the speakers who are in it or have just left it.

    `data` is the agenda after the changes. A new venue concerns every session that is not online alone.
    """
    by_id = {one["id"]: one for one in data["sessions"]}
    found = {change["session"] for change in changes if _is_told(change)}
    if any(change["kind"] == "event_venue" for change in changes):
        found |= _at_the_venue(data)
    sessions = {one: _speakers(by_id[one]) for one in found if one in by_id}
    for change in changes:
        if change["kind"] == "speakers" and change["session"] in sessions:
            sessions[change["session"]] |= {one["id"] for one in change["left"]}
    return sessions


def changes_for(
    changes: Sequence[Data], *, chosen: Collection[int], speaks_in: Collection[int]
) -> tuple[list[Data], list[Data]]:
    """What somebody is told: about the event itself, and about the sessions that they chose or speak in.

    Nobody has chosen a new session yet: only its speakers are told of it.
    """
    of_event = [change for change in changes if change["kind"] == "event_venue"]
    of_sessions = [
        change
        for change in changes
        if _is_told(change)
        and (change["session"] in speaks_in or (change["session"] in chosen and change["kind"] != "added"))
    ]
    return of_event, of_sessions


def _is_told(change: Data) -> bool:
    if change["kind"] == "speakers":
        # That the order of protocol or a role changed is for the programme to show.
        return bool(change["joined"] or change["left"])
    return change["kind"] in _TO_EVERYBODY or change["kind"] == "added"


def _at_the_venue(data: Data) -> set[int]:
    online = {room["id"] for room in data["rooms"] if room["is_online"]}
    return {
        one["id"] for one in data["sessions"] if one["status"] == SessionStatus.SCHEDULED and one["room"] not in online
    }


def _speakers(session: Data) -> set[int]:
    roles = [*session["roles"], *(role for talk in session["presentations"] for role in talk["roles"])]
    return {role["speaker"] for role in roles}
