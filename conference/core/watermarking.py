"""The program that writes across the pages of a PDF; `watermark.py` runs it as a script, within limits.

It reads the PDF from its standard input, takes the words from a PDF of one page and writes the copy where it is told.
"""

from __future__ import annotations

import math
import sys
from typing import Any

PROTECTED = 3
"""The exit status for a PDF that is encrypted, whether or not it opens without a password."""
OF_PAGE = 0.92
"""How much of a page's width and height the words may take."""
THIN = 0.3
"""How much the words cover what is beneath: 1 would hide it."""
MOST_LEVELS = 100
"""Of a tree of pages; a page in it may be turned as its branch is."""


def _main(stamp: str, copy: str) -> int:
    import pikepdf

    try:
        document = pikepdf.open(sys.stdin.buffer)
    except pikepdf.PasswordError:
        return PROTECTED
    with document, pikepdf.open(stamp) as words:
        if document.is_encrypted:
            return PROTECTED
        strip = document.copy_foreign(words.pages[0].as_form_xobject())
        # All letters first, then thinly as one: where two of them meet they do not grow darker.
        strip.Group = pikepdf.Dictionary(S=pikepdf.Name.Transparency)
        thinly = document.make_indirect(pikepdf.Dictionary(ca=THIN, CA=THIN))
        if not len(document.pages):
            return 1
        for page in document.pages:
            _mark(page, strip, thinly)
        # What was packed stays packed as it was: nothing is unfolded, so that a bomb stays small.
        document.save(copy, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return 0


def _mark(page: Any, strip: Any, thinly: Any) -> None:
    """Lay the strip along the diagonal of what is seen of a page, as it is turned (ISO 32000-2 §8.3.3, §14.11.2)."""
    import pikepdf

    name = page.add_resource(strip, pikepdf.Name.XObject)
    state = page.add_resource(thinly, pikepdf.Name.ExtGState)
    matrix = " ".join(f"{one:.4f}" for one in _matrix(page, [float(one) for one in strip.BBox]))
    page.contents_add(b"q\n", prepend=True)
    # On a line of its own: the last stream may end without one, or inside a comment. What is laid over a page is none
    # of its content to who hears it, and must say so where the page is tagged (ISO 14289-1 §7.1).
    page.contents_add(f"\nQ\n/Artifact BMC q {state} gs {matrix} cm {name} Do Q EMC\n".encode())


def _matrix(page: Any, box: list[float]) -> tuple[float, ...]:
    """How the strip's coordinates become the page's: scaled, turned and moved to the middle of the crop box."""
    seen = [float(one) for one in page.cropbox]
    left, right = sorted((seen[0], seen[2]))
    bottom, top = sorted((seen[1], seen[3]))
    turned = _turned(page)
    width, height = right - left, top - bottom
    if turned in (90, 270):
        width, height = height, width
    long, high = box[2] - box[0], box[3] - box[1]
    rising = math.atan2(height, width)
    scale = OF_PAGE * min(
        width / (long * math.cos(rising) + high * math.sin(rising)),
        height / (long * math.sin(rising) + high * math.cos(rising)),
    )
    angle = rising + math.radians(turned)
    cos, sin = scale * math.cos(angle), scale * math.sin(angle)
    middle_x, middle_y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return (
        cos,
        sin,
        -sin,
        cos,
        (left + right) / 2 - cos * middle_x + sin * middle_y,
        (bottom + top) / 2 - sin * middle_x - cos * middle_y,
    )


def _turned(page: Any) -> int:
    """By how many degrees clockwise a page is turned when it is shown; it may inherit that (ISO 32000-2 §7.7.3.4)."""
    node = page.obj
    for _level in range(MOST_LEVELS):
        if "/Rotate" in node:
            return round(float(node["/Rotate"]) / 90) * 90 % 360
        if "/Parent" not in node:
            break
        node = node["/Parent"]
    return 0


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
