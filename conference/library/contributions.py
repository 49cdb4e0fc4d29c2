"""What the library gives to the features below it: documents on a session's page and in a day's list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from flask import url_for
from flask_babel import ngettext
from sqlalchemy.orm import Session as Database

from conference.agenda.models import AgendaVersion, Session, Speaker
from conference.agenda.ports import Note, Panel
from conference.core.clock import now
from conference.core.database import db
from conference.events.access import Viewer
from conference.events.models import Event
from conference.events.sent_files import forgetting
from conference.library.models import LibraryImport
from conference.library.offers import offer
from conference.library.playing import playable, transcript_ids
from conference.library.queries import (
    audiences_of,
    embargo_count,
    events_to_catch_up,
    events_to_draw,
    published_documents,
    readable_recordings,
    recordings_count,
    sessions_with_documents,
)
from conference.library.queries.arrivals import events_with_old_arrivals, events_with_unexamined
from conference.library.reader import rights_for
from conference.library.service import catch_up, draw_missing, enter_later, keep_hours
from conference.library.service.arrivals import KEPT, examine_later, forget_arrivals
from conference.library.service.reminders import events_to_remind, remind_by_rule
from conference.outbox.ports import HourlyWork


def documents_panel(event: Event, session_code: str, session_id: int, viewer: Viewer | None) -> Panel | None:
    """The documents of a session that this viewer may read."""
    found = published_documents(db.session(), event.id, visible=rights_for(event, viewer), session_id=session_id)
    if not found:
        return None
    return Panel(
        "library/_panel.html",
        {
            "offers": [offer(event, document) for document in found],
            "take_home_url": url_for("library.take_home", session=session_code),
        },
    )


def recordings_panel(event: Event, session_code: str, session_id: int, viewer: Viewer | None) -> Panel | None:
    """The recordings of a session that this viewer may have and every speaker allows."""
    database = db.session()
    found = readable_recordings(database, event.id, audiences=audiences_of(viewer), session_id=session_id)
    if not found:
        return None
    ids, visible = transcript_ids(found), rights_for(event, viewer)
    transcripts = published_documents(database, event.id, visible=visible, ids=ids) if ids else ()
    return Panel("library/_recordings_panel.html", {"recordings": playable(found, transcripts)})


def recordings_of(database: Database, target: Session | Speaker) -> int:
    """How many recordings a session has."""
    return recordings_count(database, target.id) if isinstance(target, Session) else 0


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


def _old_arrivals(database: Database) -> Sequence[int]:
    return events_with_old_arrivals(database, now() - KEPT)


WORK_OF_THE_HOUR = (
    HourlyWork("enter documents", events_to_catch_up, catch_up),
    HourlyWork("draw pages of documents", events_to_draw, draw_missing),
    HourlyWork("examine documents", events_with_unexamined, examine_later),
    HourlyWork("forget files brought to the library", _old_arrivals, forget_arrivals),
    forgetting("forget libraries that were sent", LibraryImport),
    HourlyWork("remind of documents", events_to_remind, remind_by_rule),
)
