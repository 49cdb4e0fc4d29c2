"""ZIP files that stream from any of their bytes on: exact length known beforehand, the same bytes each time.

Members are stored as they are, in a fixed order with fixed times; so where each byte stands is known before anything is
read, and whoever lost their line goes on where they were. What only the bytes of a file can tell, its checksum, stands
behind it and at the end of the archive: `core.checksums` remembers it, so that the end needs no file read again.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import partial
from zipfile import ZIP64_LIMIT
from zlib import crc32

from flask_babel import gettext as _
from zipstream import ZipStream
from zipstream.ng import ZipStreamInfo

from conference.core.checksums import Checksums, checksums
from conference.core.files import Piece, readable_name
from conference.core.storage import storage

EARLIEST = datetime(1980, 1, 1)  # noqa: DTZ001 - the local time that ZIP begins with
LONGEST = 110
"""Characters of a member's name, with its ending: Windows' 260 leave room for the folders it is unpacked into."""
WRITTEN_AS = 1
"""Raised when the same members become other bytes, so that nobody goes on with what an older release began."""
_SIZES_FOLLOW = 1 << 3


@dataclass(frozen=True, slots=True)
class Member:
    """One stored file of an archive, of exactly `size` bytes; `sha256` is of these bytes.

    `at` is what the archive says about its time, in the zone that its reader knows; ZIP keeps no zone. `piece` is asked
    when its turn comes, and only for what is wanted.
    """

    name: str
    size: int
    at: datetime
    sha256: str
    piece: Piece


def stored(name: str, *, sha256: str, size: int, at: datetime) -> Member:
    """A blob of the store as a member. It is opened when its turn comes: BlobMissing is raised then."""
    return Member(name, size, at, sha256, partial(storage().read, sha256))


def made(name: str, body: bytes, *, at: datetime) -> Member:
    """What was made for this archive as a member."""
    return Member(name, len(body), at, hashlib.sha256(body).hexdigest(), lambda start, stop: (body[start:stop],))


class Archive:
    """A ZIP of stored members in the order given; `piece` gives its bytes from any place on, `len` says how many.

    Made while the application's context is there; its bytes are given without one.
    """

    def __init__(self, members: Iterable[Member]) -> None:
        members = list(members)
        self._sums = checksums()
        known = self._sums.known([member.sha256 for member in members])
        self._entries: list[_Entry] = []
        at = 0
        for member in members:
            self._entries.append(_Entry(member, at, self._sums, known))
            at = self._entries[-1].stop
        self._directory_at = at
        self._stops = [entry.stop for entry in self._entries]
        self._size = at + len(self._directory())

    def __len__(self) -> int:
        return self._size

    @property
    def etag(self) -> str:
        """The same for the same bytes, and for no others."""
        facts = [(entry.member.name, entry.member.at.isoformat(), entry.member.sha256) for entry in self._entries]
        return hashlib.sha256(repr((WRITTEN_AS, facts)).encode()).hexdigest()

    def piece(self, start: int, stop: int) -> Iterator[bytes]:
        """The bytes from `start` on, up to but not including `stop`. No file that ends before `start` is opened.

        Raises BlobMissing, and RuntimeError where a file is not as long as was said.
        """
        for entry in self._entries[bisect_right(self._stops, start) :]:
            if entry.start >= stop:
                return
            yield from entry.piece(max(start - entry.start, 0), stop - entry.start)
        if stop > self._directory_at:
            for entry in self._entries:
                entry.learn()
            yield self._directory()[max(start - self._directory_at, 0) : stop - self._directory_at]

    def _directory(self) -> bytes:
        return b"".join(_Directory(entry.info for entry in self._entries).written(at=self._directory_at))


class _Entry:
    """A member in its place: its header, its bytes, and behind them what they came to."""

    def __init__(self, member: Member, start: int, sums: Checksums, known: Mapping[str, int]) -> None:
        self.member, self.start, self._sums = member, start, sums
        self.info = ZipStreamInfo(member.name, member.at.timetuple()[:6])
        self.info.external_attr = 0o644 << 16
        self.info.flag_bits |= _SIZES_FOLLOW
        self.info.file_size = self.info.compress_size = member.size
        self.info.header_offset = start
        self.info.CRC = known.get(member.sha256, 0)
        self._is_known = member.sha256 in known
        self._is_long = member.size > ZIP64_LIMIT
        self._header = self.info.FileHeader(self._is_long)
        self._size = len(self._header) + member.size + len(self._ending())

    @property
    def stop(self) -> int:
        return self.start + self._size

    def piece(self, start: int, stop: int) -> Iterator[bytes]:
        """The bytes from `start`, counted from the member's own header, up to but not including `stop`."""
        if start < len(self._header):
            yield self._header[start:stop]
        before, size = len(self._header), self.member.size
        first, last = max(start - before, 0), min(stop - before, size)
        if first < last:
            yield from self._read(first, last)
        if stop > before + size:
            self.learn()
            yield self._ending()[max(start - before - size, 0) : stop - before - size]

    def learn(self) -> None:
        """Know the checksum: nearly always it is known, else the file is read for it."""
        if not self._is_known:
            for _piece in self._read(0, self.member.size):
                pass

    def _read(self, first: int, last: int) -> Iterator[bytes]:
        """Bytes of the file; whoever reads all of them learns what they came to."""
        given, sum_ = 0, 0
        is_whole = not self._is_known and last - first == self.member.size
        for piece in self.member.piece(first, last):
            given += len(piece)
            if is_whole:
                sum_ = crc32(piece, sum_)
            yield piece
        if given != last - first:
            raise RuntimeError(f"{self.member.name}: {given} bytes instead of {last - first}")
        if is_whole:
            self._take(sum_)

    def _take(self, sum_: int) -> None:
        if not self._is_known:
            self.info.CRC, self._is_known = sum_, True
            self._sums.learn(self.member.sha256, sum_)

    def _ending(self) -> bytes:
        return self.info.DataDescriptor(self._is_long)


class _Directory(ZipStream):
    """The end of an archive whose members were written elsewhere."""

    def __init__(self, infos: Iterable[ZipStreamInfo]) -> None:
        super().__init__()
        self._filelist.extend(infos)

    def written(self, *, at: int) -> Iterator[bytes]:
        self._pos = at
        yield from self._gen_archive_footer()


def local_time(instant: datetime, zone: tzinfo) -> datetime:
    """An instant by the clocks of a zone as a member's time: ZIP knows no zones, and no odd seconds."""
    at = instant.astimezone(zone).replace(tzinfo=None, microsecond=0)
    return max(at - timedelta(seconds=at.second % 2), EARLIEST)


def contents_name() -> str:
    """What an archive's page of contents is called, in the language being spoken: it stands before everything."""
    return f"00 {readable_name(_('Contents'), longest=40)}.html"


def member_name(before: str, words: str, after: str, *, ending: str) -> str:
    """What a member is called: «01 THAMM-2021-3 Fair recruitment (fr).pdf», of `words` as much as there is room for."""
    room = LONGEST - len(before) - len(after) - len(ending) - 2
    return f"{f'{before} {readable_name(words, longest=room)}'.strip()}{after}.{ending}"
