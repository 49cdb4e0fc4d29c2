"""What people with early access do: take files, say what they have seen, and whether a mail tells them of more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session as Database

from conference.core.clock import now
from conference.core.languages import Language
from conference.events.models import Event
from conference.events.service import lock as lock_event
from conference.outbox.service import enqueue
from conference.speakers.models.early_access import EarlyAccess, EarlyDownload
from conference.speakers.queries.early_access import early_readers_of
from conference.speakers.queries.early_programme import EarlyFile, came_after, early_files, early_programme
from conference.speakers.service.early_access import DIGEST

MORNING = 6
"""The hour of the event's clocks from which a day's mail may go."""


def note_downloads(database: Database, access: EarlyAccess, files: Iterable[EarlyFile], *, watermarked: bool) -> None:
    """Write down that files go to somebody now, and whether their name stands in them."""
    moment = now()
    for file in files:
        language = Language.of(file.language_code)
        title = " · ".join(part for part in (file.symbol, file.title.resolve(language).text, file.by) if part)
        database.add(
            EarlyDownload(
                access_id=access.id,
                at=moment,
                kind=file.kind,
                title=title[:300],
                language_code=language.code,
                ending=file.ending,
                sha256=file.sha256,
                watermarked=watermarked,
            )
        )


def mark_seen(access: EarlyAccess, moment: datetime) -> None:
    """Somebody has seen what there was at `moment`, which is never later than now nor before what they saw already."""
    access.seen_at = max(access.seen_at, min(moment, now()))


def set_digest(access: EarlyAccess, wanted: bool) -> None:
    """Whether a mail a day tells somebody of what is new; of what came while none did, the page alone tells."""
    access.wants_digest = wanted
    access.told_at = now()


def tell_early_readers(database: Database, event_id: int) -> None:
    """Write to whoever has new files: after six in the morning by the event's clocks, once a day at most."""
    event = lock_event(database, event_id)
    here = now().astimezone(event.zone_info)
    if here.hour < MORNING:
        return
    for access in early_readers_of(database, event):
        if access.told_at.astimezone(event.zone_info).date() < here.date():
            _tell(database, event, access)


def _tell(database: Database, event: Event, access: EarlyAccess) -> None:
    since = max(access.told_at, access.seen_at)
    if not came_after(early_files(database, access, early_programme(database, access)), since):
        return
    access.told_at = now()
    enqueue(
        database,
        DIGEST,
        {"access": access.id, "email": access.email, "since": since.isoformat()},
        recipient=access.email,
        event_id=event.id,
    )
