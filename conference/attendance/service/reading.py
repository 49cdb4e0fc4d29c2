"""Whom a text means that a desk read or typed: by the code of a registration, however it was written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from conference.attendance.models import Refusal
from conference.core.text import sought
from conference.registration.models import Registration


@dataclass(frozen=True, slots=True)
class Read:
    """Whom a text means; `refusal` says why nobody may pass by it."""

    registration_id: int | None = None
    refusal: Refusal | None = None


def people_read(database: Database, event_id: int, texts: Collection[str]) -> Mapping[str, Read]:
    """Whom each text means, by one query."""
    codes = {text: code_in(text) for text in texts}
    query = select(Registration.code, Registration.id).where(
        Registration.event_id == event_id, Registration.code.in_(set(codes.values())), Registration.erased_at.is_(None)
    )
    known = {code: registration_id for code, registration_id in database.execute(query)}
    return {
        text: Read(known[code]) if code in known else Read(refusal=Refusal.UNKNOWN) for text, code in codes.items()
    }


def code_in(text: str) -> str:
    """The code as we keep it: lower case, Arabic-Indic digits and spaces are welcome."""
    return "".join(sought(text)).upper()
