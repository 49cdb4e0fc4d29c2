"""What a file really is: its first bytes and its inside decide, not its name."""

from __future__ import annotations

import codecs
import re
import zipfile
from dataclasses import dataclass
from typing import IO

import puremagic

from conference.core import old_office
from conference.core.unfolding import MOST_DIRECTORY, ZIP_HEAD, directory_size

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

_PRESENTATION = "PowerPoint Document"
"""The name of the stream that makes a file of old Office a presentation ([MS-PPT] §2.1.2)."""
_MIMETYPE = b"mimetype" + ODP.media_type.encode()
"""How an OpenDocument presentation begins behind the head of its first member (ODF 1.3, part 2, §3.3)."""
_LOCKED_WHOLE = "encrypted-package"
"""All that an OpenDocument file holds whose names are encrypted too (ODF 1.4, part 2, §3.4.1)."""
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_HTML = re.compile(rb"\s*(?:<!--.{0,1000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)


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
    if head.startswith(ZIP_HEAD):
        return _inside_zip(stream)
    if head.startswith(old_office.SIGNATURE) and _PRESENTATION in names_inside(stream):
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


def names_inside(stream: IO[bytes]) -> set[str]:
    """The names in a container of old Office, none where it is damaged; the stream is left at its start."""
    try:
        return old_office.Container(stream).names
    except old_office.DamagedContainer:
        return set()
    finally:
        stream.seek(0)


def _inside_zip(stream: IO[bytes]) -> FileType:
    if directory_size(stream) > MOST_DIRECTORY:
        raise UnknownFileType
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
        stream.seek(0)
        if stream.read(len(_MIMETYPE) + 30)[30:] == _MIMETYPE and names & {"content.xml", _LOCKED_WHOLE}:
            return ODP
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise UnknownFileType from None
    finally:
        stream.seek(0)
    for part, file_type in _MAIN_PART.items():
        if part in names and "[Content_Types].xml" in names:
            return file_type
    raise UnknownFileType
