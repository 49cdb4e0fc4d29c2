"""Containers of Office before 2007 ([MS-CFB]): the names that they hold, and one stream's bytes, read within limits.

`olefile` reads them too, but makes an object of every entry that a file claims to have, and follows them by recursion:
two hundred megabytes of entries would fill the memory of the server. We need names and one stream.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_ENTRY = 128
_IN_HEADER = 109
"""How many parts of the table of sectors the header itself names."""
_LAST = 0xFFFFFFFA
"""From this number on a sector's number is a sign: the end, free, or the table's own (§2.1)."""
_STORAGE, _STREAM = 1, 2
_MOST_DIRECTORY = 1024 * 1024
"""Bytes of entries: eight thousand, where a presentation has some twenty."""


class DamagedContainer(ValueError):
    """The bytes begin like such a container, but what they name is not there."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A stream of `size` bytes from the sector `start` on, or a storage, which is what a folder is."""

    name: str
    start: int
    size: int


class Container:
    """A container in a seekable stream. Raises DamagedContainer, also where a sector that is needed was cut off."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._end = stream.seek(0, 2)
        header = self._bytes(0, _HEADER)
        shift = int.from_bytes(header[30:32], "little")
        if header[:8] != SIGNATURE or shift not in (9, 12):
            raise DamagedContainer
        self._sector = 1 << shift
        self._sectors = -(-self._end // self._sector)
        self._cutoff = int.from_bytes(header[56:60], "little")
        self._next = self._table(header)
        self.entries = list(self._directory(int.from_bytes(header[48:52], "little")))

    @property
    def names(self) -> set[str]:
        return {entry.name for entry in self.entries}

    def stream(self, name: str) -> Iterator[bytes]:
        """The bytes of a stream, sector by sector; nothing of one so small that it shares sectors with others."""
        for entry in self.entries:
            if entry.name == name and entry.size >= self._cutoff:
                if entry.size > self._end:
                    raise DamagedContainer
                needed = -(-entry.size // self._sector)
                found = 0
                for number in self._chain(entry.start):
                    found += 1
                    yield self._bytes(self._place(number), self._sector)
                if found < needed:
                    raise DamagedContainer

    def _table(self, header: bytes) -> array[int]:
        """Which sector follows which (§2.3); the sectors of the table are named by the header and a list (§2.5)."""
        per_sector = self._sector // 4
        most = self._sectors // per_sector + 1
        parts = [one for one in struct.unpack(f"<{_IN_HEADER}I", header[76:_HEADER]) if one < _LAST]
        place = int.from_bytes(header[68:72], "little")
        while place < _LAST and len(parts) <= most:
            numbers = struct.unpack(f"<{per_sector}I", self._bytes(self._place(place), self._sector))
            parts += [one for one in numbers[:-1] if one < _LAST]
            place = numbers[-1]
        if not parts or len(parts) > most:
            raise DamagedContainer
        table = array("I")
        for part in parts:
            table.frombytes(self._bytes(self._place(part), self._sector))
        if sys.byteorder == "big":
            table.byteswap()
        return table

    def _directory(self, start: int) -> Iterator[Entry]:
        read = 0
        for number in self._chain(start):
            read += self._sector
            if read > _MOST_DIRECTORY:
                raise DamagedContainer
            sector = self._bytes(self._place(number), self._sector)
            for place in range(0, len(sector), _ENTRY):
                entry = sector[place : place + _ENTRY]
                length, kind = int.from_bytes(entry[64:66], "little"), entry[66]
                if kind in (_STORAGE, _STREAM) and 2 <= length <= 64:
                    name = entry[: length - 2].decode("utf-16-le", "replace")
                    # In files of version 3 only the lower half of the size counts (§2.6.3).
                    size = int.from_bytes(entry[120 : 128 if self._sector > 512 else 124], "little")
                    yield Entry(name, int.from_bytes(entry[116:120], "little"), size)
        if not read:
            raise DamagedContainer

    def _chain(self, number: int) -> Iterator[int]:
        """The sectors of a stream, one after the other; a chain that goes round in a ring is damage."""
        seen = 0
        while number < _LAST:
            seen += 1
            if seen > self._sectors or number >= len(self._next):
                raise DamagedContainer
            yield number
            number = self._next[number]

    def _place(self, number: int) -> int:
        return (number + 1) * self._sector

    def _bytes(self, place: int, size: int) -> bytes:
        """Bytes at a place. The last sector of a file may be shorter than others, but not gone."""
        self._stream.seek(place)
        found = self._stream.read(size)
        if not found or (place == 0 and len(found) < size):
            raise DamagedContainer
        return found.ljust(size, b"\0")
