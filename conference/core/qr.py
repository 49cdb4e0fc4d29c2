"""QR codes (ISO/IEC 18004) as vector pictures for pages and PDF files, and as PNG for mail, which shows no SVG."""

from __future__ import annotations

from io import BytesIO

import segno
from markupsafe import Markup

MARGIN = 4
"""Modules of white around the dots, as the standard asks."""
PIXELS = 6
"""Pixels per module in a PNG."""


def qr_svg(text: str) -> Markup:
    """The code as an SVG without a size of its own; black on white also on dark pages, or no camera reads it."""
    out = BytesIO()
    _made(text).save(
        out,
        kind="svg",
        border=MARGIN,
        omitsize=True,
        xmldecl=False,
        nl=False,
        dark="#000",
        light="#fff",
        svgclass="qr",
        lineclass=None,
    )
    # Made of the dots alone: nothing of the text stands in it.
    return Markup(out.getvalue().decode("ascii"))  # noqa: S704


def qr_png(text: str) -> bytes:
    out = BytesIO()
    _made(text).save(out, kind="png", border=MARGIN, scale=PIXELS, dark="#000", light="#fff")
    return out.getvalue()


def _made(text: str) -> segno.QRCode:
    return segno.make_qr(text, error="m")
