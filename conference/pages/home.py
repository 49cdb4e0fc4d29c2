"""What an event's home page gathers from the features: the agenda day by day, and the newest documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from conference.agenda.published import PublishedAgenda, PublishedSession
from conference.events.access import Viewer
from conference.events.models import Event
from conference.library.models import Document
from conference.library.offers import Offer, offer
from conference.library.queries import published_documents
from conference.library.reader import rights_for

SESSIONS_A_DAY = 3
DOCUMENTS = 4


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the published agenda: its first sessions, breaks and cancelled ones left out, and how many follow.

    `zone` is the one that the hours were published in.
    """

    date: date
    zone: str
    sessions: Sequence[PublishedSession]
    more: int


def highlights(event: Event, agenda: PublishedAgenda | None) -> list[Day]:
    """The days of the published agenda; none before the first."""
    if agenda is None:
        return []
    days = []
    for day in agenda.days(agenda.zone):
        listed = [one for one in agenda.on(day, agenda.zone) if not one.is_break and not one.is_cancelled]
        days.append(Day(day, agenda.zone, listed[:SESSIONS_A_DAY], max(0, len(listed) - SESSIONS_A_DAY)))
    return [day for day in days if day.sessions]


def readable_documents(session: Session, event: Event, viewer: Viewer | None) -> Sequence[Document]:
    """The documents that the viewer may read; None is everybody."""
    return published_documents(session, event.id, visible=rights_for(event, viewer))


def newest_documents(event: Event, documents: Sequence[Document]) -> list[Offer]:
    """Those that were published last."""
    newest = sorted(documents, key=lambda document: (_published_at(document), -document.position), reverse=True)
    return [offer(event, document) for document in newest[:DOCUMENTS]]


def _published_at(document: Document) -> datetime:
    dates = [revision.published_at for version in document.versions for revision in version.revisions]
    return max(one for one in dates if one is not None)
