"""The codes of registrations: what a desk types or scans, short, random, and one person's at an event."""

from __future__ import annotations

import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.core.typed_codes import LETTERS
from conference.registration.models import Registration
from conference.registration.queries import locked_by_email_or_code

CODE_LENGTH = 8


def free_code(session: Session, event_id: int) -> str:
    """A code that nobody at the event has; the event's lock makes it stay so."""
    while True:
        code = _code()
        taken = select(Registration.id).where(Registration.event_id == event_id, Registration.code == code)
        if session.scalar(taken) is None:
            return code


def known_or_code(session: Session, event_id: int, address: str) -> tuple[Registration | None, str]:
    """The registration of an address, locked, and a code that nobody at the event has, for a new one.

    The caller holds the event's lock, under which both are looked for at once.
    """
    while True:
        code = _code()
        found = locked_by_email_or_code(session, event_id, address, code)
        if all(one.code != code for one in found):
            return next(iter(found), None), code


def unused_code(codes: set[str]) -> str:
    """A code that is not among those of the event, and is from now on; for many people at once."""
    while True:
        code = _code()
        if code not in codes:
            codes.add(code)
            return code


def _code() -> str:
    return "".join(secrets.choice(LETTERS) for _letter in range(CODE_LENGTH))
