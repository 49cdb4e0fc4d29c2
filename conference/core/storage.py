"""Files by their SHA-256, in a folder or in S3: written before the row that names them."""

from __future__ import annotations

import hashlib
import secrets
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import IO, TYPE_CHECKING, Protocol, cast
from urllib.parse import unquote

import obstore
from flask import Flask, current_app
from obstore.store import LocalStore, ObjectStore, S3Store, from_url
from sqlalchemy.orm import Session

from conference.core.clock import now
from conference.core.ports import Port
from conference.core.signing import Signer

if TYPE_CHECKING:
    from obstore import GetOptions

CHUNK = 1024 * 1024
PIECES = "pieces"
AT_ONCE = 2
"""Parts of five megabytes that wait in memory while a file goes to S3."""
EXTENSION = "conference.storage"


class KnownBlobs(Protocol):
    def __call__(self, session: Session) -> set[str]:
        """The SHA-256 of every blob that the feature's rows name."""


known_blobs: Port[KnownBlobs] = Port("storage.known_blobs")


class EmptyFile(ValueError):
    """The file holds no bytes."""


class BlobMissing(LookupError):
    """A row names a blob that the store does not hold: a bug or a damaged disk."""


@dataclass(frozen=True, slots=True)
class Blob:
    """A stored file: its SHA-256 in hexadecimal and its size in bytes."""

    sha256: str
    size: int


class Storage:
    """A content-addressed store: equal files are one blob, and a blob never changes."""

    def __init__(self, store: ObjectStore, signer: Signer | None = None) -> None:
        self._store, self._signer = store, signer

    @classmethod
    def at(cls, url: str, *, signer: Signer | None = None) -> Storage:
        """The store at `file:///folder` (made if missing) or `s3://bucket/prefix` (settings from `AWS_…`).

        With a `signer`, which S3 alone has, readers fetch files there themselves.
        """
        if url.startswith("file://"):
            return cls(LocalStore(unquote(url.removeprefix("file://")), mkdir=True, automatic_cleanup=True))
        return cls(from_url(url), signer)

    def keep(self, stream: IO[bytes]) -> Blob:
        """Store all that `stream` gives. Raises EmptyFile; whatever `stream` raises leaves nothing behind."""
        hasher, size = hashlib.sha256(), 0
        with tempfile.SpooledTemporaryFile(max_size=4 * CHUNK) as copy:
            while chunk := stream.read(CHUNK):
                hasher.update(chunk)
                size += len(chunk)
                copy.write(chunk)
            if not size:
                raise EmptyFile
            blob = Blob(hasher.hexdigest(), size)
            copy.seek(0)
            # Also where it is known: putting it again makes it young, so that no sweep takes it before its row.
            obstore.put(self._store, _path(blob.sha256), cast(IO[bytes], copy), max_concurrency=AT_ONCE)
        return blob

    def read(self, sha256: str, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """The bytes of a blob, piece by piece: all, or from `start` up to but not including `stop`, which is more.

        Nothing else is read from the store. Raises BlobMissing at once.
        """
        path = _path(sha256)
        part: GetOptions = {} if stop is None else {"range": (start, stop)}
        try:
            if isinstance(self._store, LocalStore):
                size = obstore.head(self._store, path)["size"]
                return self._slices(path, start, size if stop is None else min(stop, size))
            found = obstore.get(self._store, path, options=part)
        except FileNotFoundError:
            raise BlobMissing(sha256) from None
        return (bytes(chunk) for chunk in found.stream(min_chunk_size=CHUNK))

    def _slices(self, path: str, start: int, stop: int) -> Iterator[bytes]:
        """A file in a folder: its stream would come in pieces of eight kilobytes, at a tenth of the speed."""
        for at in range(start, stop, CHUNK):
            yield bytes(obstore.get_range(self._store, path, start=at, end=min(at + CHUNK, stop)))

    def signed_url(self, sha256: str, headers: Mapping[str, str]) -> str | None:
        """Where a reader fetches a blob for some minutes, and with which headers; None where it goes through us."""
        if self._signer is None:
            return None
        return self._signer.url(cast(S3Store, self._store), _path(sha256), headers)

    def put_piece(self, folder: str, piece: bytes) -> str:
        """Store part of a file that is still on its way, and answer its key. Two pieces never have the same."""
        key = f"{PIECES}/{folder}/{secrets.token_hex(16)}"
        obstore.put(self._store, key, piece, use_multipart=False)
        return key

    def piece(self, key: str) -> bytes:
        """The bytes of a piece. Raises BlobMissing."""
        try:
            return bytes(obstore.get(self._store, key).bytes())
        except FileNotFoundError:
            raise BlobMissing(key) from None

    def drop_piece(self, key: str) -> None:
        """Delete one piece, if it is there."""
        with suppress(FileNotFoundError):
            obstore.delete(self._store, key)

    def drop_pieces(self, folder: str) -> None:
        """Delete all pieces in a folder."""
        for page in obstore.list(self._store, f"{PIECES}/{folder}"):
            for entry in page:
                self.drop_piece(entry["path"])

    def folders_of_pieces(self, *, older_than: timedelta) -> set[str]:
        """The folders whose newest piece was stored longer ago than `older_than`."""
        before, young, seen = now() - older_than, set[str](), set[str]()
        for page in obstore.list(self._store, PIECES):
            for entry in page:
                folder = entry["path"].split("/")[-2]
                seen.add(folder)
                if entry["last_modified"] >= before:
                    young.add(folder)
        return seen - young

    def sweep(self, session: Session, *, older_than: timedelta) -> list[str]:
        """Delete the blobs that no row names, stored longer ago than `older_than`; return their SHA-256."""
        before = now() - older_than
        known = set[str]().union(*(named(session) for named in known_blobs.all()))
        swept = []
        for page in obstore.list(self._store):
            for entry in page:
                sha256 = entry["path"].rpartition("/")[2]
                if len(sha256) != 64 or sha256 in known or entry["last_modified"] >= before:
                    continue
                if obstore.head(self._store, entry["path"])["last_modified"] < before:
                    obstore.delete(self._store, entry["path"])
                    swept.append(sha256)
        return swept

    def check(self) -> None:
        """Raise if the store cannot be written to and read from now."""
        obstore.put(self._store, "readiness", b"ready")
        obstore.get(self._store, "readiness").bytes()


def _path(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def configure(app: Flask, url: str, *, signer: Signer | None = None) -> None:
    app.extensions[EXTENSION] = Storage.at(url, signer=signer)


def storage() -> Storage:
    """The application's store."""
    return cast(Storage, current_app.extensions[EXTENSION])


@contextmanager
def opened(sha256: str) -> Iterator[IO[bytes]]:
    """A stored file as a real one, which a process of its own can read. Raises BlobMissing."""
    with tempfile.TemporaryFile() as copy:
        for piece in storage().read(sha256):
            copy.write(piece)
        copy.seek(0)
        yield cast(IO[bytes], copy)
