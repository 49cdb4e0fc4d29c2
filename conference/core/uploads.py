"""Taking a file that was sent: looked at, counted and stored before any row names it; refused in words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import IO, Any, cast

from flask import current_app, g, jsonify, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from conference.core import formatting
from conference.core.database import db
from conference.core.file_types import HTML, PDF, TEXT, USUAL, FileType, UnknownFileType, sniff
from conference.core.forms import FileField, Form
from conference.core.office_files import (
    DamagedOfficeFile,
    Inside,
    ProtectedOfficeFile,
    check_container,
    look_inside,
)
from conference.core.pdf_pages import (
    DamagedPdf,
    PdfPortfolio,
    PdfThatLaunches,
    PdfWithProgram,
    ProtectedPdf,
    count_pages,
)
from conference.core.scanning import ScannerSilent, TooLargeToScan, VirusFound, scan
from conference.core.storage import Blob, EmptyFile, storage
from conference.core.text import isolated
from conference.core.text_fields import Sentence
from conference.core.unfolding import UnfoldsTooFar

UNPROVEN = (HTML, TEXT)
ENDINGS = {HTML: (".html", ".htm"), TEXT: (".txt",)}


@dataclass(frozen=True, slots=True)
class Received:
    """A stored file: `pages` is None where nothing counts them, `name` is what the sender's folder calls it."""

    blob: Blob
    file_type: FileType
    pages: int | None
    name: str
    has_macros: bool = False


CHOOSE = _l("Choose a file.")


class UploadField(FileField):
    """A file of one of the types that we take, with the installation's limit in its hint.

    `may_be_sent_again` says that nothing speaks against a file that was refused: it could not be checked now.
    """

    may_be_sent_again = False

    def __init__(
        self,
        label: Sentence,
        *,
        types: Collection[FileType] = USUAL,
        required: Sentence | None = CHOOSE,
        **kwargs: Any,
    ) -> None:
        self.types = types
        accept = [f".{file_type.ending}" for file_type in types]
        super().__init__(label, accept=accept, required=required, **kwargs)
        self.render_kw: dict[str, str] = {**(self.render_kw or {}), "data-limit": _limit()}


def _limit() -> str:
    return formatting.format_size(current_app.config["MAX_UPLOAD"], g.language)


def receive(form: Form, field: UploadField) -> Received | None:
    """Store the file of a valid form; None after a sentence was put beside the field. Call it before `write()`."""
    sent = cast(FileStorage, field.data)
    db.session.rollback()  # No connection to the database is held while a file is looked at.
    try:
        file_type, inside = _examined(sent.stream, sent.filename or "", field.types)
    except REFUSED as refused:
        form.refuse(field, refusal_sentence(refused, field.types))
        return None
    blob = keep(form, field, sent.stream)
    if blob is None:
        return None
    return Received(blob, file_type, inside.slides, sent.filename or "", inside.has_macros)


def keep(form: Form, field: UploadField, stream: IO[bytes]) -> Blob | None:
    """Have a file scanned and store it; None after a sentence was put beside the field. Call it before `write()`.

    Whatever somebody sent comes into the store by this way alone, also where a feature examines it in its own words.
    """
    db.session.rollback()  # Nor while the scanner does.
    try:
        scan(stream)
        stream.seek(0)
        return storage().keep(stream)
    except ScannerSilent as silent:
        field.may_be_sent_again = True
        form.refuse(field, refusal_sentence(silent, field.types))
    except REFUSED as refused:
        form.refuse(field, refusal_sentence(refused, field.types))
    return None


def _examined(stream: IO[bytes], name: str, types: Collection[FileType]) -> tuple[FileType, Inside]:
    stream.seek(0)
    if not stream.read(1):
        raise EmptyFile
    check_container(stream)
    file_type = sniff(stream)
    if file_type not in types or not _is_named(name, file_type):
        raise UnknownFileType
    if file_type == PDF:
        return file_type, Inside(count_pages(stream), has_macros=False)
    if file_type in UNPROVEN:
        return file_type, Inside(None, has_macros=False)
    return file_type, look_inside(stream, file_type)


def _is_named(name: str, file_type: FileType) -> bool:
    """What no mark at a file's beginning proves, its name must say too: anything without control characters is text."""
    return file_type not in UNPROVEN or name.lower().endswith(ENDINGS[file_type])


REFUSED = (
    EmptyFile,
    UnknownFileType,
    ProtectedOfficeFile,
    DamagedOfficeFile,
    UnfoldsTooFar,
    ProtectedPdf,
    DamagedPdf,
    PdfWithProgram,
    PdfThatLaunches,
    PdfPortfolio,
    VirusFound,
    TooLargeToScan,
)
"""Why a file is not taken, whoever sends it."""


def refusal_sentence(refused: Exception, types: Collection[FileType]) -> str:
    """Why a file is not taken where these types are, and what to do."""
    if isinstance(refused, UnknownFileType):
        return _(
            "This file is of another kind than its name says, or of one that we do not take: send %(types)s.",
            types=formatting.listed((one.ending.upper() for one in types), g.language),
        )
    if isinstance(refused, VirusFound):
        return _(
            "A virus was found in this file (%(virus)s), so we did not keep it. Have your computer checked before you "
            "send another.",
            virus=isolated(refused.name),
        )
    return {
        EmptyFile: _("This file is empty. Look whether it is the right one."),
        ProtectedOfficeFile: _("This file opens with a password only. Save it without one and send it again."),
        DamagedOfficeFile: _("This file is damaged and cannot be opened. Save it again and send it once more."),
        UnfoldsTooFar: _(
            "This file would become enormous when it is opened, so we do not take it. Save it anew and send that."
        ),
        ProtectedPdf: _("This PDF opens with a password only. Save it without one and send it again."),
        DamagedPdf: _("This PDF is damaged: no page of it can be read. Save it again and send it once more."),
        PdfWithProgram: _(
            "This PDF holds a program (JavaScript). Print it to a new PDF, which holds none, and send that."
        ),
        PdfThatLaunches: _(
            "This PDF would start another program. Print it to a new PDF, which does not, and send that."
        ),
        PdfPortfolio: _(
            "This PDF is an envelope of other files (a portfolio), and shows none of them as pages. Send those files "
            "one by one."
        ),
        TooLargeToScan: _(
            "This file is larger than our virus scanner takes, so we did not keep it. Send a smaller one, or ask the "
            "organisers."
        ),
        ScannerSilent: _(
            "This file cannot be checked for viruses now, so we did not take it. Try again in a few minutes."
        ),
    }[type(refused)]


def arrived(url: str) -> Response:
    """The answer to a file that was taken: where to go next, as js/upload.js or as a plain form understands it."""
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return jsonify(location=url)
    return redirect(url)
