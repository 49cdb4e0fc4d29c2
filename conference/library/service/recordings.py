"""What is done with recordings: kept, published where everybody who speaks allows it, withdrawn, removed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.audit.service import record
from conference.core.clock import now
from conference.core.media_types import MediaType
from conference.core.storage import Blob
from conference.core.translated import Translated
from conference.core.translated_fields import Edits, merge_into
from conference.events.models import Event
from conference.events.service import lock as lock_event
from conference.events.service import touch
from conference.library.models import Recording
from conference.library.ports import RecordingStanding
from conference.library.queries.recordings import published_in, standings
from conference.library.service.acting import account_id


class NotAllowed(Exception):
    """Somebody who speaks in the session does not allow it, or has not said so: `standing` tells who."""

    def __init__(self, standing: RecordingStanding) -> None:
        super().__init__(standing)
        self.standing = standing


class StandsAlready(Exception):
    """The recording is published already, or is not and cannot be withdrawn."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The file of a recording, which is stored; `upload_code` is the upload that it came by, or empty."""

    blob: Blob
    media_type: MediaType
    upload_code: str = ""


def add_recording(
    database: Database,
    event: Event,
    *,
    session_id: int,
    channel: str,
    title: Translated,
    audience: str,
    minutes: int | None = None,
    transcript_id: int | None = None,
    link: str = "",
    file: Kept | None = None,
    by: Account | None,
) -> Recording:
    """A recording that nobody but the team sees yet: a file, or a link to one elsewhere."""
    by_id = account_id(by)
    event = lock_event(database, event.id)
    recording = Recording(
        event_id=event.id,
        session_id=session_id,
        channel=channel,
        title=title,
        audience=audience,
        minutes=minutes,
        transcript_id=transcript_id,
        link=link,
        sha256=file.blob.sha256 if file else None,
        size=file.blob.size if file else None,
        ending=file.media_type.ending if file else "",
        upload_code=(file.upload_code or None) if file else None,
        added_at=now(),
        added_by=by_id,
    )
    database.add(recording)
    record(database, "add recording", recording, by=by_id, event_id=event.id)
    return recording


def change_recording(
    database: Database,
    recording: Recording,
    *,
    values: Mapping[str, Any],
    edits: Mapping[str, Edits],
    seen: Mapping[str, str],
    by: Account | None,
) -> None:
    """Change what a recording is called, how long it is, who may have it, where it can be read. Raises Clashes."""
    event, by_id = lock_event(database, recording.event_id), account_id(by)
    merge_into(recording, edits, source=event.source, by=by_id, values=values, seen=seen)
    record(database, "change recording", recording, by=by_id, event_id=event.id)
    touch(database, event.id)


def publish_recording(database: Database, recording: Recording, *, by: Account | None) -> None:
    """Give a recording to its readers. Raises NotAllowed, and StandsAlready."""
    by_id, event_id = account_id(by), recording.event_id
    lock_event(database, event_id)
    database.refresh(recording)
    if recording.published_at is not None:
        raise StandsAlready(recording.id)
    standing = standings(database, {recording.session_id})[recording.session_id]
    if not standing.allows:
        raise NotAllowed(standing)
    recording.published_at = now()
    record(database, "publish recording", recording, by=by_id, event_id=event_id)
    touch(database, event_id)


def withdraw_recording(database: Database, recording: Recording, *, by: Account | None) -> None:
    """Take a recording from its readers; the team keeps it. Raises StandsAlready."""
    by_id, event_id = account_id(by), recording.event_id
    lock_event(database, event_id)
    database.refresh(recording)
    if recording.published_at is None:
        raise StandsAlready(recording.id)
    _withdraw(database, recording, by=by_id)
    touch(database, event_id)


def withdraw_recordings_of(database: Database, event_id: int, session_ids: Collection[int], *, by: int | None) -> None:
    """Take the recordings of these sessions from readers, because somebody who speaks there no longer allows them.

    They come back only when somebody publishes them again. Called under the event's lock.
    """
    for recording in published_in(database, session_ids):
        _withdraw(database, recording, by=by)
    touch(database, event_id)


def remove_recording(database: Database, recording: Recording, *, by: Account | None) -> None:
    """Delete a recording; its file goes with the next sweep."""
    by_id, event_id = account_id(by), recording.event_id
    lock_event(database, event_id)
    database.refresh(recording)
    before = {"session": recording.session.code, "channel": recording.channel, "link": recording.link}
    record(database, "remove recording", recording, by=by_id, event_id=event_id, before=before, after={})
    database.delete(recording)
    touch(database, event_id)


def _withdraw(database: Database, recording: Recording, *, by: int | None) -> None:
    recording.published_at = None
    record(database, "withdraw recording", recording, by=by, event_id=recording.event_id)
