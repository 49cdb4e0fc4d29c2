"""The process that draws the pages of a PDF: run as a script it reads the PDF from its standard input.

It writes pictures of each page into the folder that it is given, one per width. Nothing of ours is imported here: what
runs beside a hostile file is as little as it can be.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

MOST_PAGES = 300
WIDTH = 960
"""Pixels: a slide on a phone's or a laptop's screen."""
TALLEST = 1920
QUALITY = 75
COLOURS = 16
"""Of a page of text: its letters stay sharp, and it takes half the bytes."""
CLOSE = 4.0
"""How far a page may be from itself in so few colours (the root of the mean square, of 255) to be shown in them."""


def draw(folder: str, widths: list[int]) -> None:
    """The name of a picture says its page, the width that was asked for, and its own width and height in pixels."""
    import pypdfium2

    document = pypdfium2.PdfDocument(sys.stdin.buffer)
    largest = max(widths)
    for index in range(min(len(document), MOST_PAGES)):
        page = document[index]
        width, height = page.get_size()
        scale = min(largest / max(width, 1), TALLEST / max(height, 1))
        bitmap = page.render(scale=scale, may_draw_forms=False)
        image = bitmap.to_pil().convert("RGB")
        for wanted in widths:
            copy = image.copy()
            if wanted != largest:
                # Reads from the whole picture: a page drawn small anew has thinner letters, and costs as much again.
                copy.thumbnail((wanted, 2 * wanted))
            name = f"{index + 1:04d}-{wanted}-{copy.width}-{copy.height}.webp"
            save(copy, Path(folder) / name)
        bitmap.close()
        page.close()


def save(image: Any, path: Path) -> None:
    """Write a picture as WebP: a page of text without loss in a few colours, one of photographs with some loss."""
    from PIL import ImageChops, ImageStat

    plain = image.quantize(COLOURS, dither=0).convert("RGB")
    if max(ImageStat.Stat(ImageChops.difference(image, plain)).rms) <= CLOSE:
        plain.save(path, lossless=True, quality=50, method=1)
    else:
        image.save(path, quality=QUALITY, method=2)


if __name__ == "__main__":
    draw(sys.argv[1], [int(one) for one in sys.argv[2:]] or [WIDTH])
