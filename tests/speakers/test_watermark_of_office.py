"""A file of Office with a name across it, where LibreOffice is installed (see conftest.py)."""

from __future__ import annotations

from tests.speakers.test_watermark import before_the_event, docx, download, event, letters, page_with, pages_of
from tests.world import World

__all__ = ["before_the_event", "event"]


def test_a_file_of_office_comes_as_pdf_with_the_name_in_it(world: World, event: int) -> None:
    given = download(page_with(world, event, docx("Words of a speech"), ending="docx"))
    assert given.response.headers["Content-Disposition"].split('"')[1] == "THAMM-2021-1_en.pdf"
    (text,) = pages_of(given.response.data)
    assert ("Words of a speech" in text, letters("سلمى كريم") in {letters(one) for one in text.splitlines()}) == (
        True,
        True,
    )
