"""Makes recordings for tests: as many bytes as make a file what it is, kept and published by the services."""

from __future__ import annotations

from io import BytesIO

from conference.core.media_types import ALL
from conference.core.storage import storage
from conference.core.translated import Translated
from conference.events.models import Event
from conference.library import service
from conference.library.models import Audience, Recording
from tests.world import World

BEGINNINGS = {
    "mp4": b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00",
    "m4a": b"\x00\x00\x00\x18ftypM4A \x00\x00\x02\x00",
    "webm": b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm",
    "mp3": b"ID3\x03\x00\x00\x00\x00\x00\x21",
    "ogg": b"OggS\x00\x02",
}


def media(ending: str = "mp4", length: int = 4096) -> bytes:
    """A file that begins as its kind does; every byte says where it stands."""
    head = BEGINNINGS[ending]
    return head + bytes(number % 251 for number in range(length - len(head)))


def make_recording(
    world: World,
    event_id: int,
    session_id: int,
    *,
    channel: str = "floor",
    title: Translated | None = None,
    audience: str = Audience.PUBLIC,
    link: str = "",
    ending: str = "mp4",
    body: bytes | None = None,
    transcript_id: int | None = None,
    publish: bool = True,
) -> int:
    """A recording of a session, a file unless a link is given."""
    file = None
    if not link:
        with world.app.app_context():
            file = service.Kept(storage().keep(BytesIO(body or media(ending))), ALL[ending])
    with world.writing() as database:
        recording = service.add_recording(
            database,
            database.get_one(Event, event_id),
            session_id=session_id,
            channel=channel,
            title=title or Translated(),
            audience=audience,
            minutes=75,
            transcript_id=transcript_id,
            link=link,
            file=file,
            by=None,
        )
        database.flush()
        if publish:
            service.publish_recording(database, recording, by=None)
        return recording.id


def published(world: World, recording_id: int) -> bool:
    with world.reading() as database:
        return database.get_one(Recording, recording_id).published_at is not None
