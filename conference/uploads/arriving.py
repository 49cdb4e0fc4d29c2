"""A form whose file came before it, in pieces: the view reads it as if the file had come with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from flask import request
from werkzeug.datastructures import CombinedMultiDict, FileStorage, MultiDict

from conference.core.database import db, write
from conference.core.storage import storage
from conference.uploads.queries import upload_of
from conference.uploads.service import NotWhole, end, joined

FIELD = "upload"
"""The field in which a form names an upload by its code; js/upload.js adds it."""


@dataclass(frozen=True, slots=True)
class Arriving:
    """What a form sent. `code` is that of the upload that stands for its file, or empty where the file came along."""

    data: MultiDict[str, Any] | CombinedMultiDict[str, Any]
    code: str


@contextmanager
def arriving(*, event_id: int, owner: str, field: str = "file") -> Iterator[Arriving]:
    """What this request's form sent, an upload of `owner` in the place of `field` where the form names one.

    An upload that is not theirs, not whole or expired is no file, and the form says so. Raises RequestEntityTooLarge.
    """
    code = request.form.get(FIELD, "")
    upload = upload_of(db.session(), event_id=event_id, owner=owner, code=code) if code else None
    with ExitStack() as stack:
        if upload is not None:
            try:
                stream = stack.enter_context(joined(upload))
            except NotWhole:
                upload = None
            else:
                file = FileStorage(stream, filename=upload.name or "file", name=field)
                yield Arriving(CombinedMultiDict([MultiDict({field: file}), request.form]), code)
                return
        yield Arriving(CombinedMultiDict([request.files, request.form]), "")


def give_up(*, event_id: int, owner: str, code: str) -> None:
    """End an upload whose file was refused, with all that came of it."""
    if not code:
        return
    with write() as database:
        upload = upload_of(database, event_id=event_id, owner=owner, code=code)
        if upload is not None:
            end(database, upload)
    storage().drop_pieces(code)
