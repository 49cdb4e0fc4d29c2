"""Which kind of picture a file really is, and how large it says that it is: its first bytes decide, not its name."""

from __future__ import annotations

from typing import IO

from conference.core.file_types import FileType, UnknownFileType

JPEG = FileType("jpg", "image/jpeg")
PNG = FileType("png", "image/png")
WEBP = FileType("webp", "image/webp")
PICTURES = (JPEG, PNG, WEBP)
_HEAD = 64
_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
"""The brands of files whose pictures are coded as HEVC, or may be (ISO/IEC 23008-12, annex B and clause 10)."""


class HeicPicture(UnknownFileType):
    """A photograph as newer telephones keep it (HEIC): we have no decoder that is kept up."""


def sniff_picture(stream: IO[bytes]) -> FileType:
    """The type of a seekable stream, which is left at its start. Raises UnknownFileType and HeicPicture."""
    stream.seek(0)
    head = stream.read(_HEAD)
    stream.seek(0)
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC:
        raise HeicPicture
    raise UnknownFileType
