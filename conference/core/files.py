"""Serving a stored file: always as an attachment under a name of our own, never run by the browser."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from flask import Response, request

from conference.core.languages import Language
from conference.core.ranges import has_failed, has_it, wanted
from conference.core.security import FILE_POLICY
from conference.core.storage import storage

if TYPE_CHECKING:
    from conference.core.archive import Archive

Piece = Callable[[int, int], Iterable[bytes]]
"""The bytes of something from a place on, up to but not including another, counted from nought."""

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")

_PARTS = str.maketrans(dict.fromkeys("/\\|", "-"))
_REFUSED = frozenset('<>:"?*')


def file_response(
    *,
    sha256: str,
    size: int,
    name: str,
    media_type: str,
    language: Language | None = None,
    changed: datetime | None = None,
) -> Response:
    """A blob of `size` bytes as an attachment called `name`, the part of it that is asked for, or 304 for who has it.

    `language` is the file's own, `changed` since when it stands at this address. Raises BlobMissing.
    """
    piece = partial(storage().read, sha256)
    response = attachment(piece, size=size, name=name, media_type=media_type, etag=sha256, changed=changed)
    if language is not None:
        response.headers["Content-Language"] = language.code
    return response


def download(
    *, sha256: str, size: int, name: str, media_type: str, language: Language, changed: datetime | None
) -> Response:
    """The same; where the store signs addresses, whoever has not got the file yet is led to it for some minutes."""
    headers = {
        "Content-Type": media_type,
        "Content-Disposition": disposition(name),
        "Content-Language": language.code,
        "Cache-Control": "private, no-store",
    }
    url = storage().signed_url(sha256, headers) if request.method == "GET" and not has_it(sha256, changed) else None
    if url is not None:
        # Without a body, in which the address would stand; and no cache keeps where it leads.
        return Response(status=302, headers={"Location": url, "Cache-Control": "private, no-store"})
    return file_response(sha256=sha256, size=size, name=name, media_type=media_type, language=language, changed=changed)


def archive_response(archive: Archive, *, name: str) -> Response:
    """A ZIP as an attachment called `name`, from the byte on that is asked for."""
    return attachment(archive.piece, size=len(archive), name=name, media_type="application/zip", etag=archive.etag)


def attachment(
    piece: Piece, *, size: int, name: str, media_type: str, etag: str, changed: datetime | None = None
) -> Response:
    """What `piece` gives as an attachment of `size` bytes: 200, or as the request's conditions and range have it.

    `etag` is the same for the same bytes, and for no others. Nothing is read for HEAD, 304, 412 and 416.
    """
    stated = Response(mimetype=media_type)
    stated.set_etag(etag)
    stated.last_modified = changed
    if has_failed(etag):
        stated.status_code = 412
    elif has_it(etag, changed):
        stated.status_code = 304
    else:
        _fill(stated, piece, size=size, etag=etag, changed=changed)
    if stated.status_code in (200, 206):
        stated.headers["Content-Disposition"] = disposition(name)
    stated.headers["Accept-Ranges"] = "bytes"
    stated.headers["Content-Security-Policy"] = FILE_POLICY
    stated.headers["X-Content-Type-Options"] = "nosniff"
    return stated


def _fill(response: Response, piece: Piece, *, size: int, etag: str, changed: datetime | None) -> None:
    """Put in the part that is wanted and say which it is (RFC 9110 §15.3.7, §15.5.17)."""
    part = wanted(size, etag, changed)
    start, stop = part or (0, size)
    if part is not None:
        response.status_code = 206 if start < stop else 416
        response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}" if start < stop else f"bytes */{size}"
    if start < stop and request.method != "HEAD":
        response.response = piece(start, stop)
        response.direct_passthrough = True
    response.content_length = max(stop - start, 0)


def disposition(name: str, *, plain: str = "", kind: Literal["attachment", "inline"] = "attachment") -> str:
    """The header that names a file: in ASCII for all, in full for those that read RFC 8187 (RFC 6266 §4.3).

    `plain` is the name in ASCII where what is left of the full one would say little.
    """
    plain = ascii_name(plain or name)
    header = f'{kind}; filename="{plain}"'
    return header if plain == name else f"{header}; filename*=UTF-8''{quote(name, safe='')}"


def ascii_name(name: str) -> str:
    """A file name in letters, digits, dots, hyphens and underscores; «document» where nothing is left of it."""
    stem, dot, ending = name.rpartition(".")
    return (_ascii(stem) or "document") + dot + _ascii(ending) if dot else _ascii(name) or "document"


def safe_name(text: str) -> str:
    """Part of a file name in its own script; what separates folders or hides becomes a hyphen: THAMM-2021-1."""
    kept = "".join(
        character if character.isalnum() or character in "._-" or unicodedata.category(character) == "Mn" else "-"
        for character in unicodedata.normalize("NFC", text)
    )
    return "-".join(part for part in kept.split("-") if part).strip("._-")


def readable_name(text: str, *, longest: int) -> str:
    """Part of a file name as a person would write it, with spaces and in its own script, at most `longest` characters.

    What Windows refuses is left out (learn.microsoft.com/windows/win32/fileio/naming-a-file), and so is what hides;
    as many bytes at most are taken as `longest` Arabic letters have.
    """
    parted = unicodedata.normalize("NFC", text).translate(_PARTS)
    seen = "".join(" " if one.isspace() else one for one in parted)
    kept = "".join(one for one in seen if one not in _REFUSED and unicodedata.category(one)[0] != "C")
    words = " ".join(kept.split())
    cut = words[:longest]
    while len(cut.encode()) > 2 * longest:
        cut = cut[:-1]
    if words[len(cut) : len(cut) + 1].strip():
        # A word that was cut goes whole, unless that would leave little.
        whole = cut.rpartition(" ")[0]
        cut = whole if 2 * len(whole) >= len(cut) else cut
    return cut.strip(" .")


def _ascii(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("æ", "ae"))
    kept = "".join(character for character in decomposed if character in _PLAIN)
    return kept.strip("._-")
