"""Files that somebody sent to be read by us: told apart by how they begin, never by their names."""

from __future__ import annotations

import io
from typing import IO, Any

CONTAINER = "container"
"""How a workbook begins, and one that is locked by a password."""
_CONTAINERS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_HEAD = 4096


class FileRefused(Exception):
    """The file as a whole is none that we read: a code, and what the sentence about it needs."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code)
        self.code, self.data = code, data


def beginning(stream: IO[bytes], *, most: int) -> str:
    """CONTAINER, or the first letter of a text in any Unicode encoding; the seekable file is left at its start.

    Raises FileRefused for an empty file, and for one of more than `most` bytes.
    """
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    head = stream.read(_HEAD)
    stream.seek(0)
    if not size:
        raise FileRefused("empty")
    if size > most:
        raise FileRefused("bytes", most=most)
    if head.startswith(_CONTAINERS):
        return CONTAINER
    # In UTF-16 and after a byte order mark the first letters stand among others.
    letters = head.lstrip(b"\xef\xbb\xbf\xfe\xff").replace(b"\0", b"").lstrip()
    return letters[:1].decode("latin-1")
