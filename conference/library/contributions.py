"""What the library gives to the features below it: documents on a session's page and in a day's list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from flask import url_for
from flask_babel import ngettext
from sqlalchemy.orm import Session as Database

from conference.agenda.models import AgendaVersion
from conference.agenda.ports import Note, Panel
from conference.core.database import db
from conference.events.access import Viewer
from conference.events.models import Event
from conference.library.offers import offer
from conference.library.queries import embargo_count, events_to_catch_up, published_documents, sessions_with_documents
from conference.library.reader import rights_for
from conference.library.service import catch_up, enter_later, keep_hours
from conference.outbox.ports import HourlyWork


def documents_panel(event: Event, session_code: str, session_id: int, viewer: Viewer | None) -> Panel | None:
    """The documents of a session that this viewer may read."""
    found = published_documents(db.session(), event.id, visible=rights_for(event, viewer), session_id=session_id)
    if not found:
        return None
    return Panel("library/_panel.html", {"offers": [offer(event, document) for document in found]})


def document_notes(event: Event, viewer: Viewer | None) -> Mapping[int, Sequence[Note]]:
    """Per session how many documents there are, leading to them."""
    counted = sessions_with_documents(db.session(), event.id, visible=rights_for(event, viewer))
    return {
        session_id: [
            Note(
                ngettext("%(num)s document", "%(num)s documents", count),
                url_for("library.documents", session=code),
            )
        ]
        for session_id, (code, count) in counted.items()
    }


def timed_things(session: Database, event: Event) -> int:
    """The embargoes of documents."""
    return embargo_count(session, event.id)


def zone_changed(session: Database, event: Event, moved: Callable[[datetime], datetime], *, by: int) -> None:
    """Embargoes end at the same hours on the new zone's clocks."""
    keep_hours(session, event, moved, by=by)


def agenda_published(database: Database, event: Event, version: AgendaVersion) -> None:
    """Documents are found by the titles and the speakers of their sessions, once these are known to everybody."""
    enter_later(database, event.id)


WORK_OF_THE_HOUR = (HourlyWork("enter documents", events_to_catch_up, catch_up),)
