"""Taking a file that was sent: looked at, counted and stored before any row names it; refused in words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, cast

from flask import current_app, g, jsonify, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from conference.core import formatting
from conference.core.file_types import HTML, PDF, TEXT, USUAL, FileType, UnknownFileType, sniff
from conference.core.forms import FileField, Form
from conference.core.office_files import (
    DamagedOfficeFile,
    Inside,
    ProtectedOfficeFile,
    UnfoldsTooFar,
    check_container,
    look_inside,
)
from conference.core.pdf_pages import DamagedPdf, PdfWithProgram, ProtectedPdf, count_pages
from conference.core.storage import Blob, EmptyFile, storage
from conference.core.text_fields import Sentence

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


class UploadField(FileField):
    """A file of one of the types that we take, with the installation's limit in its hint."""

    def __init__(self, label: Sentence, *, types: Collection[FileType] = USUAL, **kwargs: Any) -> None:
        self.types = types
        accept = [f".{file_type.ending}" for file_type in types]
        super().__init__(label, accept=accept, required=_l("Choose a file."), **kwargs)
        self.render_kw: dict[str, str] = {**(self.render_kw or {}), "data-limit": _limit()}


def _limit() -> str:
    return formatting.format_size(current_app.config["MAX_UPLOAD"], g.language)


def receive(form: Form, field: UploadField) -> Received | None:
    """Store the file of a valid form; None after a sentence was put beside the field. Call it before `write()`."""
    sent = cast(FileStorage, field.data)
    stream = sent.stream
    try:
        stream.seek(0)
        if not stream.read(1):
            raise EmptyFile
        check_container(stream)
        file_type = sniff(stream)
        if file_type not in field.types or not _is_named(sent.filename or "", file_type):
            raise UnknownFileType
        if file_type == PDF:
            inside = Inside(count_pages(stream), has_macros=False)
        elif file_type in UNPROVEN:
            inside = Inside(None, has_macros=False)
        else:
            inside = look_inside(stream, file_type)
        stream.seek(0)
        return Received(storage().keep(stream), file_type, inside.slides, sent.filename or "", inside.has_macros)
    except EmptyFile:
        form.refuse(field, _("This file is empty. Look whether it is the right one."))
    except UnknownFileType:
        types = formatting.listed((one.ending.upper() for one in field.types), g.language)
        form.refuse(
            field,
            _(
                "This file is of another kind than its name says, or of one that we do not take: send %(types)s.",
                types=types,
            ),
        )
    except ProtectedOfficeFile:
        form.refuse(field, _("This file opens with a password only. Save it without one and send it again."))
    except DamagedOfficeFile:
        form.refuse(field, _("This file is damaged and cannot be opened. Save it again and send it once more."))
    except UnfoldsTooFar:
        form.refuse(
            field,
            _("This file would become enormous when it is opened, so we do not take it. Save it anew and send that."),
        )
    except PdfWithProgram:
        form.refuse(
            field, _("This PDF holds a program (JavaScript). Print it to a new PDF, which holds none, and send that.")
        )
    except ProtectedPdf:
        form.refuse(field, _("This PDF opens with a password only. Save it without one and send it again."))
    except DamagedPdf:
        form.refuse(field, _("This PDF is damaged: no page of it can be read. Save it again and send it once more."))
    return None


def _is_named(name: str, file_type: FileType) -> bool:
    """What no mark at a file's beginning proves, its name must say too: anything without control characters is text."""
    return file_type not in UNPROVEN or name.lower().endswith(ENDINGS[file_type])


def arrived(url: str) -> Response:
    """The answer to a file that was taken: where to go next, as js/upload.js or as a plain form understands it."""
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return jsonify(location=url)
    return redirect(url)
