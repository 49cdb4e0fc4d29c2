"""A square cut out of a picture that somebody sent, by `square_cutting.py` in a process of its own.

What comes of it was drawn anew in sRGB: nothing that the camera or a program wrote beside the picture is in it.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from conference.core import limited
from conference.core.square_cutting import ANIMATED, LEAST_SIDE, TOO_MANY_PIXELS, TOO_SMALL

CUTTING = str(Path(__file__).with_name("square_cutting.py"))
SECONDS = 20
MEMORY = 1024 * 1024 * 1024
MEDIA_TYPE = "image/webp"
_SEATS = threading.BoundedSemaphore(2)
"""How many pictures this process has cut at a time: each costs the memory of a process of its own."""

__all__ = ["LEAST_SIDE", "MEDIA_TYPE", "Animated", "Crop", "Cut", "DamagedPicture", "TooManyPixels", "TooSmall", "cut"]


class Animated(ValueError):
    """The file holds several pictures that are shown one after the other."""


class TooManyPixels(ValueError):
    """The picture would fill the memory when it is opened, whatever the file's own size."""


class TooSmall(ValueError):
    """The picture's shorter side has fewer pixels than the smallest square (`LEAST_SIDE`)."""


class DamagedPicture(ValueError):
    """The bytes begin like a picture, but were cut off or changed."""


@dataclass(frozen=True, slots=True)
class Crop:
    """Which square of a picture, as it is looked at: `x` and `y` in per cent of the room there is, from left and top.

    `zoom` in per cent: at 100 the square is as large as the picture's shorter side, at 200 half of that.
    """

    x: int = 50
    y: int = 35
    zoom: int = 100


@dataclass(frozen=True, slots=True)
class Cut:
    """The square in one size as WebP, in a file that lasts until all are taken; `side` in pixels."""

    side: int
    path: Path


@contextmanager
def cut(picture: IO[bytes], crop: Crop, *, sides: Sequence[int]) -> Iterator[Sequence[Cut]]:
    """The square in each of these sizes; what is smaller is not enlarged. The stream is left at its start.

    Raises Animated, TooManyPixels, TooSmall and DamagedPicture.
    """
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as copy:
        picture.seek(0)
        shutil.copyfileobj(picture, copy)
        picture.seek(0)
        copy.seek(0)
        wish = [str(one) for one in (crop.x, crop.y, crop.zoom, *sides)]
        with _SEATS:
            status = limited.run(limited.python(CUTTING, folder, *wish), stdin=copy, seconds=SECONDS, memory=MEMORY)
        if status in _REFUSED:
            raise _REFUSED[status]
        made = sorted(Path(folder).glob("*.webp"))
        if status != 0 or len(made) != len(sides):
            raise DamagedPicture
        yield [Cut(int(path.stem.partition("-")[2]), path) for path in made]


_REFUSED = {ANIMATED: Animated, TOO_MANY_PIXELS: TooManyPixels, TOO_SMALL: TooSmall}
