"""The file that somebody with early access is handed: as it was received, or as a copy with their name across it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO

from flask_babel import gettext as _

from conference.core import file_types
from conference.core.file_types import PDF, FileType
from conference.core.files import safe_name
from conference.core.libreoffice import converter, printed
from conference.core.localization import current_language
from conference.core.storage import opened, storage
from conference.core.watermark import Marked, Words, marked, turn
from conference.events.models import Event
from conference.speakers.models.early_access import EarlyAccess
from conference.speakers.queries.early_programme import EarlyFile

_AT_A_TIME = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Handed:
    """What goes to the reader: its pieces, how many bytes in all, and its type."""

    body: Iterator[bytes]
    size: int
    file_type: FileType


def is_available(access: EarlyAccess, file: EarlyFile) -> bool:
    """Whether the file can be handed out on the person's terms: only PDF can be marked, and what becomes PDF here."""
    return not access.watermark or file.ending == PDF.ending or converter() is not None


def handed(access: EarlyAccess, event: Event, file: EarlyFile) -> Handed:
    """The file on the person's terms; a marked copy is made now, for nobody else, and kept nowhere.

    Raises what `watermark.marked` and `libreoffice.printed` raise, TooManyAtOnce, and BlobMissing.
    """
    if not access.watermark:
        return Handed(storage().read(file.sha256), file.size, file_types.ALL[file.ending])
    with turn(), ExitStack() as stack:
        source = stack.enter_context(opened(file.sha256))
        if file.ending != PDF.ending:
            source = stack.enter_context(printed(source, file.ending))
        copy = marked(source, _words(access, event))
    return Handed(_pieces(copy), copy.size, PDF)


def file_name(file: EarlyFile, codes: dict[int, str], ending: str) -> str:
    """What the file is called: session or symbol, speaker, language (D1-01_Leila-Ben-Ali_fr.pdf).

    `codes` are those of the reader's sessions, in order.
    """
    code = next((code for one, code in codes.items() if one in file.session_ids), "")
    parts = [safe_name(part)[:60] for part in (file.symbol or code, file.by, file.language_code)]
    return "_".join(part for part in parts if part) + f".{ending}"


def _words(access: EarlyAccess, event: Event) -> Words:
    language = current_language()
    title = (event.short_title or event.title).resolve(language).text
    return Words(access.name, _("Not for distribution"), title, language)


def _pieces(copy: Marked) -> Iterator[bytes]:
    stream: IO[bytes] = copy.stream
    with stream:
        while piece := stream.read(_AT_A_TIME):
            yield piece
