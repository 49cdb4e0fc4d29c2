"""Links that prove something: signed for one purpose, or random and kept as a digest."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer, URLSafeTimedSerializer


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


def _text(token: str | bytes) -> str:
    return token.decode() if isinstance(token, bytes) else token
