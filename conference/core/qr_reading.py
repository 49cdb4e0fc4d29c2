"""Reading the QR code in a photograph, run as a program of its own (core/confined.py)."""

from __future__ import annotations

import sys
from pathlib import Path

MOST_PIXELS = 60_000_000
SIDE = 1600


def main(folder: str) -> None:
    """Read the picture on standard input and write what its first QR code says into `folder`."""
    import zxingcpp
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(sys.stdin.buffer, formats=("JPEG", "PNG", "WEBP")) as picture:
        picture.draft("L", (SIDE, SIDE))
        upright = ImageOps.exif_transpose(picture).convert("L")
    upright.thumbnail((SIDE, SIDE))
    found = zxingcpp.read_barcode(upright, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    Path(folder, "text").write_text(found.text if found is not None else "", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
