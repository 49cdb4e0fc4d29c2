"""What an event writes in the mails about its registrations, and on whom it can be tried out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from conference.core.languages import ENGLISH
from conference.core.sorting import sort_key
from conference.registration.models import Delegation, MailKind, MailText, Registration
from conference.registration.queries.delegations import delegation_by_id

About: TypeAlias = Registration | Delegation
OF_NOMINEES = frozenset({MailKind.NOMINATED, MailKind.NOMINATION_WITHDRAWN})


def mail_text(session: Session, event_id: int, kind: MailKind, *, lock: bool = False) -> MailText | None:
    """The event's own words for one kind of mail, if it has any."""
    query = select(MailText).where(MailText.event_id == event_id, MailText.kind == kind)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.scalar(query)


def mail_texts(session: Session, event_id: int) -> Mapping[str, MailText]:
    """All of an event's own words, by kind."""
    return {one.kind: one for one in session.scalars(select(MailText).where(MailText.event_id == event_id))}


def about_name(kind: MailKind) -> str:
    """Under which name the id of what a kind of mail is tried out on travels."""
    return "delegation" if kind == MailKind.DELEGATION_INVITED else "registration"


def about_in(session: Session, event_id: int, kind: MailKind, number: int) -> About | None:
    """What a kind of mail can be tried out on: a delegation, somebody whom one named, or any registration, by id."""
    if kind == MailKind.DELEGATION_INVITED:
        delegation = delegation_by_id(session, event_id, number)
        return delegation if delegation is not None and delegation.focal_email_key else None
    registration = registration_in(session, event_id, number)
    if registration is not None and kind in OF_NOMINEES and registration.delegation_id is None:
        return None
    return registration


def latest_about(session: Session, event_id: int, kind: MailKind, *, limit: int) -> Sequence[About]:
    """The delegations or people who came in last, in alphabetical order."""
    if kind == MailKind.DELEGATION_INVITED:
        query = select(Delegation).where(Delegation.event_id == event_id, Delegation.focal_email_key != "")
        query = query.options(joinedload(Delegation.organisation)).order_by(Delegation.id.desc()).limit(limit)
        return sorted(session.scalars(query), key=lambda one: (sort_key(one.focal_name, ENGLISH), one.id))
    people = select(Registration).where(Registration.event_id == event_id, Registration.erased_at.is_(None))
    if kind in OF_NOMINEES:
        people = people.where(Registration.delegation_id.is_not(None))
    found = session.scalars(people.order_by(Registration.created_at.desc(), Registration.id.desc()).limit(limit)).all()
    return sorted(found, key=lambda one: (one.sort_name, one.id))


def registration_in(session: Session, event_id: int, registration_id: int) -> Registration | None:
    """A registration of the event whose data are still there."""
    found = session.get(Registration, registration_id)
    return found if found is not None and found.event_id == event_id and found.erased_at is None else None
