"""What organisers decide about a file before readers have it: whether the room may see it, and its language."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.audit.service import record
from conference.core.clock import now
from conference.core.languages import Language
from conference.events.models import Event
from conference.events.service import lock as lock_event
from conference.speakers.models import Slides
from conference.speakers.queries import with_readers
from conference.speakers.queries.room_files import approved_unpublished
from conference.speakers.service.consents import ConsentRefused, ConsentUnknown
from conference.speakers.service.slides import AlreadyPublished, publish_slides


class AlreadyApproved(Exception):
    """Somebody approved this revision before."""


class NotApproved(Exception):
    """This revision is not approved, or not any more."""


def approve_slides(database: Database, slides: Slides, *, by: Account | None) -> None:
    """An organiser looked at this revision and lets the room see it. Raises AlreadyApproved."""
    by_id = by.id if by else None
    lock_event(database, slides.speaker.event_id)
    database.refresh(slides)
    if slides.approved_at is not None:
        raise AlreadyApproved(slides.id)
    slides.approved_at = now()
    _record(database, "approve slides", slides, by_id)


def disapprove_slides(database: Database, slides: Slides, *, by: Account | None) -> None:
    """Take an approval back. Raises NotApproved, and AlreadyPublished where readers have the file."""
    by_id = by.id if by else None
    lock_event(database, slides.speaker.event_id)
    database.refresh(slides)
    if slides.approved_at is None:
        raise NotApproved(slides.id)
    _require_unpublished(database, slides)
    slides.approved_at = None
    _record(database, "disapprove slides", slides, by_id)


def change_slides_language(database: Database, slides: Slides, language: Language, *, by: Account | None) -> None:
    """Correct the language in which a file will be published; its document is chosen anew. Raises AlreadyPublished."""
    by_id = by.id if by else None
    lock_event(database, slides.speaker.event_id)
    database.refresh(slides)
    if slides.language_code == language.code:
        return
    _require_unpublished(database, slides)
    before = {"speaker": slides.speaker.code, "language_code": slides.language_code}
    slides.language_code = language.code
    slides.document_id = None
    slides.published_at = None
    database.flush()
    after = {"speaker": slides.speaker.code, "language_code": language.code}
    record(
        database,
        "change language of slides",
        slides,
        by=by_id,
        event_id=slides.speaker.event_id,
        before=before,
        after=after,
    )


@dataclass(slots=True)
class Published:
    """How many files were given to readers, and how many were not since their speakers have not allowed it."""

    count: int = 0
    not_allowed: int = 0


def publish_approved(
    database: Database, event: Event, session_ids: Collection[int], *, by: Account | None
) -> Published:
    """Give readers every approved file of these sessions that they do not have and whose speaker allows it."""
    lock_event(database, event.id)
    outcome = Published()
    for slides in approved_unpublished(database, event.id, session_ids):
        try:
            publish_slides(database, slides, by=by)
        except AlreadyPublished:
            continue
        except (ConsentRefused, ConsentUnknown):
            outcome.not_allowed += 1
        else:
            outcome.count += 1
    return outcome


def _require_unpublished(database: Database, slides: Slides) -> None:
    given = with_readers(database, [slides])
    if given.state(slides) != "received":
        raise AlreadyPublished(slides.id)


def _record(database: Database, verb: str, slides: Slides, by: int | None) -> None:
    database.flush()
    after = {"speaker": slides.speaker.code, "name": slides.name}
    record(database, verb, slides, by=by, event_id=slides.speaker.event_id, before={}, after=after)
