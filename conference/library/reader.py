"""The rights of whoever is asking, worked out once per request; with them goes how long what they allow stays true."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import datetime
from typing import cast

from flask import Flask, current_app, g

from conference.core.clock import now
from conference.core.database import db
from conference.core.public_cache import true_until
from conference.events.access import Viewer
from conference.events.models import Event
from conference.library.access import EVERYBODY, TEAM, Rights
from conference.library.queries.rights import Gates, gates_of, sessions_of_reader

EXTENSION = "conference.library.gates"
MOST_EVENTS = 64


def rights_for(event: Event, viewer: Viewer | None) -> Rights:
    """What somebody may read of an event's documents; None is everybody, in the pages that are stored for all.

    No page that was made by these rights is kept beyond the next instant at which an embargo ends.
    """
    known = g.setdefault("library_rights", {})
    key = event.id, viewer.account.id if viewer is not None and viewer.account is not None else None
    if key not in known:
        known[key] = _rights(viewer, _gates(event))
    rights: Rights = known[key]
    true_until(opens_at(event))
    return rights


def opened_at(event: Event) -> datetime | None:
    """When an embargo of the event's documents ended last: what is told of them is another since then."""
    moment, gates = now(), _gates(event)
    true_until(gates.opens_after(moment))
    return gates.opened_before(moment)


def opens_at(event: Event) -> datetime | None:
    """When the next embargo of the event's documents ends."""
    return _gates(event).opens_after(now())


class KeptGates:
    """The gates of the events that were asked for last, each under the public revision that it was read at."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, tuple[int, Gates]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, event: Event) -> Gates:
        """The event was read first: what is kept under its revision is never older than that."""
        with self._lock:
            known = self._kept.get(event.id)
        if known is None or known[0] != event.public_revision:
            known = event.public_revision, gates_of(db.session(), event.id)
        with self._lock:
            self._kept[event.id] = known
            self._kept.move_to_end(event.id)
            while len(self._kept) > MOST_EVENTS:
                self._kept.popitem(last=False)
        return known[1]


def configure(app: Flask) -> None:
    app.extensions[EXTENSION] = KeptGates()


def _gates(event: Event) -> Gates:
    return cast(KeptGates, current_app.extensions[EXTENSION]).of(event)


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
