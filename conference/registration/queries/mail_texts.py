"""What an event writes in the mails about its registrations, and whose registration tries it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.registration.models import MailKind, MailText, Registration


def mail_text(session: Session, event_id: int, kind: MailKind, *, lock: bool = False) -> MailText | None:
    """The event's own words for one kind of mail, if it has any."""
    query = select(MailText).where(MailText.event_id == event_id, MailText.kind == kind)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.scalar(query)


def mail_texts(session: Session, event_id: int) -> Mapping[str, MailText]:
    """All of an event's own words, by kind."""
    return {one.kind: one for one in session.scalars(select(MailText).where(MailText.event_id == event_id))}


def latest_registrations(session: Session, event_id: int, *, limit: int) -> Sequence[Registration]:
    """The people who came in last, in alphabetical order."""
    query = select(Registration).where(Registration.event_id == event_id, Registration.erased_at.is_(None))
    found = session.scalars(query.order_by(Registration.created_at.desc(), Registration.id.desc()).limit(limit)).all()
    return sorted(found, key=lambda one: (one.sort_name, one.id))


def registration_in(session: Session, event_id: int, registration_id: int) -> Registration | None:
    """A registration of the event whose data are still there."""
    found = session.get(Registration, registration_id)
    return found if found is not None and found.event_id == event_id and found.erased_at is None else None
