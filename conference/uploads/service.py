"""The verbs of an upload: begun, grown piece by piece, joined, ended. The database decides how far it has come."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import IO, cast

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session as Database

from conference.core.clock import now
from conference.core.storage import storage
from conference.uploads.models import LONGEST_NAME, Piece, Upload
from conference.uploads.queries import known_codes

KEPT = timedelta(days=3)
"""How long an upload waits for its next piece."""
MOST_OPEN = 30
"""How many uploads one owner may have on their way: one more ends the oldest."""


class OffsetMoved(Exception):
    """Somebody else's bytes came first, or the upload ended."""


class NotWhole(Exception):
    """Bytes of the file are still missing."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """Bytes that stand in the store, but belong to no upload yet."""

    key: str
    size: int


def begin(database: Database, *, event_id: int, owner: str, name: str, length: int) -> Upload:
    """Expect a file of `length` bytes."""
    open_ones = select(Upload).where(Upload.event_id == event_id, Upload.owner == owner).order_by(Upload.id.desc())
    for oldest in database.scalars(open_ones.offset(MOST_OPEN - 1)).all():
        end(database, oldest)
    upload = Upload(
        event_id=event_id,
        owner=owner,
        code=secrets.token_urlsafe(24),
        name=name[:LONGEST_NAME],
        length=length,
        received=0,
        created_at=now(),
        expires_at=now() + KEPT,
    )
    database.add(upload)
    database.flush()
    return upload


def grow(database: Database, upload_id: int, arrived: Iterable[Arrived], *, start: int) -> int:
    """Add what arrived from `start` on and say how far the upload is. Raises OffsetMoved.

    Of two requests that send the same bytes at once one wins here: the statement moves the offset only from where the
    request began.
    """
    pieces, offset = [], start
    for one in arrived:
        pieces.append(Piece(upload_id=upload_id, start=offset, size=one.size, key=one.key))
        offset += one.size
    moved = database.execute(
        update(Upload)
        .where(Upload.id == upload_id, Upload.received == start)
        .values(received=offset, expires_at=now() + KEPT)
        .returning(Upload.id)
        .execution_options(synchronize_session=False)
    )
    if moved.first() is None:
        raise OffsetMoved(upload_id)
    database.add_all(pieces)
    return offset


def end(database: Database, upload: Upload) -> None:
    """Forget an upload; what it left in the store goes with `storage().drop_pieces` after the commit, or is swept."""
    database.execute(delete(Upload).where(Upload.id == upload.id).execution_options(synchronize_session=False))


def end_expired(database: Database, event_id: int) -> None:
    """End an event's uploads whose time is over. They can be reached no more, so their pieces may go first."""
    expired = select(Upload).where(Upload.event_id == event_id, Upload.expires_at <= now())
    for upload in database.scalars(expired.with_for_update()).all():
        storage().drop_pieces(upload.code)
        end(database, upload)


def sweep_pieces(database: Database, *, older_than: timedelta) -> int:
    """Delete pieces of uploads that are no more, stored longer ago than `older_than`; return of how many uploads."""
    lost = storage().folders_of_pieces(older_than=older_than) - known_codes(database)
    for code in lost:
        storage().drop_pieces(code)
    return len(lost)


@contextmanager
def joined(upload: Upload) -> Iterator[IO[bytes]]:
    """The whole file, read from its pieces into a file of its own. Raises NotWhole and BlobMissing."""
    if not upload.is_whole:
        raise NotWhole(upload.code)
    with tempfile.TemporaryFile() as copy:
        for piece in upload.pieces:
            copy.write(storage().piece(piece.key))
        if copy.tell() != upload.length:
            raise NotWhole(upload.code)
        copy.seek(0)
        yield cast(IO[bytes], copy)
