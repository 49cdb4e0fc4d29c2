"""Pages of a PDF as pictures, drawn by `page_drawing.py` in a process of its own with little memory and time."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from conference.core import limited

DRAWING = str(Path(__file__).with_name("page_drawing.py"))
SECONDS = 120
MEMORY = 1024 * 1024 * 1024
OFFICE_SECONDS = 180
OFFICE_MEMORY = 4 * 1024 * 1024 * 1024
MEDIA_TYPE = "image/webp"


class NotDrawn(Exception):
    """The pages could not be drawn within our limits of time and memory."""


class NoConverter(Exception):
    """Files of Office are drawn by LibreOffice, which this machine does not have."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as WebP in a file that lasts until all are taken; `number` counts from 1, sizes are in pixels."""

    number: int
    path: Path
    width: int
    height: int


@contextmanager
def drawn(pdf: IO[bytes]) -> Iterator[list[Picture]]:
    """The pictures of a PDF's first three hundred pages. `pdf` is a real file. Raises NotDrawn."""
    with tempfile.TemporaryDirectory() as folder:
        pdf.seek(0)
        _run(limited.python(DRAWING, folder), stdin=pdf, seconds=SECONDS, memory=MEMORY)
        pictures = [_picture(path) for path in sorted(Path(folder).glob("*.webp"))]
        if not pictures:
            raise NotDrawn
        yield pictures


@contextmanager
def as_pdf(office: IO[bytes], *, ending: str) -> Iterator[IO[bytes]]:
    """A file of Office as LibreOffice prints it. Raises NoConverter and NotDrawn."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise NoConverter
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"slides.{ending}"
        office.seek(0)
        with source.open("wb") as copy:
            shutil.copyfileobj(office, copy)
        # A profile of its own: no macro is trusted, nothing of another file is left, and two can run at once.
        profile = (Path(folder) / "profile").as_uri()
        printing = ["--headless", "--norestore", "--convert-to", "pdf", "--outdir", folder, str(source)]
        command = [program, f"-env:UserInstallation={profile}", *printing]
        _run(command, stdin=None, seconds=OFFICE_SECONDS, memory=OFFICE_MEMORY, folder=folder)
        result = source.with_suffix(".pdf")
        if not result.is_file():
            raise NotDrawn
        with result.open("rb") as pdf:
            yield pdf


def _run(command: list[str], *, stdin: IO[bytes] | None, seconds: int, memory: int, folder: str | None = None) -> None:
    if limited.run(command, stdin=stdin, seconds=seconds, memory=memory, folder=folder) != 0:
        raise NotDrawn


def _picture(path: Path) -> Picture:
    number, width, height = path.stem.split("-")
    return Picture(int(number), path, int(width), int(height))
