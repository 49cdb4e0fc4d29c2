"""What an event writes in the mails about its registrations."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.registration.models import MailKind, MailText


def mail_text(session: Session, event_id: int, kind: MailKind, *, lock: bool = False) -> MailText | None:
    """The event's own words for one kind of mail, if it has any."""
    query = select(MailText).where(MailText.event_id == event_id, MailText.kind == kind)
    return session.scalar(query.with_for_update() if lock else query)


def mail_texts(session: Session, event_id: int) -> Mapping[str, MailText]:
    """All of an event's own words, by kind."""
    return {one.kind: one for one in session.scalars(select(MailText).where(MailText.event_id == event_id))}
