"""Links that prove something: signed for one purpose, or random and kept as a digest."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from datetime import timedelta
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer, URLSafeTimedSerializer

from conference.core import typed_codes


class BadToken(LookupError):
    """The token was not made by us, was made for something else, or is too old."""


def new_secret() -> str:
    """A random secret of 256 bits for a cookie or an address."""
    return secrets.token_urlsafe(32)


def secret_digest(secret: str) -> str:
    """What the database keeps of a secret, so that reading the database opens nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


def sign(purpose: str, value: Any) -> str:
    """A token that carries `value`, good for `purpose` alone. It does not expire: what revokes it goes into `value`."""
    return _text(URLSafeSerializer(current_app.secret_key or "", salt=f"conference.{purpose}").dumps(value))


def read(purpose: str, token: str) -> Any:
    """The value inside a token made by `sign`. Raises BadToken."""
    try:
        return URLSafeSerializer(current_app.secret_key or "", salt=f"conference.{purpose}").loads(token)
    except BadData:
        raise BadToken(purpose) from None


def sign_timed(purpose: str, value: Any) -> str:
    """Like `sign`, with the instant of signing, for `read_timed`."""
    return _text(URLSafeTimedSerializer(current_app.secret_key or "", salt=f"conference.timed.{purpose}").dumps(value))


def read_timed(purpose: str, token: str, *, within: timedelta) -> Any:
    """The value inside a token made by `sign_timed` at most `within` ago. Raises BadToken."""
    serializer = URLSafeTimedSerializer(current_app.secret_key or "", salt=f"conference.timed.{purpose}")
    try:
        return serializer.loads(token, max_age=int(within.total_seconds()))
    except BadData:
        raise BadToken(purpose) from None


def seal_letters(purpose: str, value: Any, length: int) -> str:
    """A seal on `value` (what JSON can say), good for `purpose` alone, in letters that survive being typed by hand.

    It is an HMAC-SHA-256 under our secret key, cut to `length` letters: 17 hold 84 bits. Compare by `same_secret`.
    """
    message = json.dumps([purpose, value], ensure_ascii=True, separators=(",", ":")).encode()
    key = hashlib.sha256(b"conference.seal_letters." + str(current_app.secret_key or "").encode()).digest()
    number = int.from_bytes(hmac.digest(key, message, "sha256"))
    return typed_codes.spelled(number % len(typed_codes.LETTERS) ** length, length)


def same_secret(one: str, other: str) -> bool:
    """Whether two secrets are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())


def _text(token: str | bytes) -> str:
    return token.decode() if isinstance(token, bytes) else token
