"""Looking into Office files without unfolding them: how many slides there are, a password, damage."""

from __future__ import annotations

import zipfile
import zlib
from typing import IO

from conference.core.file_types import PPTX, FileType

_ENOUGH = 1024 * 1024
_OLD_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")


class ProtectedOfficeFile(ValueError):
    """The file opens with a password only."""


class DamagedOfficeFile(ValueError):
    """The bytes begin like an Office file, but were cut off or changed."""


def check_container(stream: IO[bytes]) -> None:
    """Tell a password or damage from another type of file; the stream is left at its start.

    Office keeps a file with a password inside its old container ([MS-OFFCRYPTO] §2.3.4.4); what begins as a ZIP and
    is none was cut off. Raises ProtectedOfficeFile and DamagedOfficeFile.
    """
    try:
        stream.seek(0)
        head = stream.read(8)
        if head == _OLD_CONTAINER and _holds(stream, _LOCKED):
            raise ProtectedOfficeFile
        stream.seek(0)
        if head.startswith(b"PK\x03\x04") and not zipfile.is_zipfile(stream):
            raise DamagedOfficeFile
    finally:
        stream.seek(0)


def count_slides(stream: IO[bytes], file_type: FileType) -> int | None:
    """The slides of a PPTX; None for other Office files. Raises ProtectedOfficeFile and DamagedOfficeFile."""
    try:
        stream.seek(0)
        with zipfile.ZipFile(stream) as archive:
            if any(entry.flag_bits & 1 for entry in archive.infolist()):
                raise ProtectedOfficeFile
            with archive.open("[Content_Types].xml") as part:
                part.read(_ENOUGH)
            names = archive.namelist()
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, OSError, NotImplementedError):
        raise DamagedOfficeFile from None
    finally:
        stream.seek(0)
    slides = [name for name in names if name.startswith("ppt/slides/slide") and name.endswith(".xml")]
    return len(slides) or None if file_type == PPTX else None


def _holds(stream: IO[bytes], wanted: bytes) -> bool:
    stream.seek(0)
    before = b""
    while chunk := stream.read(_ENOUGH):
        if wanted in before + chunk:
            return True
        before = chunk[-len(wanted) :]
    return False
