"""Looking into Office files without unfolding them: slides, macros, a password, damage, what fills the memory."""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO

from conference.core.file_types import ODP, OLD_CONTAINER, PPT, PPTX, FileType, holds

_ENOUGH = 1024 * 1024
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_LOCKED_SUMMARY = "EncryptedSummary".encode("utf-16-le")
MOST_UNFOLDED = 100
"""How many times its own size an Office file may unfold to, where that is more than a hundred megabytes."""
ALWAYS_UNFOLDED = 100 * 1024 * 1024


class ProtectedOfficeFile(ValueError):
    """The file opens with a password only."""


class DamagedOfficeFile(ValueError):
    """The bytes begin like an Office file, but were cut off or changed."""


class UnfoldsTooFar(ValueError):
    """The file would become enormous when it is opened."""


@dataclass(frozen=True, slots=True)
class Inside:
    """What a look into a file told: the slides where they can be counted, and whether it holds macros."""

    slides: int | None
    has_macros: bool


def check_container(stream: IO[bytes]) -> None:
    """Tell a password or damage from another type of file; the stream is left at its start.

    Office keeps a file with a password inside its old container ([MS-OFFCRYPTO] §2.3.4.4); what begins as a ZIP and
    is none was cut off. Raises ProtectedOfficeFile and DamagedOfficeFile.
    """
    try:
        stream.seek(0)
        head = stream.read(8)
        if head == OLD_CONTAINER and holds(stream, _LOCKED):
            raise ProtectedOfficeFile
        stream.seek(0)
        if head.startswith(b"PK\x03\x04") and not zipfile.is_zipfile(stream):
            raise DamagedOfficeFile
    finally:
        stream.seek(0)


def look_inside(stream: IO[bytes], file_type: FileType) -> Inside:
    """Look into an Office file of a type that was sniffed; the stream is left at its start.

    Raises ProtectedOfficeFile, DamagedOfficeFile and UnfoldsTooFar.
    """
    if file_type == PPT:
        # The stream that a PowerPoint file has where its properties are encrypted with it ([MS-PPT] §2.1.5).
        if holds(stream, _LOCKED_SUMMARY):
            raise ProtectedOfficeFile
        return Inside(None, has_macros=False)
    try:
        size = stream.seek(0, 2)
        stream.seek(0)
        with zipfile.ZipFile(stream) as archive:
            return _inside(archive, file_type, size)
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, OSError, NotImplementedError):
        raise DamagedOfficeFile from None
    finally:
        stream.seek(0)


def _inside(archive: zipfile.ZipFile, file_type: FileType, size: int) -> Inside:
    members = archive.infolist()
    if any(one.flag_bits & 1 for one in members):
        raise ProtectedOfficeFile
    if sum(one.file_size for one in members) > max(ALWAYS_UNFOLDED, MOST_UNFOLDED * size):
        raise UnfoldsTooFar
    names = archive.namelist()
    if file_type == ODP:
        if b"encryption-data" in _start(archive, "META-INF/manifest.xml", names):
            raise ProtectedOfficeFile
        has_macros = any(name.startswith("Basic/") and name.endswith(".xml") for name in names)
        return Inside(_count(archive, "content.xml", rb"<draw:page[ >]"), has_macros)
    _start(archive, "[Content_Types].xml", names)
    slides = [name for name in names if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
    has_macros = any(name.endswith("vbaProject.bin") for name in names)
    return Inside(len(slides) or None if file_type == PPTX else None, has_macros)


def _start(archive: zipfile.ZipFile, name: str, names: list[str]) -> bytes:
    """The first megabyte of a member; nothing where there is none."""
    if name not in names:
        return b""
    with archive.open(name) as part:
        return part.read(_ENOUGH)


def _count(archive: zipfile.ZipFile, name: str, wanted: bytes) -> int | None:
    """How often a pattern of at most sixteen bytes occurs in a member; None for never."""
    found, before = 0, b""
    with archive.open(name) as part:
        while chunk := part.read(_ENOUGH):
            found += len(re.findall(wanted, before + chunk)) - len(re.findall(wanted, before))
            before = chunk[-16:]
    return found or None
