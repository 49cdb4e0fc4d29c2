"""The program that draws the pages of a PDF: from its standard input, a picture per page into the folder given."""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2

MOST_PAGES = 300
WIDTH = 960
"""Pixels: a slide on a phone's or a laptop's screen."""
TALLEST = 1920
QUALITY = 75


def draw(folder: str) -> None:
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


if __name__ == "__main__":
    draw(sys.argv[1])
