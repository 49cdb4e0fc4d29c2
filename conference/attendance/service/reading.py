"""Whom a text means that a desk read or typed: by a badge, or by the code of a registration, however it was written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from conference.attendance.badge_codes import Altered, BadBadgeCode, OtherEvent, Replaced, Revoked, read_badge_code
from conference.attendance.models import Refusal
from conference.core.text import sought
from conference.registration.models import Registration

_REFUSED: Mapping[type[BadBadgeCode], Refusal] = {
    OtherEvent: Refusal.ELSEWHERE,
    Altered: Refusal.ALTERED,
}


@dataclass(frozen=True, slots=True)
class Read:
    """Whom a text means; `refusal` says why nobody may pass by it."""

    registration_id: int | None = None
    refusal: Refusal | None = None


def people_read(database: Database, event_id: int, texts: Collection[str]) -> Mapping[str, Read]:
    """Whom each text means: registrations' codes by one query for all, badges one by one."""
    codes = {text: code_in(text) for text in texts}
    query = select(Registration.code, Registration.id).where(
        Registration.event_id == event_id, Registration.code.in_(set(codes.values())), Registration.erased_at.is_(None)
    )
    known = dict(database.execute(query).all())
    return {
        text: Read(known[code]) if code in known else _by_badge(database, event_id, text)
        for text, code in codes.items()
    }


def code_in(text: str) -> str:
    """The code as we keep it: lower case, Arabic-Indic digits and spaces are welcome."""
    return "".join(sought(text)).upper()


def _by_badge(database: Database, event_id: int, text: str) -> Read:
    try:
        return Read(read_badge_code(database, event_id=event_id, text=text).registration_id)
    except (Revoked, Replaced) as gone:
        return Read(gone.badge.registration_id, Refusal.REVOKED)
    except BadBadgeCode as bad:
        return Read(refusal=_REFUSED.get(type(bad), Refusal.UNKNOWN))
