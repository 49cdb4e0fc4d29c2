"""Looking into Office files without unfolding them: slides, macros, a password, damage, what fills the memory."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from conference.core.file_types import ODP, PPT, PPTX, FileType
from conference.core.old_office import SIGNATURE, Container, DamagedContainer
from conference.core.unfolding import ZIP_HEAD, DamagedArchive, check_unfolding

_ENOUGH = 1024 * 1024
_LOCKED = "EncryptedPackage"
"""The stream in which Office keeps a file with a password ([MS-OFFCRYPTO] §2.3.4.4)."""
_LOCKED_SUMMARY = "EncryptedSummary"
"""The stream that a PowerPoint file has where its properties are encrypted with it ([MS-PPT] §2.1.5)."""
_LOCKED_PPT = re.compile(rb"\0\0\xf6\x0f.{4}\x14\0\0\0\xdf\xc4\xd1\xf3", re.DOTALL)
"""The record of who wrote the file last, with the token that says that it is encrypted ([MS-PPT] §2.3.2)."""
_MACROS_PPT = re.compile(rb"\x1f\0\xff\x03\x14\0\0\0\x02\0\0\x04\x0c\0\0\0.{4}\x01\0\0\0", re.DOTALL)
"""The record that leads to a PowerPoint file's project of macros, and says that it holds some ([MS-PPT] §2.4.11)."""
_LONGEST_RECORD = 32
_MACRO_STORAGES = {"VBA", "_VBA_PROJECT", "_VBA_PROJECT_CUR", "Macros"}
_MACRO_TYPES = re.compile(rb"macroEnabled|vnd\.ms-office\.vbaProject|intlmacrosheet|ms-excel\.macrosheet")
_MACRO_PARTS = re.compile(r"(?:.*/)?vbaProject[^/]*\.bin|xl/macrosheets/.+", re.IGNORECASE)
_MACROS_ODF = re.compile(r"(?:Basic|Scripts)/.+[^/]")


class ProtectedOfficeFile(ValueError):
    """The file opens with a password only."""


class DamagedOfficeFile(ValueError):
    """The bytes begin like an Office file, but were cut off or changed."""


@dataclass(frozen=True, slots=True)
class Inside:
    """What a look into a file told: the slides where they can be counted, and whether it holds macros."""

    slides: int | None
    has_macros: bool


def check_container(stream: IO[bytes]) -> None:
    """Tell a password or damage from another type of file; the stream is left at its start.

    Office keeps a file with a password inside its old container; what begins as a ZIP and is none was cut off. Raises
    ProtectedOfficeFile and DamagedOfficeFile.
    """
    try:
        stream.seek(0)
        head = stream.read(8)
        if head == SIGNATURE and _LOCKED in Container(stream).names:
            raise ProtectedOfficeFile
        stream.seek(0)
        if head.startswith(ZIP_HEAD) and not zipfile.is_zipfile(stream):
            raise DamagedOfficeFile
    except DamagedContainer:
        raise DamagedOfficeFile from None
    finally:
        stream.seek(0)


def look_inside(stream: IO[bytes], file_type: FileType) -> Inside:
    """Look into an Office file of a type that was sniffed; the stream is left at its start.

    Raises ProtectedOfficeFile, DamagedOfficeFile and UnfoldsTooFar.
    """
    try:
        if file_type == PPT:
            return _inside_ppt(stream)
        stream.seek(0)
        with zipfile.ZipFile(stream) as archive:
            if any(one.flag_bits & 1 for one in archive.infolist()):
                raise ProtectedOfficeFile
            check_unfolding(stream)
            return _inside(archive, file_type)
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, OSError, NotImplementedError):
        raise DamagedOfficeFile from None
    except (DamagedArchive, DamagedContainer):
        raise DamagedOfficeFile from None
    finally:
        stream.seek(0)


def _inside_ppt(stream: IO[bytes]) -> Inside:
    container = Container(stream)
    if _LOCKED_SUMMARY in container.names or _occurs(_LOCKED_PPT, _all_of(stream)):
        raise ProtectedOfficeFile
    # Both ways are read to their end: the stream of the presentation because it may be cut off or in pieces, the
    # whole file because a small stream shares sectors with others.
    in_stream = _occurs(_MACROS_PPT, container.stream("PowerPoint Document"))
    has_macros = bool(_MACRO_STORAGES & container.names) or _occurs(_MACROS_PPT, _all_of(stream))
    return Inside(None, in_stream or has_macros)


def _all_of(stream: IO[bytes]) -> Iterator[bytes]:
    stream.seek(0)
    return iter(lambda: stream.read(_ENOUGH), b"")


def _occurs(record: re.Pattern[bytes], parts: Iterator[bytes]) -> bool:
    """Whether a record stands in what comes in parts, all of which are read."""
    found, before = False, b""
    for part in parts:
        window = before + part
        found = found or record.search(window) is not None
        before = window[-_LONGEST_RECORD:]
    return found


def _inside(archive: zipfile.ZipFile, file_type: FileType) -> Inside:
    names = archive.namelist()
    if file_type == ODP:
        if b"encryption-data" in _start(archive, "META-INF/manifest.xml", names) or "content.xml" not in names:
            raise ProtectedOfficeFile
        has_macros = any(_MACROS_ODF.fullmatch(name) for name in names)
        return Inside(_count(archive, "content.xml", rb"<draw:page[ >]"), has_macros)
    types = _start(archive, "[Content_Types].xml", names)
    slides = [name for name in names if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
    has_macros = bool(_MACRO_TYPES.search(types)) or any(_MACRO_PARTS.fullmatch(name) for name in names)
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
