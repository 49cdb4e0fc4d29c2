"""ZIP files that stream with their exact length known beforehand, the same bytes each time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from zipstream import ZipStream
from zipstream.ng import ZipStreamInfo

from conference.core.storage import storage

EARLIEST = datetime(1980, 1, 1)  # noqa: DTZ001 - the local time that ZIP begins with


@dataclass(frozen=True, slots=True)
class Member:
    """One stored file of an archive. `body` is iterated when its turn comes and gives exactly `size` bytes.

    `at` is what the archive says about its time, in the zone that its reader knows; ZIP keeps no zone.
    """

    name: str
    size: int
    at: datetime
    body: Iterable[bytes]


class Archive:
    """A ZIP of stored members in the order given: iterated it gives bytes, `len` says how many."""

    def __init__(self, members: Iterable[Member]) -> None:
        self._stream = _DatedStream()
        for member in members:
            self._stream.times[member.name] = member.at.timetuple()[:6]
            self._stream.add(member.body, member.name, size=member.size)

    def __len__(self) -> int:
        return len(self._stream)

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream


def local_time(instant: datetime, zone: tzinfo) -> datetime:
    """An instant by the clocks of a zone as a member's time: ZIP knows no zones, and no odd seconds."""
    at = instant.astimezone(zone).replace(tzinfo=None, microsecond=0)
    return max(at - timedelta(seconds=at.second % 2), EARLIEST)


def stored(sha256: str) -> Iterator[bytes]:
    """A blob as a member's body: it is opened when its turn comes, not before. Raises BlobMissing then."""
    store = storage()

    def body() -> Iterator[bytes]:
        yield from store.read(sha256)

    return body()


class _DatedStream(ZipStream):
    """A sized stream whose members have times of their own; the library would give each the present."""

    def __init__(self) -> None:
        super().__init__(sized=True)
        self.times: dict[str, tuple[int, ...]] = {}

    def _gen_file_entry(self, *, arcname: str, size: int, iterable: Any = None, data: Any = None, **_: Any) -> Any:
        info = ZipStreamInfo(arcname, self.times[arcname])
        info.external_attr = 0o644 << 16
        info.file_size = size
        info.header_offset = self._pos
        for piece in info._file_data(iter((data,)) if iterable is None else iterable):
            yield self._track(piece)
        if info.file_size != size:
            raise RuntimeError(f"{arcname}: {info.file_size} bytes instead of {size}")
        self._filelist.append(info)
