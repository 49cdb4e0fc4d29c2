"""What the QR code in a photograph says, read where the file can do no harm (core/confined.py)."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import IO

from conference.core import confined, qr_reading

SECONDS = 20
MEMORY = 1024 * 1024 * 1024
LONGEST = 300


def text_in(picture: IO[bytes]) -> str:
    """The text of the first QR code in a JPEG, PNG or WebP; empty where there is none, or no picture.

    `picture` is a real file.
    """
    with tempfile.TemporaryDirectory() as folder:
        picture.seek(0)
        command = confined.python(qr_reading.__file__, folder)
        try:
            confined.run(command, stdin=picture, seconds=SECONDS, memory=MEMORY, folder=folder)
            return Path(folder, "text").read_text(encoding="utf-8")[:LONGEST]
        except (confined.ProgramFailed, OSError):
            return ""
