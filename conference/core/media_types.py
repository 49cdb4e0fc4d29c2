"""Sound and pictures that browsers play: told apart by how a file begins, never by its name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO

from conference.core.file_types import FileType, UnknownFileType

_HEAD = 4096


@dataclass(frozen=True, slots=True)
class MediaType(FileType):
    """A type of recording that we take: the ending we give it, its media type, whether there is something to see."""

    is_video: bool


MP4 = MediaType("mp4", "video/mp4", is_video=True)
WEBM = MediaType("webm", "video/webm", is_video=True)
M4A = MediaType("m4a", "audio/mp4", is_video=False)
MP3 = MediaType("mp3", "audio/mpeg", is_video=False)
OGG = MediaType("ogg", "audio/ogg", is_video=False)
ALL = {one.ending: one for one in (MP4, WEBM, M4A, MP3, OGG)}

_MATROSKA = b"\x1a\x45\xdf\xa3"
"""How EBML begins (RFC 8794 §11.2.1); its DocType says whether it is WebM."""
_AUDIO_BRANDS = (b"M4A ", b"M4B ")
_OTHER_BRANDS = (b"heic", b"heix", b"mif1", b"avif", b"avis", b"qt  ", b"crx ")
"""What begins like MP4 and is a photograph, or a film that few browsers play."""


def sniff(stream: IO[bytes]) -> MediaType:
    """The type of a seekable stream, which is left at its start. Raises UnknownFileType."""
    stream.seek(0)
    head = stream.read(_HEAD)
    stream.seek(0)
    if head[4:8] == b"ftyp" and head[8:12] not in _OTHER_BRANDS:
        # ISO/IEC 14496-12 §4.3: the box of the file's type comes first, and names its major brand.
        return M4A if head[8:12] in _AUDIO_BRANDS else MP4
    if head.startswith(_MATROSKA) and b"webm" in head[:64]:
        return WEBM
    if head.startswith(b"OggS"):
        return OGG
    if head.startswith(b"ID3") or _is_mpeg_audio(head):
        return MP3
    raise UnknownFileType


def _is_mpeg_audio(head: bytes) -> bool:
    """Whether a frame of layer III begins here: eleven bits of synchronisation, then version and layer."""
    return len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[1] & 0x18 != 0x08
