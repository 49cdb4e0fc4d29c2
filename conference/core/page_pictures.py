"""Pages of a PDF as pictures, drawn by a program of its own (core/drawing.py) with little memory and time."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO

from conference.core import confined, drawing

SECONDS = 300
MEMORY = 1024 * 1024 * 1024
MEDIA_TYPE = "image/webp"


class Pictures(StrEnum):
    """How far the pictures of a file's pages are. UNAVAILABLE where this installation cannot draw such files."""

    NONE = "none"
    WAITING = "waiting"
    MADE = "made"
    FAILED = "failed"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as WebP in a file that lasts until all are taken; `number` counts from 1, sizes are in pixels.

    `wanted` is the width that was asked for; a tall page is narrower.
    """

    number: int
    wanted: int
    path: Path
    width: int
    height: int


@contextmanager
def drawn(pdf: IO[bytes], widths: Sequence[int] = (drawing.WIDTH,)) -> Iterator[list[Picture]]:
    """The pictures of a PDF's first three hundred pages, each in these widths. `pdf` is a real file.

    Raises confined.ProgramFailed.
    """
    with tempfile.TemporaryDirectory() as folder:
        pdf.seek(0)
        command = confined.python(drawing.__file__, folder, *(str(one) for one in widths))
        confined.run(command, stdin=pdf, seconds=SECONDS, memory=MEMORY, folder=folder)
        pictures = [_picture(path) for path in sorted(Path(folder).glob("*.webp"))]
        if not pictures:
            raise confined.ProgramFailed("nothing drawn")
        yield pictures


def _picture(path: Path) -> Picture:
    number, wanted, width, height = path.stem.split("-")
    return Picture(int(number), int(wanted), path, int(width), int(height))
