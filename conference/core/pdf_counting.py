"""The program that counts the pages of a PDF; `pdf_pages.py` runs it as a script, within limits.

It reads the PDF from its standard input and writes the number where it is told, or says by what it ends with that the
PDF holds programs, starts some, or holds other files in the place of pages.
"""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

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
_PASSWORD_NEEDED = 4  # FPDF_ERR_PASSWORD


def _main(answer: str) -> int:
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
    Path(answer).write_text(str(pages), encoding="ascii")
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
    sys.exit(_main(*sys.argv[1:]))
