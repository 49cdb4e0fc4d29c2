"""Counting the pages of a PDF that somebody sent; `pdf_counting.py` does it in a process of its own."""

from __future__ import annotations

import shutil
import tempfile
import threading
from pathlib import Path
from typing import IO

from conference.core import confined
from conference.core.pdf_counting import LAUNCH, PORTFOLIO, PROGRAM, PROTECTED

SECONDS = 20
MEMORY = 1024 * 1024 * 1024
_COUNTING = str(Path(__file__).with_name("pdf_counting.py"))
_SEATS = threading.BoundedSemaphore(2)
"""How many PDFs this process has counted at a time: each costs the memory of a process of its own."""


class ProtectedPdf(ValueError):
    """The PDF opens with a password only."""


class PdfWithProgram(ValueError):
    """The PDF holds JavaScript, which some readers would run on opening it."""


class PdfThatLaunches(ValueError):
    """The PDF would start another program, on opening it or where somebody clicks."""


class PdfPortfolio(ValueError):
    """The PDF is an envelope of other files: its own pages say nothing."""


class DamagedPdf(ValueError):
    """The bytes begin like a PDF, but nothing can be read from them."""


_REFUSED: dict[int | None, type[ValueError]] = {
    PROTECTED: ProtectedPdf,
    PROGRAM: PdfWithProgram,
    LAUNCH: PdfThatLaunches,
    PORTFOLIO: PdfPortfolio,
}


def count_pages(stream: IO[bytes]) -> int:
    """The pages of a seekable PDF, which is left at its start.

    Raises ProtectedPdf, PdfWithProgram, PdfThatLaunches, PdfPortfolio and DamagedPdf.
    """
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as copy:
        stream.seek(0)
        shutil.copyfileobj(stream, copy)
        stream.seek(0)
        copy.seek(0)
        answer = Path(folder) / "pages"
        command = confined.python(_COUNTING, str(answer))
        try:
            with _SEATS:
                confined.run(command, stdin=copy, seconds=SECONDS, memory=MEMORY, folder=folder)
        except confined.ProgramFailed as failed:
            raise _REFUSED.get(failed.status, DamagedPdf) from None
        pages = answer.read_text(encoding="ascii") if answer.is_file() else ""
    if not pages.isdigit() or int(pages) < 1:
        raise DamagedPdf
    return int(pages)
