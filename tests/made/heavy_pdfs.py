"""PDF files that open at once and cost what nobody has when their page is drawn."""

from __future__ import annotations

import zlib


def written(content: bytes, resources: str = "", *objects: bytes) -> bytes:
    """A PDF of one page; further objects are numbered from 5 on."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 720 405]/Contents 4 0 R/Resources<<{resources}>>>>".encode(),
        stream(content),
        *objects,
    ]
    body = b"%PDF-1.4\n"
    for number, part in enumerate(parts, start=1):
        body += b"%d 0 obj%s endobj\n" % (number, part)
    return body + b"trailer<</Root 1 0 R/Size %d>>\n%%%%EOF\n" % (len(parts) + 1)


def stream(content: bytes, entries: str = "", *, packed: int = 1) -> bytes:
    """A stream that is packed so many times over."""
    for _time in range(packed):
        content = zlib.compress(content, 9)
    filters = "/FlateDecode" * packed
    return f"<<{entries}/Filter[{filters}]/Length {len(content)}>>\nstream\n".encode() + content + b"\nendstream"


def eats_memory(levels: int = 25) -> bytes:
    """A drawing of two drawings of two drawings: millions of them, all kept in memory."""
    forms = [
        stream(
            b"/N Do /N Do",
            f"/Type/XObject/Subtype/Form/BBox[0 0 720 405]/Resources<</XObject<</N {5 + number + 1} 0 R>>>>",
        )
        for number in range(levels)
    ]
    last = stream(b"0 0 m 720 405 l S " * 500, "/Type/XObject/Subtype/Form/BBox[0 0 720 405]")
    return written(b"/N Do /N Do", "/XObject<</N 5 0 R>>", *forms, last)


def never_ends() -> bytes:
    """A page tiled with tiles so small that there are thousands of millions."""
    cell = stream(
        b"0 0 5 5 re f",
        "/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 5 5]/XStep .005/YStep .005/Resources<<>>",
    )
    return written(b"/Pattern cs /P scn 0 0 720 405 re f", "/Pattern<</P 5 0 R>>", cell)


def goes_round() -> bytes:
    """A drawing that holds itself."""
    form = stream(b"/N Do", "/Type/XObject/Subtype/Form/BBox[0 0 720 405]/Resources<</XObject<</N 5 0 R>>>>")
    return written(b"/N Do", "/XObject<</N 5 0 R>>", form)
