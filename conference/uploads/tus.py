"""The server's side of tus 1.0 (core, creation, termination, expiration, checksum): one request in, one answer out.

A feature gives it two addresses behind its own access: `collection` answers at the first, `resource` at the second.
Nothing is held in memory but one piece; what arrived before a line broke is kept (https://tus.io/protocols/resumable-upload).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.utils import format_datetime

from flask import Response, abort, current_app, g, jsonify, request
from flask_babel import gettext as _
from werkzeug.exceptions import ClientDisconnected

from conference.core import formatting
from conference.core.database import db, write
from conference.core.storage import storage
from conference.uploads.models import Upload
from conference.uploads.queries import upload_of
from conference.uploads.service import Arrived, OffsetMoved, begin, end, grow

VERSION = "1.0.0"
EXTENSIONS = "creation,termination,expiration,checksum"
CHECKSUMS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}
MEDIA_TYPE = "application/offset+octet-stream"
READ = 64 * 1024
PIECE = 1024 * 1024
CHECKSUM_MISMATCH = 460
_LARGEST_NUMBER = 15
"""Digits of the largest number that a header may hold."""


def collection(*, event_id: int, owner: str, address: Callable[[str], str]) -> Response:
    """What the protocol offers (OPTIONS), an upload's beginning (POST); `address` makes its URL of its code."""
    if request.method == "OPTIONS":
        return _offered()
    _require_version()
    length = _number("Upload-Length")
    if length > current_app.config["MAX_UPLOAD"]:
        return _too_large()
    name = _metadata().get("filename", "")
    with write() as database:
        upload = begin(database, event_id=event_id, owner=owner, name=name, length=length)
        code, expires = upload.code, format_datetime(upload.expires_at, usegmt=True)
    return _answer(201, {"Location": address(code), "Upload-Expires": expires, "Upload-Offset": "0"})


def resource(*, event_id: int, owner: str, code: str) -> Response:
    """How far an upload has come (HEAD), its next bytes (PATCH), its end (DELETE). 404 for everybody but its owner."""
    if request.method == "OPTIONS":
        return _offered()
    _require_version()
    upload = upload_of(db.session(), event_id=event_id, owner=owner, code=code) or abort(404)
    if request.method == "HEAD":
        return _answer(200, _state(upload) | {"Upload-Length": str(upload.length)})
    if request.method == "DELETE":
        with write() as database:
            end(database, upload)
        storage().drop_pieces(code)
        return _answer(204)
    return _append(upload)


def _append(upload: Upload) -> Response:
    if request.mimetype != MEDIA_TYPE:
        return _answer(415)
    start = _number("Upload-Offset")
    if start != upload.received:
        return _answer(409, _state(upload))
    if request.content_length is None:
        return _answer(411)
    if start + request.content_length > upload.length:
        return _too_large()
    expected = _checksum()
    taken = _Taken(upload.id, upload.code, start)
    db.session.rollback()  # No connection to the database is held while a slow line sends.
    try:
        if expected is None:
            for piece in _pieces():
                taken.keep(piece)
                taken.commit()
        elif not _all_match(taken, *expected):
            return _answer(CHECKSUM_MISMATCH)
        else:
            taken.commit()
    except OffsetMoved:
        return _answer(409)
    finally:
        taken.drop_what_was_not_committed()
    found = db.session.get(Upload, taken.upload_id) or abort(404)
    return _answer(204, _state(found))


@dataclass(slots=True)
class _Taken:
    """What one request has brought so far: in the store, and then in the database."""

    upload_id: int
    code: str
    start: int
    waiting: list[Arrived] = field(default_factory=list)

    def keep(self, piece: bytes) -> None:
        self.waiting.append(Arrived(storage().put_piece(self.code, piece), len(piece)))

    def commit(self) -> None:
        if self.waiting:
            with write() as database:
                self.start = grow(database, self.upload_id, self.waiting, start=self.start)
            self.waiting.clear()

    def drop_what_was_not_committed(self) -> None:
        for one in self.waiting:
            storage().drop_piece(one.key)


def _pieces() -> Iterator[bytes]:
    """The body in pieces; where the line breaks, the last is what had arrived of it, and then the break is raised."""
    piece = bytearray()
    broken: Exception | None = None
    while broken is None:
        try:
            read = request.stream.read(min(READ, PIECE - len(piece)))
        except (ClientDisconnected, OSError) as failure:
            broken, read = failure, b""
        piece += read
        if len(piece) == PIECE or (piece and not read):
            yield bytes(piece)
            piece.clear()
        if not read:
            break
    if broken is not None:
        raise broken


def _all_match(taken: _Taken, algorithm: str, expected: bytes) -> bool:
    """Keep the whole body, and say whether its checksum is the one that was named."""
    hasher = CHECKSUMS[algorithm]()
    for piece in _pieces():
        hasher.update(piece)
        taken.keep(piece)
    return hasher.digest() == expected


def _checksum() -> tuple[str, bytes] | None:
    """The algorithm and the digest that the request names. Aborts with 400 for one that we do not know."""
    header = request.headers.get("Upload-Checksum")
    if header is None:
        return None
    algorithm, _space, digest = header.partition(" ")
    try:
        decoded = base64.b64decode(digest, validate=True)
    except binascii.Error:
        abort(400)
    if algorithm not in CHECKSUMS:
        abort(400)
    return algorithm, decoded


def _metadata() -> dict[str, str]:
    """The header's pairs of a key and a value in base64; what cannot be read is left out."""
    found = {}
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        key, _space, value = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            continue
    return {key: value.replace("\0", "") for key, value in found.items()}


def _number(header: str) -> int:
    """A header that holds a whole number. Aborts with 400."""
    value = request.headers.get(header, "")
    if not (value.isascii() and value.isdigit() and len(value) <= _LARGEST_NUMBER):
        abort(400)
    return int(value)


def _require_version() -> None:
    if request.headers.get("Tus-Resumable") != VERSION:
        abort(_answer(412, {"Tus-Version": VERSION}))


def _offered() -> Response:
    return _answer(
        204,
        {
            "Tus-Version": VERSION,
            "Tus-Extension": EXTENSIONS,
            "Tus-Max-Size": str(current_app.config["MAX_UPLOAD"]),
            "Tus-Checksum-Algorithm": ",".join(CHECKSUMS),
        },
    )


def _state(upload: Upload) -> dict[str, str]:
    return {
        "Upload-Offset": str(upload.received),
        "Upload-Expires": format_datetime(upload.expires_at, usegmt=True),
    }


def _too_large() -> Response:
    limit = f"\u2068{formatting.format_size(current_app.config['MAX_UPLOAD'], g.language)}\u2069"
    answer = jsonify(error=_("This file is too large: at most %(limit)s can be sent.", limit=limit))
    answer.status_code = 413
    answer.headers["Tus-Resumable"] = VERSION
    answer.headers["Tus-Max-Size"] = str(current_app.config["MAX_UPLOAD"])
    return answer


def _answer(status: int, headers: dict[str, str] | None = None) -> Response:
    answer = Response(status=status, headers={"Tus-Resumable": VERSION} | (headers or {}))
    answer.headers.pop("Content-Type", None)
    return answer
