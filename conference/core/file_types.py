"""What a file really is: its first bytes and its inside decide, not its name."""

from __future__ import annotations

import codecs
import re
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
PPT = FileType("ppt", "application/vnd.ms-powerpoint")
ODP = FileType("odp", "application/vnd.oasis.opendocument.presentation")
PPTX = FileType("pptx", _OPENXML + "presentationml.presentation")
DOCX = FileType("docx", _OPENXML + "wordprocessingml.document")
XLSX = FileType("xlsx", _OPENXML + "spreadsheetml.sheet")
HTML = FileType("html", "text/html")
TEXT = FileType("txt", "text/plain")
ALL = {file_type.ending: file_type for file_type in (PDF, PPTX, PPT, ODP, DOCX, XLSX, HTML, TEXT)}
USUAL = (PDF, PPTX, DOCX, XLSX)
"""What is taken where nothing else is said; presentations may also come as PPT and ODP."""
WRITTEN = (*USUAL, HTML, TEXT)
"""What a library takes: pages of the web and plain text too."""
_MAIN_PART = {"ppt/presentation.xml": PPTX, "word/document.xml": DOCX, "xl/workbook.xml": XLSX}


# The list of a ZIP's members, in bytes: each becomes an object when it is opened, and Office files have some hundred.
_MOST_DIRECTORY = 1024 * 1024
_END = b"PK\x05\x06"
_AT_A_TIME = 256 * 1024
OLD_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files of Office before 2007 begin, and those that are locked by a password ([MS-CFB] §2.2)."""
_PRESENTATION = "PowerPoint Document".encode("utf-16-le")
"""The name of the stream that makes such a file a presentation ([MS-PPT] §2.1.2)."""
_MIMETYPE = b"mimetype" + ODP.media_type.encode()
"""How an OpenDocument presentation begins behind the head of its first member (ODF 1.3, part 2, §3.3)."""
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_HTML = re.compile(rb"\s*(?:<!--.{0,1000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_TAIL = 65_535 + 22 + 20 + 56


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
    if head.startswith(OLD_CONTAINER) and holds(stream, _PRESENTATION):
        return PPT
    return _of_characters(head)


def _of_characters(head: bytes) -> FileType:
    """HTML or plain text, known by what is in neither: the control characters of other files.

    Raises UnknownFileType. UTF-16 counts where it begins with its mark.
    """
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return TEXT
    if _CONTROL.search(head):
        raise UnknownFileType
    return HTML if _HTML.match(head.removeprefix(codecs.BOM_UTF8)) else TEXT


def holds(stream: IO[bytes], wanted: bytes) -> bool:
    """Whether these bytes stand anywhere in a seekable stream, which is left at its start."""
    stream.seek(0)
    before, found = b"", False
    while not found and (chunk := stream.read(_AT_A_TIME)):
        found = wanted in before + chunk
        before = chunk[-len(wanted) :]
    stream.seek(0)
    return found


def _inside_zip(stream: IO[bytes]) -> FileType:
    if _directory_size(stream) > _MOST_DIRECTORY:
        raise UnknownFileType
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
        stream.seek(0)
        if stream.read(len(_MIMETYPE) + 30)[30:] == _MIMETYPE and "content.xml" in names:
            return ODP
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise UnknownFileType from None
    finally:
        stream.seek(0)
    for part, file_type in _MAIN_PART.items():
        if part in names and "[Content_Types].xml" in names:
            return file_type
    raise UnknownFileType


def _directory_size(stream: IO[bytes]) -> int:
    """How long the list of a ZIP's members says that it is (APPNOTE 4.3.14 to 4.3.16), before anything reads it."""
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
