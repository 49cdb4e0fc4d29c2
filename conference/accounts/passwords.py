"""Passwords as argon2id hashes (RFC 9106). A hash takes about 250 ms and 64 MB, so never inside a transaction."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def password_matches(stored: str, password: str) -> bool:
    """Whether the password is the one that was stored. Takes as long for an account that has none or does not exist."""
    try:
        _hasher.verify(stored or _somebody_elses(), password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(stored)


@cache
def _somebody_elses() -> str:
    return _hasher.hash("nobody has this password")
