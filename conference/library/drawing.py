"""Drawing the pages of a file that readers have: outside any transaction, files first, then the rows that name them."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from typing import IO

from sqlalchemy import delete

from conference.core import drawing, file_types
from conference.core.confined import ProgramFailed
from conference.core.database import db, write
from conference.core.document_text import NotRead, read_text
from conference.core.file_types import FileType
from conference.core.libreoffice import NoConverter, printed
from conference.core.page_pictures import Picture, Pictures, drawn
from conference.core.storage import Blob, BlobMissing, opened, storage
from conference.events.service import lock as lock_event
from conference.events.service import touch
from conference.library.models import PagePicture, Revision

LARGE, SMALL = drawing.WIDTH, 240
"""Pixels: a page as wide as a screen, and one in a list of pages."""


def draw_revision(revision_id: int) -> None:
    """Draw a file's pages, unless that is done; a file that cannot be drawn says so and is as good as before."""
    revision = db.session.get(Revision, revision_id)
    if revision is None or not _is_wanted(revision):
        return
    sha256, file_type, event_id = revision.sha256, revision.file_type, revision.version.document.event_id
    db.session.rollback()
    pages: list[PagePicture] = []
    try:
        pages = _pages(sha256, file_type, revision_id)
        outcome = Pictures.MADE
    except NoConverter:
        outcome = Pictures.UNAVAILABLE
    except (ProgramFailed, BlobMissing):
        outcome = Pictures.FAILED
    with write() as database:
        lock_event(database, event_id)
        found = database.get(Revision, revision_id)
        if found is None or not _is_wanted(found):
            return
        found.pictures, found.pages_drawn = outcome, len(pages)
        if found.pages is None and 0 < len(pages) < drawing.MOST_PAGES:
            found.pages = len(pages)
        database.execute(delete(PagePicture).where(PagePicture.revision_id == revision_id))
        database.add_all(pages)
        touch(database, event_id)


def _is_wanted(revision: Revision) -> bool:
    """What readers no longer have, or never had, is not drawn."""
    return revision.pictures == Pictures.WAITING and revision is revision.version.current


def _pages(sha256: str, file_type: FileType, revision_id: int) -> list[PagePicture]:
    """The rows of a file's pages, whose pictures are stored. Raises NoConverter, ProgramFailed and BlobMissing."""
    with ExitStack() as stack:
        pdf = stack.enter_context(opened(sha256))
        texts: list[str] = []
        if file_type != file_types.PDF:
            pdf = stack.enter_context(printed(pdf, file_type.ending))
            texts = _texts(pdf)
        return _rows(stack.enter_context(drawn(pdf, (LARGE, SMALL))), texts, revision_id)


def _texts(pdf: IO[bytes]) -> list[str]:
    """What stands on each printed page; nothing where it cannot be read."""
    try:
        return read_text(pdf, file_types.PDF).pages
    except NotRead:
        return []


def _rows(pictures: Iterable[Picture], texts: list[str], revision_id: int) -> list[PagePicture]:
    by_page: dict[int, dict[int, Picture]] = {}
    for picture in pictures:
        by_page.setdefault(picture.number, {})[picture.wanted] = picture
    rows = []
    for number, sizes in sorted(by_page.items()):
        large, small = sizes[LARGE], sizes[SMALL]
        whole, thumbnail = _kept(large), _kept(small)
        rows.append(
            PagePicture(
                revision_id=revision_id,
                number=number,
                sha256=whole.sha256,
                size=whole.size,
                width=large.width,
                height=large.height,
                small_sha256=thumbnail.sha256,
                small_size=thumbnail.size,
                small_width=small.width,
                small_height=small.height,
                text=texts[number - 1] if number <= len(texts) else "",
            )
        )
    return rows


def _kept(picture: Picture) -> Blob:
    with picture.path.open("rb") as stream:
        return storage().keep(stream)
