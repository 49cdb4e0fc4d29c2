"""Pages of a PDF as pictures, drawn by a program of its own (core/drawing.py) with little memory and time."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from conference.core import confined, drawing

SECONDS = 120
MEMORY = 1024 * 1024 * 1024
MEDIA_TYPE = "image/webp"


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as WebP in a file that lasts until all are taken; `number` counts from 1, sizes are in pixels."""

    number: int
    path: Path
    width: int
    height: int


@contextmanager
def drawn(pdf: IO[bytes]) -> Iterator[list[Picture]]:
    """The pictures of a PDF's first three hundred pages. `pdf` is a real file. Raises confined.ProgramFailed."""
    with tempfile.TemporaryDirectory() as folder:
        pdf.seek(0)
        command = confined.python(drawing.__file__, folder)
        confined.run(command, stdin=pdf, seconds=SECONDS, memory=MEMORY, folder=folder)
        pictures = [_picture(path) for path in sorted(Path(folder).glob("*.webp"))]
        if not pictures:
            raise confined.ProgramFailed("nothing drawn")
        yield pictures


def _picture(path: Path) -> Picture:
    number, width, height = path.stem.split("-")
    return Picture(int(number), path, int(width), int(height))
