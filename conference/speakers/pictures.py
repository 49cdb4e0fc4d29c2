"""Drawing the pages of what a speaker sent: files first, then the rows that name them."""

from __future__ import annotations

from contextlib import ExitStack

from sqlalchemy import delete

from conference.core import file_types
from conference.core.confined import ProgramFailed
from conference.core.database import db, write
from conference.core.libreoffice import NoConverter, printed
from conference.core.page_pictures import Picture, Pictures, drawn
from conference.core.storage import BlobMissing, opened, storage
from conference.speakers.models import Slides, SlidesPage


def draw_pages(slides_id: int) -> None:
    """Draw a file's pages, unless that is done; a file that cannot be drawn says so and is as good as before."""
    slides = db.session.get(Slides, slides_id)
    if slides is None or slides.pictures != Pictures.WAITING:
        return
    sha256, ending = slides.sha256, slides.ending
    db.session.rollback()
    pages: list[SlidesPage] = []
    try:
        with ExitStack() as stack:
            file = stack.enter_context(opened(sha256))
            pdf = file if ending == file_types.PDF.ending else stack.enter_context(printed(file, ending))
            pages = [_kept(one, slides_id) for one in stack.enter_context(drawn(pdf))]
    except NoConverter:
        outcome = Pictures.UNAVAILABLE
    except (ProgramFailed, BlobMissing):
        outcome = Pictures.FAILED
    else:
        outcome = Pictures.MADE
    with write() as database:
        found = database.get(Slides, slides_id, with_for_update=True)
        if found is None or found.pictures != Pictures.WAITING:
            return
        found.pictures = outcome
        if found.pages is None and pages:
            found.pages = len(pages)
        database.execute(delete(SlidesPage).where(SlidesPage.slides_id == slides_id))
        database.add_all(pages)


def _kept(picture: Picture, slides_id: int) -> SlidesPage:
    with picture.path.open("rb") as stream:
        blob = storage().keep(stream)
    return SlidesPage(
        slides_id=slides_id,
        number=picture.number,
        sha256=blob.sha256,
        size=blob.size,
        width=picture.width,
        height=picture.height,
    )
