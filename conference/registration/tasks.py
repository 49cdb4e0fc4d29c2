"""What the outbox's worker does for registrations: mails rendered from what is true at their first delivery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from conference.agenda.ics import event_calendar
from conference.agenda.queries import latest_version
from conference.core.clock import now
from conference.core.database import db
from conference.core.languages import Language
from conference.core.localization import absolute_url
from conference.outbox.mail import Attachment, Mail
from conference.registration import emails
from conference.registration.mail_words import words_for
from conference.registration.models import MailKind, Registration, RegistrationState
from conference.registration.queries import mail_text
from conference.registration.service import token_of

_WITH_CALENDAR = frozenset({MailKind.CONFIRMED, MailKind.REMINDER})


def write_letter(kind: MailKind, payload: Mapping[str, Any]) -> Mail | None:
    """The mail of a kind to one person, or None if there is nothing to say any more."""
    registration = db.session.get(Registration, payload["registration"])
    if registration is None or registration.erased_at is not None:
        return None
    event, state = registration.event, payload["state"]
    # What an organiser added is in the language that the person had then.
    language = Language.of(payload.get("language") or registration.language_code)
    until = datetime.fromisoformat(payload["until"]) if payload.get("until") else None
    if not _still_holds(kind, registration, until):
        return None
    occasion = emails.Occasion(
        registration=registration,
        event=event,
        language=language,
        state=state,
        address=_address(registration, language),
        message=payload.get("message", ""),
        until=until,
    )
    words = words_for(kind, mail_text(db.session(), event.id, kind), language)
    return emails.letter(words, occasion, attachments=_calendar(kind, registration, state, language))


def _still_holds(kind: MailKind, registration: Registration, until: datetime | None) -> bool:
    """Whether the mail would still be true: one that asks or reminds may have waited too long."""
    if until is not None and until <= now():
        return False
    return kind != MailKind.REMINDER or registration.state == RegistrationState.CONFIRMED


def _address(registration: Registration, language: Language) -> str:
    """The person's own page. An event that gave a language up has no pages in it."""
    event = registration.event
    return absolute_url(
        "registration.show",
        token=token_of(registration),
        event=event.slug,
        language=language if language in event.languages else event.source,
    )


def _calendar(kind: MailKind, registration: Registration, state: str, language: Language) -> Sequence[Attachment]:
    """The event's calendar for a confirmed person, once an agenda is published."""
    if kind not in _WITH_CALENDAR or state != RegistrationState.CONFIRMED:
        return ()
    event = registration.event
    version = latest_version(db.session(), event.id, with_calendar=True)
    if version is None:
        return ()
    body = event_calendar(version, event, language)
    return [Attachment(f"{event.slug}.ics", "text/calendar", body, (("method", "PUBLISH"), ("charset", "utf-8")))]


HANDLERS = {f"registration.{kind}": partial(write_letter, kind) for kind in MailKind}
