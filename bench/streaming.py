"""What a ZIP is measured against: Flask, one route that gives the bytes of some files, one after the other."""

import os
from collections.abc import Iterator
from pathlib import Path

from flask import Flask, Response

CHUNK = 1024 * 1024
app = Flask(__name__)


@app.get("/")
def stream() -> Response:
    files = sorted(path for path in Path(os.environ["STREAMED"]).rglob("*") if path.is_file())
    largest = sorted(files, key=lambda path: path.stat().st_size)[-int(os.environ["STREAMED_FILES"]) :]

    def pieces() -> Iterator[bytes]:
        for path in largest:
            with path.open("rb") as file:
                while piece := file.read(CHUNK):
                    yield piece

    response = Response(pieces(), mimetype="application/octet-stream", direct_passthrough=True)
    response.content_length = sum(path.stat().st_size for path in largest)
    return response
