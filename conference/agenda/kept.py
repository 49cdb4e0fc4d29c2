"""Published agendas as objects, kept in the process: making them anew for each page would cost more than the page.

One is known by its version and the public revision of its event, which whatever the public sees raises: also taking an
erased person out of a version. Nothing is kept that a later revision could not replace at once.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any, cast

from flask import Flask, current_app
from sqlalchemy.orm import Session as Database

from conference.agenda.published import PublishedAgenda
from conference.agenda.queries import Heading, latest_version, newest_heading
from conference.events.models import Event

EXTENSION = "conference.agendas"
MOST = 4


class Agendas:
    """The agendas that were asked for last, a few of them: the largest are tens of megabytes."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Any, ...], PublishedAgenda] = OrderedDict()
        self._lock = threading.Lock()

    def newest(self, database: Database, event: Event) -> PublishedAgenda | None:
        """The agenda of `event` as last published, or None; read from the database where it is not kept."""
        known = newest_heading(database, event.id)
        if known is None:
            return None
        # The event was read first: what is kept under its revision is never older than that revision.
        key = (event.id, event.public_revision, known)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        version = latest_version(database, event.id)
        if version is None or Heading(version.number, version.published_at) != known:
            return PublishedAgenda.of(version) if version else None
        agenda = PublishedAgenda.of(version)
        with self._lock:
            self._kept[key] = agenda
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return agenda


def configure(app: Flask) -> None:
    app.extensions[EXTENSION] = Agendas()


def agendas() -> Agendas:
    """The application's."""
    return cast(Agendas, current_app.extensions[EXTENSION])
