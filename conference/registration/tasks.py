"""What the outbox's worker does for registrations: mails rendered from what is true at their first delivery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conference.agenda.ics import event_calendar
from conference.agenda.queries import latest_version
from conference.core.database import db
from conference.core.languages import Language
from conference.core.localization import absolute_url
from conference.events.models import Event
from conference.outbox.mail import Attachment, Mail
from conference.registration import emails
from conference.registration.models import MailKind, Registration, RegistrationState
from conference.registration.service import token_of


def _registration(payload: Mapping[str, Any]) -> Registration | None:
    return db.session.get(Registration, payload["registration"])


def _address(registration: Registration) -> str:
    return absolute_url(
        "registration.show",
        token=token_of(registration),
        event=registration.event.slug,
        language=registration.language,
    )


def _calendar(registration: Registration, state: str) -> Sequence[Attachment]:
    """The event's calendar for a confirmed person, once an agenda is published."""
    event = registration.event
    version = latest_version(db.session(), event.id, with_calendar=True)
    if state != RegistrationState.CONFIRMED or version is None:
        return ()
    body = event_calendar(version, event, registration.language)
    return [Attachment(f"{event.slug}.ics", "text/calendar", body, (("method", "PUBLISH"), ("charset", "utf-8")))]


def received(payload: Mapping[str, Any]) -> Mail | None:
    registration = _registration(payload)
    if registration is None:
        return None
    state = payload["state"]
    return emails.received(
        registration, state=state, address=_address(registration), attachments=_calendar(registration, state)
    )


def decided(payload: Mapping[str, Any]) -> Mail | None:
    registration = _registration(payload)
    if registration is None:
        return None
    state = payload["state"]
    return emails.decided(
        registration, state=state, address=_address(registration), attachments=_calendar(registration, state)
    )


def link(payload: Mapping[str, Any]) -> Mail | None:
    registration = _registration(payload)
    if registration is None:
        return None
    return emails.link(registration, state=registration.state, address=_address(registration))


def cancelled(payload: Mapping[str, Any]) -> Mail | None:
    registration = _registration(payload)
    if registration is None:
        return None
    return emails.cancelled(registration, state=payload["state"], address=_address(registration))


def erased(payload: Mapping[str, Any]) -> Mail | None:
    event = db.session.get(Event, payload["event"])
    if event is None:
        return None
    language = Language.of(payload["language"])
    return emails.erased(event, recipient=payload["to"], name=payload["name"], language=language)


HANDLERS = {f"registration.{kind}": decided for kind in MailKind} | {
    "registration.received": received,
    "registration.confirmed": received,
    "registration.waitlisted": received,
    "registration.link": link,
    "registration.cancelled": cancelled,
    "registration.erased": erased,
}
