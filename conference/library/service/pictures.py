"""Pictures of pages: asked for when a file comes to readers, gone when it leaves them."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.orm import Session as Database

from conference.core.page_pictures import Pictures
from conference.events.service import lock as lock_event
from conference.library.models import LanguageVersion, PagePicture, Revision
from conference.library.queries import undrawn_revisions
from conference.outbox.service import enqueue

DRAW = "library.draw"
"""The outbox's kind for drawing the pages of a file."""


def follow_readers(session: Database, version: LanguageVersion) -> None:
    """Have drawn what readers are given now, and let go of the pictures of everything else; under the event's lock."""
    for revision in version.revisions:
        if revision is version.current:
            _draw_later(session, revision)
        elif revision.pages_drawn:
            session.execute(delete(PagePicture).where(PagePicture.revision_id == revision.id))
            revision.pictures, revision.pages_drawn = Pictures.WAITING, 0


def draw_missing(session: Database, event_id: int) -> None:
    """Have files drawn that came to readers before their pages were."""
    lock_event(session, event_id)
    for revision in undrawn_revisions(session, event_id):
        if revision is not revision.version.current:
            revision.pictures = Pictures.NONE
        else:
            _draw_later(session, revision, deduplication_key=f"{DRAW}:{revision.id}")


def _draw_later(session: Database, revision: Revision, *, deduplication_key: str | None = None) -> None:
    if not revision.can_be_drawn:
        revision.pictures = Pictures.NONE
    elif not revision.pages_drawn:
        revision.pictures = Pictures.WAITING
        enqueue(session, DRAW, {"revision": revision.id}, recipient="", deduplication_key=deduplication_key)
