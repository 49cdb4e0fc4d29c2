"""What a file really is: its first bytes and its inside decide, not its name."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import IO

import puremagic

_OPENXML = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True, slots=True)
class FileType:
    """A type of file that we take: the ending we give it and its media type."""

    ending: str
    media_type: str


PDF = FileType("pdf", "application/pdf")
PPTX = FileType("pptx", _OPENXML + "presentationml.presentation")
DOCX = FileType("docx", _OPENXML + "wordprocessingml.document")
XLSX = FileType("xlsx", _OPENXML + "spreadsheetml.sheet")
ALL = {file_type.ending: file_type for file_type in (PDF, PPTX, DOCX, XLSX)}
_MAIN_PART = {"ppt/presentation.xml": PPTX, "word/document.xml": DOCX, "xl/workbook.xml": XLSX}


class UnknownFileType(ValueError):
    """The bytes are of no type that we take, whatever the name says."""


def sniff(stream: IO[bytes]) -> FileType:
    """The type of a seekable stream, which is left at its start. Raises UnknownFileType."""
    stream.seek(0)
    head = stream.read(2048)
    stream.seek(0)
    if not head:
        raise UnknownFileType
    try:
        guesses = {match.mime_type for match in puremagic.magic_string(head)}
    except puremagic.PureError:
        guesses = set()
    if PDF.media_type in guesses or head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return _inside_zip(stream)
    raise UnknownFileType


def _inside_zip(stream: IO[bytes]) -> FileType:
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise UnknownFileType from None
    finally:
        stream.seek(0)
    for part, file_type in _MAIN_PART.items():
        if part in names and "[Content_Types].xml" in names:
            return file_type
    raise UnknownFileType
