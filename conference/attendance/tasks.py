"""What the outbox's worker does for attendance: the PDFs of a sealed list, one per language of its event."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from conference.attendance.evidence.files import sealed_pdf
from conference.attendance.models import SealedFile, SealedList
from conference.attendance.service.sealing import FILES
from conference.core.database import db, insert_unless_known, write
from conference.core.storage import storage


def make_files(payload: Mapping[str, Any]) -> None:
    """Make and keep the files, each before the row that names it; a worker that takes over begins anew."""
    sealed = db.session.get(SealedList, payload["list"])
    if sealed is None or sealed.erased_at is not None:
        return
    made = {one.code: storage().keep(io.BytesIO(sealed_pdf(sealed, one))) for one in sealed.event.languages}
    with write() as database:
        for code, blob in made.items():
            values = {"list_id": payload["list"], "language_code": code, "sha256": blob.sha256, "size": blob.size}
            insert_unless_known(database, SealedFile, values, by=("list_id", "language_code"))


HANDLERS = {FILES: make_files}
