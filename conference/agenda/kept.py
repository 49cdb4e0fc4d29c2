"""Published agendas as objects, kept in the process: making them anew for each page would cost more than the page.

One is known by its version and the public revision of its event, which whatever the public sees raises: also taking an
erased person out of a version. One is kept per event, the one that was asked for last.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import cast

from flask import Flask, current_app
from sqlalchemy.orm import Session as Database

from conference.agenda.published import PublishedAgenda
from conference.agenda.queries import Heading, latest_version, newest_heading
from conference.events.models import Event

EXTENSION = "conference.agendas"
MOST = 4
_Known = tuple[int, Heading]
"""The public revision of the event, and which version it is."""


class Agendas:
    """The agendas of the events that were asked for last, a few of them: the largest are tens of megabytes."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, tuple[_Known, PublishedAgenda]] = OrderedDict()
        self._lock = threading.Lock()

    def newest(self, database: Database, event: Event) -> PublishedAgenda | None:
        """The agenda of `event` as last published, or None; read from the database where it is not kept."""
        heading = newest_heading(database, event.id)
        if heading is None:
            return None
        # The event was read first: what is kept under its revision is never older than that revision.
        wanted = event.public_revision, heading
        with self._lock:
            known, agenda = self._kept.get(event.id, (None, None))
            if agenda is not None and known == wanted:
                self._kept.move_to_end(event.id)
                return agenda
        version = latest_version(database, event.id)
        if version is None:
            return None
        agenda = PublishedAgenda.of(version)
        if Heading(version.number, version.published_at) == heading:
            with self._lock:
                self._kept[event.id] = wanted, agenda
                self._kept.move_to_end(event.id)
                while len(self._kept) > MOST:
                    self._kept.popitem(last=False)
        return agenda


def configure(app: Flask) -> None:
    app.extensions[EXTENSION] = Agendas()


def agendas() -> Agendas:
    """The application's."""
    return cast(Agendas, current_app.extensions[EXTENSION])
