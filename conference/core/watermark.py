"""Writing across every page of a PDF whose copy it is; `watermarking.py` does it in a process of its own."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from conference.core import confined, pdf
from conference.core.languages import Language
from conference.core.watermarking import PROTECTED

SECONDS: Final = 60
MEMORY: Final = 1024 * 1024 * 1024
"""Bytes of addresses: the file itself is mapped into them, and 200 MB take 32 MB of memory."""
LONGEST: Final = 90
"""Characters of a line: a longer one would make all of them too small to read."""
WAIT: Final = 20
"""Seconds for which a copy waits for its turn."""
_SEATS = threading.BoundedSemaphore(2)
"""How many copies this process makes at a time: each costs a process, and twice the file in the temporary folder."""
_PROGRAM = str(Path(__file__).with_name("watermarking.py"))
_TEMPLATE = Path(__file__).with_name("watermark.typ")


class NotMarked(Exception):
    """The file could not be marked within our limits of time and memory: it is damaged, or too much."""


class ProtectedFromChanges(NotMarked):
    """The PDF is encrypted; what its author forbids or locks with a password we do not undo."""


class TooManyAtOnce(Exception):
    """Others' copies are being made; in a minute there will be room."""


@dataclass(frozen=True, slots=True)
class Words:
    """What stands across the pages, in three lines, and the language in which it is said."""

    name: str
    sentence: str
    event: str
    language: Language


@dataclass(frozen=True, slots=True)
class Marked:
    """A PDF with words across every page; `size` is in bytes. The stream is gone when it is closed."""

    stream: IO[bytes]
    size: int


def marked(source: IO[bytes], words: Words) -> Marked:
    """A copy of a PDF with words across every page. `source` is a real file; whoever takes the copy closes it.

    Pages, text, links and outline stay; a signature inside does not hold for the copy. Ask for a `turn` before.
    Raises NotMarked and ProtectedFromChanges.
    """
    with tempfile.TemporaryDirectory() as folder:
        stamp, copy = Path(folder) / "stamp.pdf", Path(folder) / "copy.pdf"
        stamp.write_bytes(strip(words))
        source.seek(0)
        command = confined.python(_PROGRAM, str(stamp), str(copy))
        try:
            confined.run(command, stdin=source, seconds=SECONDS, memory=MEMORY, folder=folder)
        except confined.ProgramFailed as failed:
            raise ProtectedFromChanges if failed.status == PROTECTED else NotMarked from None
        if not copy.is_file():
            raise NotMarked
        # The open file outlives its name: it takes room on the disk until it is closed, and no longer.
        return Marked(copy.open("rb"), copy.stat().st_size)


@contextmanager
def turn() -> Iterator[None]:
    """A place among the few copies that are made at a time, also for what comes before. Raises TooManyAtOnce."""
    if not _SEATS.acquire(timeout=WAIT):
        raise TooManyAtOnce
    try:
        yield
    finally:
        _SEATS.release()


def strip(words: Words) -> bytes:
    """The words as a PDF of one page without a background, just large enough for them."""
    lines = {"name": words.name, "sentence": words.sentence, "event": words.event}
    cut = {key: text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…" for key, text in lines.items()}
    return pdf.render(_TEMPLATE, {"title": words.sentence, "language": words.language.code, **cut})
