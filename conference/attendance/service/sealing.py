"""Sealing the list of a day or a session: numbered, hashed, and never changed; a correction is another edition."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.attendance.evidence.content import content_of, same_people
from conference.attendance.evidence.found import evidence_rules, last_number, latest_sealed
from conference.attendance.evidence.scopes import Scope, seen_in
from conference.attendance.evidence.seals import canonical, code_of, digest_of
from conference.attendance.models import SealedList
from conference.audit.service import record
from conference.core.clock import now
from conference.events.service import lock as lock_event
from conference.outbox.service import enqueue

FILES = "attendance.sealed_files"


class NobodyToList(Exception):
    """Nobody is known to have been there: such a list proves nothing."""


class NothingNew(Exception):
    """The newest edition, with this number, says the same already."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def seal(database: Database, scope: Scope, *, by: Account) -> SealedList:
    """Seal who is known to have been there now; another edition where the day or session has one already.

    The event's lock gives numbers without a gap. The list's files are made after the commit, by the outbox. Raises
    NobodyToList and NothingNew.
    """
    by_id, event = by.id, lock_event(database, scope.event.id)
    seen = seen_in(database, scope, event.source)
    if not seen:
        raise NobodyToList(scope.name)
    before = latest_sealed(database, event.id, scope.day, scope.session.id if scope.session else None)
    number, moment = last_number(database, event.id) + 1, now().replace(microsecond=0)
    content = content_of(
        scope,
        seen,
        evidence_rules(database, event.id).columns,
        number=number,
        edition=before.edition + 1 if before else 1,
        replaces=before.number if before else None,
        sealed_at=moment,
    )
    if before is not None and before.data and same_people(json.loads(before.data), content):
        raise NothingNew(before.number)
    made = _list(scope, content, moment, before)
    made.sealed_by = by_id
    database.add(made)
    database.flush()
    told = {
        "number": number,
        "edition": made.edition,
        "day": scope.day,
        "session": made.session_code,
        "people": len(seen),
    }
    record(database, "seal list", made, by=by_id, event_id=event.id, before={}, after=told)
    enqueue(database, FILES, {"list": made.id}, recipient="", event_id=event.id)
    return made


def _list(scope: Scope, content: dict[str, Any], moment: datetime, before: SealedList | None) -> SealedList:
    data = canonical(content)
    sha256 = digest_of(data)
    return SealedList(
        event_id=scope.event.id,
        number=content["number"],
        edition=content["edition"],
        replaces_id=before.id if before else None,
        day=scope.day,
        session_id=scope.session.id if scope.session else None,
        session_code=scope.session.code if scope.session else "",
        people=len(content["people"]),
        data=data,
        sha256=sha256,
        code=code_of(scope.event.id, content["number"], sha256),
        sealed_at=moment,
    )
