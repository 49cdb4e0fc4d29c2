"""Counting the pages of a PDF that somebody sent, in a process of its own with little memory and time.

Run as a script this file is that process: it reads the PDF from its standard input and writes the number, or says that
the PDF holds programs, starts some, or holds other files in the place of pages.
"""

from __future__ import annotations

import re
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import zlib
from collections.abc import Iterator
from typing import IO

SECONDS = 20
MEMORY = 1024 * 1024 * 1024
PROTECTED, DAMAGED, PROGRAM, LAUNCH, PORTFOLIO = 3, 4, 5, 6, 7
MOST_UNFOLDED = 64 * 1024 * 1024
_AT_A_TIME = 256 * 1024
_OVERLAP = 600
_SIGNS = {
    PROGRAM: re.compile(rb"/S\s*/JavaScript\b"),
    LAUNCH: re.compile(rb"/S\s*/Launch\b"),
    PORTFOLIO: re.compile(rb"/Collection\s*(?:<<|\d+\s+\d+\s+R\b)"),
}
"""Actions of JavaScript and of starting programs, a catalogue of files (ISO 32000-2 §12.6.4.17, §12.6.4.6, §12.3.5)."""
_PACKED = re.compile(rb"/ObjStm\b(?:[^>]|>(?!>\s*stream)){0,400}>>\s*stream\r?\n")
_SEATS = threading.BoundedSemaphore(2)
"""How many PDFs this process has counted at a time: each costs the memory of a process of its own."""
_PASSWORD_NEEDED = 4  # FPDF_ERR_PASSWORD


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


_REFUSED = {PROTECTED: ProtectedPdf, PROGRAM: PdfWithProgram, LAUNCH: PdfThatLaunches, PORTFOLIO: PdfPortfolio}


def count_pages(stream: IO[bytes]) -> int:
    """The pages of a seekable PDF, which is left at its start.

    Raises ProtectedPdf, PdfWithProgram, PdfThatLaunches, PdfPortfolio and DamagedPdf.
    """
    with tempfile.TemporaryFile() as copy:
        stream.seek(0)
        shutil.copyfileobj(stream, copy)
        stream.seek(0)
        copy.seek(0)
        try:
            with _SEATS:
                child = subprocess.run(
                    [sys.executable, "-I", __file__],
                    stdin=copy,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    timeout=SECONDS,
                    check=False,
                )
        except subprocess.TimeoutExpired:
            raise DamagedPdf from None
    if child.returncode in _REFUSED:
        raise _REFUSED[child.returncode]
    pages = child.stdout.strip()
    if child.returncode != 0 or not pages.isdigit() or int(pages) < 1:
        raise DamagedPdf
    return int(pages)


def _main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import pypdfium2

    body = sys.stdin.buffer
    try:
        document = pypdfium2.PdfDocument(body)
        pages = len(document)
    except pypdfium2.PdfiumError as error:
        return PROTECTED if error.err_code == _PASSWORD_NEEDED else DAMAGED
    body.seek(0)
    signs = _signs(body)
    if pypdfium2.raw.FPDFDoc_GetJavaScriptActionCount(document) > 0:
        signs.add(PROGRAM)
    if pypdfium2.raw.FPDFDoc_GetAttachmentCount(document) < 1:
        signs.discard(PORTFOLIO)
    if signs:
        return min(signs)
    sys.stdout.write(str(pages))
    return 0


def _signs(body: IO[bytes]) -> set[int]:
    """What of `_SIGNS` stands in the file or in one of its packed objects."""
    signs, packed = set[int](), set[int]()
    for start, window in _windows(iter(lambda: body.read(_AT_A_TIME), b"")):
        signs |= _in_window(window)
        packed |= {start + found.end() for found in _PACKED.finditer(window)}
    return signs.union(*(_in_window(window) for place in packed for _at, window in _unpacked(body, place)))


def _in_window(window: bytes) -> set[int]:
    plain = _plain_names(window)
    return {sign for sign, pattern in _SIGNS.items() if pattern.search(plain)}


def _unpacked(body: IO[bytes], place: int) -> Iterator[tuple[int, bytes]]:
    """What the packed objects at a place unfold to, little by little and not without end."""

    def parts() -> Iterator[bytes]:
        body.seek(place)
        unpack, unfolded = zlib.decompressobj(), 0
        while (chunk := body.read(_AT_A_TIME)) and not unpack.eof and unfolded < MOST_UNFOLDED:
            try:
                part = unpack.decompress(chunk, _AT_A_TIME)
                while part:
                    unfolded += len(part)
                    yield part
                    part = unpack.decompress(unpack.unconsumed_tail, _AT_A_TIME) if unfolded < MOST_UNFOLDED else b""
            except zlib.error:
                return

    return _windows(parts())


def _windows(parts: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    """Parts with the end of the one before, so that nothing is cut in two; each with where it begins."""
    before, start = b"", 0
    for part in parts:
        yield start, before + part
        start += len(before) + len(part) - len((before + part)[-_OVERLAP:])
        before = (before + part)[-_OVERLAP:]


def _plain_names(body: bytes) -> bytes:
    """Names in which letters are written by their numbers, as they are meant (ISO 32000-2 §7.3.5)."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), body)


if __name__ == "__main__":
    sys.exit(_main())
