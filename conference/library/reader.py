"""The rights of whoever is asking, worked out once per request; with them goes how long what they allow stays true."""

from __future__ import annotations

from flask import g

from conference.core.clock import now
from conference.core.database import db
from conference.core.public_cache import true_until
from conference.events.access import Viewer
from conference.events.models import Event
from conference.library.access import EVERYBODY, TEAM, Rights
from conference.library.queries.rights import Gates, gates_of, sessions_of_reader


def rights_for(event: Event, viewer: Viewer | None) -> Rights:
    """What somebody may read of an event's documents; None is everybody, in the pages that are stored for all.

    No page that was made by these rights is kept beyond the next instant at which an embargo ends.
    """
    known = g.setdefault("library_rights", {})
    key = event.id, viewer.account.id if viewer is not None and viewer.account is not None else None
    if key not in known:
        known[key] = _rights(viewer, gates_now(event))
    rights: Rights = known[key]
    return rights


def gates_now(event: Event) -> Gates:
    """What opened last of an event's documents and opens next; asked once per request."""
    known = g.setdefault("library_gates", {})
    if event.id not in known:
        known[event.id] = gates_of(db.session(), event.id, now())
    gates: Gates = known[event.id]
    true_until(gates.opens_at)
    return gates


def _rights(viewer: Viewer | None, gates: Gates) -> Rights:
    if viewer is None or viewer.account is None or viewer.event is None:
        return EVERYBODY
    if viewer.is_team:
        return TEAM
    standing = viewer.standing
    sessions = frozenset[int]()
    if gates.ask_for_sessions:
        sessions = sessions_of_reader(db.session(), viewer.event, viewer.account, standing)
    if standing is None or not standing.is_active:
        return Rights(sessions=sessions)
    return Rights(
        is_registered=True,
        is_confirmed=standing.is_confirmed,
        category=standing.category if standing.is_confirmed else "",
        sessions=sessions,
    )
