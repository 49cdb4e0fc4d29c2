"""The program that cuts a square out of a picture: from its standard input, into the folder that it is given.

The picture is turned as its camera says, drawn anew on white in sRGB, and saved without anything that stood beside it.
The server reads the numbers below from here; what decodes pictures is loaded in the program alone.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

ANIMATED, TOO_MANY_PIXELS, TOO_SMALL, DAMAGED = 3, 4, 5, 6
MOST_PIXELS = 60_000_000
"""Three times what most telephones take; decoded that is 240 megabytes."""
LEAST_SIDE = 96
QUALITY = 82
_FORMATS = ("JPEG", "PNG", "WEBP")
_SEVERAL = ("PNG", "WEBP")
"""Formats in which several pictures are an animation; in a JPEG they are the depth or the other eye of one."""


def main(folder: str, x: int, y: int, zoom: int, *sides: int) -> int:
    from PIL import Image

    try:
        width, height = _said_size(sys.stdin.buffer)
        if width * height > MOST_PIXELS:
            return TOO_MANY_PIXELS
        Image.MAX_IMAGE_PIXELS = None  # what is opened was counted above and is below
        image: Image.Image = Image.open(sys.stdin.buffer, formats=_FORMATS)
        if image.width * image.height > MOST_PIXELS:
            return TOO_MANY_PIXELS
        if image.format in _SEVERAL and getattr(image, "is_animated", False):
            return ANIMATED
        if min(image.size) < LEAST_SIDE:
            return TOO_SMALL
        square = _square(image, x, y, zoom, max(sides))
        for number, side in enumerate(sides):
            one = square if side >= square.width else square.resize((side, side), Image.Resampling.LANCZOS)
            # Made of its pixels alone: an image that was opened still carries what the file said beside them.
            plain = Image.frombytes("RGB", one.size, one.tobytes())
            plain.save(Path(folder) / f"{number}-{plain.width}.webp", quality=QUALITY, method=4)
    except Exception:
        return DAMAGED
    return 0


def _said_size(body: IO[bytes]) -> tuple[int, int]:
    """Width and height that a WebP says it has (RFC 9649 §2.5 to §2.7), whose decoder takes the memory on opening it.

    Nothing for other formats, which are opened without being decoded. The stream is left at its start.
    """
    head = body.read(30)
    body.seek(0)
    kind = head[12:16] if head[:4] == b"RIFF" else b""
    if kind == b"VP8X":
        return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        return int.from_bytes(head[26:28], "little") & 0x3FFF, int.from_bytes(head[28:30], "little") & 0x3FFF
    return 0, 0


def _square(image: Image, x: int, y: int, zoom: int, most: int) -> Image:
    """The square in sRGB, at most `most` pixels wide."""
    from PIL import ImageOps
    from PIL.Image import Resampling

    profile = image.info.get("icc_profile")
    wanted = max(min(image.size) * 100 // zoom, 1)
    if wanted > most:
        # A JPEG is decoded at a half, a quarter or an eighth where that is still enough.
        share = most / wanted
        image.draft(None, (int(image.width * share) + 1, int(image.height * share) + 1))
    image = ImageOps.exif_transpose(image)
    shorter = min(image.size)
    side = max(shorter * 100 // zoom, min(LEAST_SIDE, shorter))
    left, top = (image.width - side) * x // 100, (image.height - side) * y // 100
    image = _without_holes(image.crop((left, top, left + side, top + side)))
    if side > most:
        image = image.resize((most, most), Resampling.LANCZOS)
    return _in_srgb(image, profile)


def _without_holes(image: Image) -> Image:
    """In a mode that colours can be turned in: what is transparent becomes white, deep grey becomes plain grey."""
    from PIL.Image import alpha_composite, new

    if image.has_transparency_data:
        image = image.convert("RGBA")
        return alpha_composite(new("RGBA", image.size, "white"), image).convert("RGB")
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    return image if image.mode in ("RGB", "L", "CMYK") else image.convert("RGB")


def _in_srgb(image: Image, profile: bytes | None) -> Image:
    """The colours as screens show them; a profile that nobody can read is passed over."""
    from PIL import ImageCms

    if profile:
        try:
            source, target = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
            turned = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            turned = None
        if turned is not None:
            return turned
    return image.convert("RGB")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *map(int, sys.argv[2:])))
