"""Serving a stored file: always as an attachment under a name of our own, never run by the browser."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Literal
from urllib.parse import quote

from flask import Response, request

from conference.core.languages import Language
from conference.core.security import FILE_POLICY
from conference.core.storage import storage

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")

_PARTS = str.maketrans(dict.fromkeys("/\\|", "-"))
_REFUSED = frozenset('<>:"?*')


def file_response(*, sha256: str, size: int, name: str, media_type: str, language: Language | None = None) -> Response:
    """A blob of `size` bytes as an attachment called `name`, or 304 for who has it.

    `language` is the file's own. Raises BlobMissing.
    """
    response = attachment((), size=size, name=name, media_type=media_type, etag=sha256)
    if language is not None:
        response.headers["Content-Language"] = language.code
    if response.status_code == 200 and request.method == "GET":
        response.response = storage().read(sha256)
    return response


def attachment(body: Iterable[bytes], *, size: int, name: str, media_type: str, etag: str) -> Response:
    """Bytes as an attachment of known length, or 304 where the request names this `etag` (RFC 9110 §13.1.2)."""
    if request.if_none_match.contains_weak(etag):
        response = Response(status=304)
    else:
        response = Response(body, mimetype=media_type, direct_passthrough=True)
        response.content_length = size
        response.headers["Content-Disposition"] = disposition(name)
    response.set_etag(etag)
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


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
