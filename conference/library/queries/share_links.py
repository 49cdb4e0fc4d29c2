"""Finding share links: those of a document for its team, and the one behind an address."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import contains_eager

from conference.core.clock import now
from conference.core.tokens import secret_digest
from conference.events.models import Event
from conference.library.models import Document, ShareLink


def share_links_of(database: Database, document_id: int) -> Sequence[ShareLink]:
    """All links to a document that were ever made, the newest first."""
    query = select(ShareLink).where(ShareLink.document_id == document_id)
    return database.scalars(query.order_by(ShareLink.id.desc())).all()


def share_link_by_id(database: Database, document_id: int, link_id: int) -> ShareLink | None:
    return database.scalar(select(ShareLink).where(ShareLink.document_id == document_id, ShareLink.id == link_id))


def share_link_by_token(database: Database, event: Event, token: str) -> ShareLink | None:
    """The link that a token opens at an event, with its document; none that is over, and none before an embargo ends.

    Whoever made the link decided who may read; not even they give a document before its hour.
    """
    query = (
        select(ShareLink)
        .join(ShareLink.document)
        .where(ShareLink.digest == secret_digest(token), Document.event_id == event.id)
        .options(contains_eager(ShareLink.document))
    )
    link = database.scalar(query)
    moment = now()
    if link is None or link.is_over(moment.astimezone(event.zone_info).date()):
        return None
    embargo = link.document.embargo_until
    return link if embargo is None or embargo <= moment else None
