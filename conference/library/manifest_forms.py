"""Sending a whole library: as a ZIP, or as the folder that it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import CombinedMultiDict, FileStorage, MultiDict

from conference.core.file_types import FileType
from conference.core.forms import Form
from conference.core.storage import Blob
from conference.core.text import isolated
from conference.core.uploads import Received, UploadField, keep, receive
from conference.core.xlsx_rows import DamagedWorkbook, HeavyWorkbook, sheet_names
from conference.library.arrival_forms import FilesForm
from conference.library.bringing.manifest import NAME
from conference.library.bringing.unpacking import Bundle, Folder, NotUnpacked, Zip
from conference.library.bringing.words import refusal_words

ZIP = FileType("zip", "application/zip")


class ZipForm(Form):
    """A library as a ZIP."""

    file = UploadField(_l("Library as a ZIP"), types=[ZIP])


class FolderForm(Form):
    """A library as a folder: the browser sends each file of it with its path."""

    file = UploadField(_l("Library as a folder"), types=[ZIP], id="folder")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.file.render_kw = {"webkitdirectory": "webkitdirectory", "multiple": "multiple"}


@dataclass(frozen=True, slots=True)
class ReceivedLibrary:
    """The stored manifest, and the stored files by their paths from it."""

    name: str
    manifest: Blob
    files: dict[str, Received]


def receive_library(form: ZipForm | FolderForm, sent: Sequence[FileStorage]) -> ReceivedLibrary | None:
    """Store a library's files; None after a sentence was put beside the field. Call it before `write()`.

    One file that is refused refuses all: what is half taken would look like a whole.
    """
    try:
        bundle, name = _bundle(form, sent)
        files = {}
        for path in bundle.names:
            if path != NAME:
                with bundle.opened(path) as stream:
                    received = _file(form, path, stream)
                if received is None:
                    return None
                files[path] = received
        with bundle.opened(NAME) as stream:
            _look_at(stream)
            manifest = keep(form, form.file, stream)
    except NotUnpacked as refused:
        form.refuse(form.file, refusal_words(refused))
        return None
    return ReceivedLibrary(name, manifest, files) if manifest is not None else None


def _bundle(form: ZipForm | FolderForm, sent: Sequence[FileStorage]) -> tuple[Bundle, str]:
    if isinstance(form, ZipForm):
        return Zip(sent[0].stream), sent[0].filename or ""
    folder = Folder([(one.filename or "", one.stream) for one in sent])
    return folder, (sent[0].filename or "").partition("/")[0]


def _file(form: ZipForm | FolderForm, path: str, stream: IO[bytes]) -> Received | None:
    file = FileStorage(stream, filename=path.rpartition("/")[2], name="file")
    one = FilesForm(formdata=CombinedMultiDict([MultiDict({"file": file}), request.form]))
    received = receive(one, one.file)
    if received is None:
        words = _("%(name)s: %(sentence)s", name=isolated(path), sentence=one.file.errors[0])
        form.refuse(form.file, words)
        form.file.may_be_sent_again = one.file.may_be_sent_again
    return received


def _look_at(stream: IO[bytes]) -> None:
    """Raises NotUnpacked for a manifest that is no workbook."""
    try:
        sheet_names(stream)
    except (DamagedWorkbook, HeavyWorkbook):
        raise NotUnpacked("unread") from None
    stream.seek(0)
