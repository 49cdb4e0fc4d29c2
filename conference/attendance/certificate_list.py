"""Certificates as they are looked for: by whom they belong to, by number and code, and beside who earned one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import defer, joinedload

from conference.agenda.models import Speaker
from conference.attendance.models import Certificate
from conference.core.text import latin_digits
from conference.core.tokens import same_secret
from conference.core.typed_codes import as_typed
from conference.outbox.models import Message, MessageState
from conference.registration.models import Registration

ISSUE = "attendance.issue_certificates"
"""The kind of the message that lets the worker issue what is owed."""
IN_ONE_FILE = 250
"""Certificates that are printed from one file: a longer one would take more memory than a server has to spare."""
_NUMBER = re.compile(r"\s*([0-9]{4})\s*[-–/]\s*([0-9]{1,6})\s*")


def good_certificate(database: Database, owner: Registration | Speaker) -> Certificate | None:
    """The certificate of a person that is good now."""
    theirs = Certificate.speaker_id if isinstance(owner, Speaker) else Certificate.registration_id
    query = select(Certificate).where(theirs == owner.id, Certificate.ended_at.is_(None))
    return database.scalar(query.options(joinedload(Certificate.replaces)))


@dataclass(frozen=True, slots=True)
class Ledger:
    """All certificates of an event: the newest of each registration and of each speaker, and how many are good."""

    of_people: Mapping[int, Certificate]
    of_speakers: Mapping[int, Certificate]
    good: int


def ledger(database: Database, event_id: int) -> Ledger:
    """One query, without what stands on the certificates."""
    query = select(Certificate).where(Certificate.event_id == event_id).order_by(Certificate.id)
    found = database.scalars(query.options(defer(Certificate.contents))).all()
    return Ledger(
        {one.registration_id: one for one in found if one.registration_id is not None},
        {one.speaker_id: one for one in found if one.speaker_id is not None},
        sum(one.ended_at is None for one in found),
    )


def good_certificates(database: Database, event_id: int, *, part: int) -> Sequence[Certificate]:
    """Those of a file to print, in the order of their numbers; `part` counts from 1."""
    query = select(Certificate).where(Certificate.event_id == event_id, Certificate.ended_at.is_(None))
    ordered = query.order_by(Certificate.year, Certificate.number)
    some = ordered.offset((part - 1) * IN_ONE_FILE).limit(IN_ONE_FILE)
    return database.scalars(some.options(joinedload(Certificate.replaces))).all()


def is_being_issued(database: Database, event_id: int) -> bool:
    """Whether the worker has still to issue some."""
    waiting = select(Message.id).where(
        Message.event_id == event_id,
        Message.kind == ISSUE,
        Message.state.in_([MessageState.WAITING, MessageState.SENDING]),
    )
    return database.scalar(waiting.limit(1)) is not None


def proved(database: Database, event_id: int, number: str, code: str) -> Certificate | None:
    """The certificate whose number and code somebody holds; None for any that does not exist or does not fit."""
    match = _NUMBER.fullmatch(latin_digits(number))
    if match is None:
        return None
    query = select(Certificate).where(
        Certificate.event_id == event_id, Certificate.year == int(match[1]), Certificate.number == int(match[2])
    )
    found = database.scalar(query)
    if found is None or not found.code or not same_secret(found.code, as_typed(code[:100])):
        return None
    return found


def certificate_by_id(database: Database, event_id: int, certificate_id: int) -> Certificate | None:
    query = select(Certificate).where(Certificate.event_id == event_id, Certificate.id == certificate_id)
    return database.scalar(query.options(joinedload(Certificate.replaces)))


def successor_of(database: Database, certificate: Certificate) -> Certificate | None:
    return database.scalar(select(Certificate).where(Certificate.replaces_id == certificate.id))
