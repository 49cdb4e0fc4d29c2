"""How far an archive unfolds: measured little by little, because what its list of members says may be a lie."""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, cast

MOST_UNFOLDED = 100
"""How many times its own size a file may unfold to, where that is more than a hundred megabytes."""
ALWAYS_UNFOLDED = 100 * 1024 * 1024
ENORMOUS = 1024 * 1024 * 1024
"""Bytes that only a file may unfold to which is half as large itself, such as a presentation with videos."""
MOST_DIRECTORY = 1024 * 1024
"""The list of a ZIP's members, in bytes: each becomes an object when it is opened; Office files have some hundred."""
DEEPEST = 3
"""Archives inside archives: a chart in a presentation is a workbook, and may hold one more."""
ZIP_HEAD = b"PK\x03\x04"
_LOCAL_HEAD = 30
_AT_A_TIME = 256 * 1024
_IN_MEMORY = 1024 * 1024
_END = b"PK\x05\x06"
_TAIL = 65_535 + 22 + 20 + 56


class UnfoldsTooFar(ValueError):
    """The file would become enormous when it is opened."""


class DamagedArchive(ValueError):
    """A member is not there as the list says, or is packed in a way that Office does not know."""


@dataclass(slots=True)
class _Budget:
    left: int

    def take(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise UnfoldsTooFar


def check_unfolding(stream: IO[bytes]) -> None:
    """Unfold a ZIP without keeping it, with the archives inside; the stream is left at its start.

    Memory does not grow with the file; nothing is unfolded beyond the limit. Members that are locked by a password
    count as they are. Raises UnfoldsTooFar, DamagedArchive and zipfile.BadZipFile.
    """
    size = stream.seek(0, 2)
    most = max(ALWAYS_UNFOLDED, min(MOST_UNFOLDED * size, ENORMOUS), 2 * size)
    try:
        _measure(stream, _Budget(most), depth=1)
    finally:
        stream.seek(0)


def _measure(stream: IO[bytes], budget: _Budget, *, depth: int) -> None:
    if depth > DEEPEST or directory_size(stream) > MOST_DIRECTORY:
        raise UnfoldsTooFar
    stream.seek(0)
    with zipfile.ZipFile(stream) as archive:
        members = sorted(archive.infolist(), key=lambda member: member.header_offset)
        if sum(member.file_size for member in members) > budget.left:
            raise UnfoldsTooFar
        ends = [member.header_offset for member in members[1:]] + [archive.start_dir]
        for member, end in zip(members, ends, strict=False):
            # Members that share bytes unfold the same ones again and again (D. Fifield, A better zip bomb, 2019).
            if member.header_offset + _LOCAL_HEAD + member.compress_size > end:
                raise UnfoldsTooFar
            if member.flag_bits & 1:
                budget.take(member.compress_size)
            else:
                _unfold(stream, member, budget, depth)


def _unfold(stream: IO[bytes], member: zipfile.ZipInfo, budget: _Budget, depth: int) -> None:
    """Count what a member unfolds to, and look into it where it is an archive itself."""
    size, checksum = 0, 0
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as inner:
        is_archive = False
        for part in _parts(stream, member):
            budget.take(len(part))
            if not size:
                is_archive = part.startswith(ZIP_HEAD)
            if is_archive:
                inner.write(part)
            size += len(part)
            checksum = zlib.crc32(part, checksum)
        if size != member.file_size or checksum != member.CRC:
            raise DamagedArchive
        if is_archive:
            try:
                _measure(cast(IO[bytes], inner), budget, depth=depth + 1)
            except (zipfile.BadZipFile, DamagedArchive, NotImplementedError):
                return  # Nothing will unfold what is no archive after all.


def _parts(stream: IO[bytes], member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of a member as any program would unfold them, also beyond the size that the list of members says."""
    stream.seek(member.header_offset)
    head = stream.read(_LOCAL_HEAD)
    if len(head) < _LOCAL_HEAD or not head.startswith(ZIP_HEAD):
        raise DamagedArchive
    stream.seek(int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little"), 1)
    if member.compress_type == zipfile.ZIP_STORED:
        yield from _packed(stream, member.compress_size)
    elif member.compress_type == zipfile.ZIP_DEFLATED:
        yield from _inflated(stream, member.compress_size)
    else:
        raise DamagedArchive


def _packed(stream: IO[bytes], size: int) -> Iterator[bytes]:
    while size > 0 and (chunk := stream.read(min(size, _AT_A_TIME))):
        size -= len(chunk)
        yield chunk


def _inflated(stream: IO[bytes], size: int) -> Iterator[bytes]:
    unpack = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for chunk in _packed(stream, size):
            while chunk and not unpack.eof:
                if part := unpack.decompress(chunk, _AT_A_TIME):
                    yield part
                chunk = unpack.unconsumed_tail
        while not unpack.eof and (part := unpack.decompress(b"", _AT_A_TIME)):
            yield part
    except zlib.error:
        raise DamagedArchive from None
    if not unpack.eof:
        raise DamagedArchive


def directory_size(stream: IO[bytes]) -> int:
    """How long the list of a ZIP's members says that it is (APPNOTE 4.3.14 to 4.3.16), before anything reads it.

    The stream is left at its start.
    """
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _TAIL))
    tail = stream.read()
    stream.seek(0)
    # As `zipfile` looks for it: at the very end, else behind the last mark.
    end = len(tail) - 22 if tail[-22:-18] == _END and tail[-2:] == b"\0\0" else tail.rfind(_END)
    if end < 0:
        return 0
    if end >= 76 and tail[end - 20 : end - 16] == b"PK\x06\x07":
        return int.from_bytes(tail[end - 36 : end - 28], "little")
    return int.from_bytes(tail[end + 12 : end + 16], "little")
