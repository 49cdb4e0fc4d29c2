"""What makes a sealed list provable: its data in one way of writing, their digest, and a code that only we make."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from flask import current_app
from itsdangerous import Signer
from itsdangerous.encoding import base64_decode

from conference.attendance.models import SealedList
from conference.core.tokens import same_secret
from conference.core.typed_codes import as_typed

_BYTES = 10
"""Eighty bits: sixteen letters of base 32 (RFC 4648), which holds no 0, 1 or 8."""
_MISREAD = str.maketrans("018", "OIB")


def canonical(data: Mapping[str, Any]) -> str:
    """Data as JSON in one way of writing: keys in order, no white space (RFC 8785 for texts and whole numbers)."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(data: str) -> str:
    """The SHA-256 of canonical data, in hexadecimal."""
    return hashlib.sha256(data.encode()).hexdigest()


def code_of(event_id: int, number: int, sha256: str) -> str:
    """The verification code of a list: HMAC-SHA-256 under the installation's key, shortened to 16 letters."""
    signer = Signer(
        current_app.secret_key or "",
        salt="conference.sealed-list",
        key_derivation="hmac",
        digest_method=hashlib.sha256,
    )
    made = base64_decode(signer.get_signature(f"{event_id}:{number}:{sha256}"))
    return base64.b32encode(made[:_BYTES]).decode()


def written(code: str) -> str:
    """A code as it is printed: four groups of four letters."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def same_code(typed: str, code: str) -> bool:
    """Whether a code that somebody typed is this one; case, hyphens, spaces and kinds of digits do not count."""
    return same_secret(as_typed(typed[:200]).translate(_MISREAD), code)


def is_whole(sealed: SealedList) -> bool:
    """Whether what the database holds is what was sealed; of erased data the digest alone can be asked."""
    data_fit = sealed.erased_at is not None or digest_of(sealed.data) == sealed.sha256
    code = code_of(sealed.event_id, sealed.number, sealed.sha256)
    return data_fit and same_secret(code, sealed.code)
