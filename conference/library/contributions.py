"""What the library gives to the agenda: the documents on a session's page, and how many there are in the day's list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import url_for
from flask_babel import ngettext

from conference.agenda.ports import Note, Panel
from conference.core.database import db
from conference.core.localization import current_language
from conference.events.access import Viewer
from conference.events.models import Event
from conference.library.offers import offer
from conference.library.queries import Wish, published_documents, sessions_with_documents, visibilities_for


def documents_panel(event: Event, session_code: str, session_id: int, viewer: Viewer | None) -> Panel | None:
    """The documents of a session that this viewer may read."""
    wish = Wish(language=current_language(), session_id=session_id)
    found = published_documents(db.session(), event.id, visible=visibilities_for(viewer), wish=wish)
    if not found:
        return None
    return Panel("library/_panel.html", {"offers": [offer(event, document) for document in found]})


def document_notes(event: Event, viewer: Viewer | None) -> Mapping[int, Sequence[Note]]:
    """Per session how many documents there are, leading to them."""
    counted = sessions_with_documents(db.session(), event.id, visible=visibilities_for(viewer))
    return {
        session_id: [
            Note(
                ngettext("%(num)s document", "%(num)s documents", count),
                url_for("library.documents", session=code),
            )
        ]
        for session_id, (code, count) in counted.items()
    }
