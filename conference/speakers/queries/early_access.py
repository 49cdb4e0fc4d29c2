"""Finding people with early access: by their links, for the organisers' list, and for the mails of the day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import joinedload, selectinload

from conference.accounts.models import email_key
from conference.core.clock import now
from conference.core.languages import Language
from conference.core.tokens import BadToken, read
from conference.events.models import Event
from conference.speakers.models.early_access import EarlyAccess, EarlyDownload

EARLY_LINK = "early access"


def early_access_by_token(database: Database, event: Event, token: str) -> EarlyAccess | None:
    """Whose link this is at an event, unless it was revoked or renewed, or its time is over."""
    try:
        access_id, secret = read(EARLY_LINK, token)
    except (BadToken, ValueError, TypeError):
        return None
    found = early_access_by_id(database, event.id, access_id) if isinstance(access_id, int) else None
    if found is None or found.link_secret != secret or found.ended(now().astimezone(event.zone_info).date()):
        return None
    return found


def early_access_by_id(database: Database, event_id: int, access_id: int) -> EarlyAccess | None:
    query = select(EarlyAccess).where(EarlyAccess.event_id == event_id, EarlyAccess.id == access_id)
    return database.scalar(query.options(selectinload(EarlyAccess.sessions)))


def early_access_of(database: Database, event_id: int, email: str) -> EarlyAccess | None:
    """The early access of whoever has this address."""
    query = select(EarlyAccess).where(EarlyAccess.event_id == event_id, EarlyAccess.email_key == email_key(email))
    return database.scalar(query)


@dataclass(frozen=True, slots=True)
class EarlyLine:
    """One person on the organisers' list: how many files they took, and when last."""

    access: EarlyAccess
    downloads: int
    last_at: datetime | None


def early_lines(database: Database, event_id: int) -> Sequence[EarlyLine]:
    """Everybody with early access to an event, with their sessions, in two queries."""
    taken = (
        select(EarlyDownload.access_id, func.count().label("count"), func.max(EarlyDownload.at).label("last_at"))
        .group_by(EarlyDownload.access_id)
        .subquery()
    )
    query = (
        select(EarlyAccess, func.coalesce(taken.c.count, 0), taken.c.last_at)
        .outerjoin(taken, taken.c.access_id == EarlyAccess.id)
        .where(EarlyAccess.event_id == event_id)
        .options(selectinload(EarlyAccess.sessions))
        .order_by(EarlyAccess.id)
    )
    return [EarlyLine(access, count, last_at) for access, count, last_at in database.execute(query)]


def early_downloads_of(database: Database, access_id: int, *, limit: int, offset: int = 0) -> Sequence[EarlyDownload]:
    """What somebody downloaded, the newest first."""
    query = select(EarlyDownload).where(EarlyDownload.access_id == access_id)
    return database.scalars(
        query.order_by(EarlyDownload.at.desc(), EarlyDownload.id.desc()).limit(limit).offset(offset)
    ).all()


def early_downloads_count(database: Database, access_id: int) -> int:
    return database.scalar(select(func.count()).where(EarlyDownload.access_id == access_id)) or 0


def early_language_count(database: Database, event_id: int, language: Language) -> int:
    """How many people with early access are written to in a language."""
    query = select(func.count()).where(
        EarlyAccess.event_id == event_id, EarlyAccess.language_code == language.code, EarlyAccess.revoked_at.is_(None)
    )
    return database.scalar(query) or 0


def events_with_readers_to_tell(database: Database) -> Sequence[int]:
    """The events of which somebody wishes to be told of new files, and whose link has not ended everywhere on earth."""
    query = select(EarlyAccess.event_id).where(
        EarlyAccess.wants_digest,
        EarlyAccess.revoked_at.is_(None),
        EarlyAccess.until_on >= (now() - timedelta(days=1)).date(),
    )
    return database.scalars(query.distinct().order_by(EarlyAccess.event_id)).all()


def early_readers_of(database: Database, event: Event) -> Sequence[EarlyAccess]:
    """Those of an event who wish to be told of new files and whose link is good today."""
    query = (
        select(EarlyAccess)
        .where(
            EarlyAccess.event_id == event.id,
            EarlyAccess.wants_digest,
            EarlyAccess.revoked_at.is_(None),
            EarlyAccess.until_on >= now().astimezone(event.zone_info).date(),
        )
        .options(selectinload(EarlyAccess.sessions))
        .order_by(EarlyAccess.id)
    )
    return database.scalars(query).all()


def early_accesses_by_id(database: Database, ids: Collection[int]) -> Sequence[EarlyAccess]:
    """These early accesses with their events; nothing is asked for none."""
    if not ids:
        return []
    query = select(EarlyAccess).where(EarlyAccess.id.in_(ids)).options(joinedload(EarlyAccess.event))
    return database.scalars(query.order_by(EarlyAccess.id)).all()


def ended_early_accesses(database: Database, event: Event) -> Sequence[EarlyAccess]:
    """Those on the list of an event whose links open nothing any more."""
    today = now().astimezone(event.zone_info).date()
    found = database.scalars(select(EarlyAccess).where(EarlyAccess.event_id == event.id))
    return [one for one in found if one.ended(today)]
