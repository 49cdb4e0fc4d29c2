"""Pages of a PDF as pictures, drawn in a process of its own with little memory and time.

Run as a script this file is that process: it reads the PDF from its standard input, and writes a picture per page into
the folder that it is given.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

SECONDS = 120
MEMORY = 1024 * 1024 * 1024
MOST_PAGES = 300
WIDTH = 960
"""Pixels: a slide on a phone's or a laptop's screen."""
TALLEST = 1920
QUALITY = 75
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
        _run([sys.executable, "-I", __file__, folder], stdin=pdf, seconds=SECONDS, memory=MEMORY)
        pictures = [_picture(path) for path in sorted(Path(folder).glob("*.webp"))]
        if not pictures:
            raise NotDrawn
        yield pictures


def converter() -> str | None:
    """LibreOffice's program, where this machine has it."""
    return shutil.which("soffice") or shutil.which("libreoffice")


@contextmanager
def as_pdf(office: IO[bytes], *, ending: str) -> Iterator[IO[bytes]]:
    """A file of Office as LibreOffice prints it. Raises NoConverter and NotDrawn."""
    program = converter()
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
    """Run a program to its end, with all that it starts, within limits. Raises NotDrawn."""
    process = subprocess.Popen(
        [sys.executable, "-I", __file__, "--within", str(seconds), str(memory), *command],
        stdin=stdin if stdin is not None else subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        start_new_session=True,
    )
    try:
        status = process.wait(seconds)
    except subprocess.TimeoutExpired:
        status = -1
    finally:
        _end(process)
    if status != 0:
        raise NotDrawn


def _end(process: subprocess.Popen[bytes]) -> None:
    """End what is left of a process and of its children."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _picture(path: Path) -> Picture:
    number, width, height = path.stem.split("-")
    return Picture(int(number), path, int(width), int(height))


def _limit(seconds: int, memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _draw(folder: str) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(sys.stdin.buffer)
    for index in range(min(len(document), MOST_PAGES)):
        page = document[index]
        width, height = page.get_size()
        scale = min(WIDTH / max(width, 1), TALLEST / max(height, 1))
        bitmap = page.render(scale=scale, may_draw_forms=False)
        image = bitmap.to_pil().convert("RGB")
        image.save(Path(folder) / f"{index + 1:04d}-{image.width}-{image.height}.webp", quality=QUALITY, method=2)
        bitmap.close()
        page.close()


def _main(arguments: list[str]) -> None:
    if arguments[0] == "--within":
        _limit(int(arguments[1]), int(arguments[2]))
        os.execv(arguments[3], arguments[3:])  # noqa: S606 # our own list, and no shell
    _draw(arguments[0])


if __name__ == "__main__":
    _main(sys.argv[1:])
