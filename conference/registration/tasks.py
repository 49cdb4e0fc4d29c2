"""What the outbox's worker does for registrations: mails rendered from what is true at their first delivery."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from flask_babel import gettext as _

from conference.agenda.queries import newest_number
from conference.core.clock import now
from conference.core.database import db
from conference.core.languages import Language
from conference.core.localization import absolute_url, speaking
from conference.events.models import Event
from conference.outbox.mail import Invite, Mail
from conference.registration.delegation_mails import invited, nominated, nomination_withdrawn, own_page
from conference.registration.emails import erased, letter
from conference.registration.mail_samples import sample_occasion
from conference.registration.mail_values import Occasion, Reader
from conference.registration.mail_words import words_for
from conference.registration.models import MailKind, Registration, RegistrationInvitation, RegistrationState
from conference.registration.ports import entry_codes, letter_entries
from conference.registration.queries import TRIED_OUT, about_in, about_name, mail_text
from conference.registration.service import awaits_answer, invitation_token, token_of

_WITH_ENTRY_CODE = frozenset({MailKind.CONFIRMED, MailKind.REMINDER, MailKind.LINK})
_WITH_CALENDAR = frozenset({MailKind.CONFIRMED, MailKind.REMINDER})


def write_letter(kind: MailKind, payload: Mapping[str, Any]) -> Mail | None:
    """The mail of a kind to one person, or None if there is nothing to say any more."""
    registration = db.session.get(Registration, payload["registration"])
    if registration is None or registration.erased_at is not None:
        return None
    # The link is that of now: it never goes to an address that was theirs before.
    if payload.get("email", registration.email) != registration.email:
        return None
    event, state = registration.event, payload["state"]
    # What an organiser added is in the language that the person had then.
    language = Language.of(payload.get("language") or registration.language_code)
    until = datetime.fromisoformat(payload["until"]) if payload.get("until") else None
    if not _still_holds(kind, registration, until):
        return None
    occasion = Occasion(
        reader=Reader.of(registration, language),
        event=event,
        language=language,
        state=state,
        address=own_page("registration.show", event, language, token_of(registration)),
        message=payload.get("message", ""),
        until=until,
    )
    code = _entry_code(registration) if kind in _WITH_ENTRY_CODE and state == RegistrationState.CONFIRMED else None
    return _written(kind, occasion, invite=_invite(payload, occasion), entry_code=code)


def write_invitation(payload: Mapping[str, Any]) -> Mail | None:
    """The link of now, and only to the address of now; None once the invitation was withdrawn."""
    invitation = db.session.get(RegistrationInvitation, payload["invitation"])
    if invitation is None or invitation.withdrawn_at is not None or invitation.email != payload["email"]:
        return None
    event, language = invitation.event, Language.of(invitation.language_code)
    occasion = Occasion(
        reader=Reader(invitation.email, category=invitation.category),
        event=event,
        language=language,
        address=own_page("registration.invited", event, language, invitation_token(invitation)),
    )
    return _written(MailKind.INVITATION, occasion)


def write_about_delegation(
    kind: MailKind, about: Callable[[Mapping[str, Any]], Occasion | None], payload: Mapping[str, Any]
) -> Mail | None:
    """A mail to a focal point or to somebody nominated, or None if there is nothing to say any more."""
    occasion = about(payload)
    return _written(kind, occasion) if occasion else None


def write_test(payload: Mapping[str, Any]) -> Mail | None:
    """A mail that one of the team tries out on themselves: about somebody, or a made-up person, with a made-up link."""
    event = db.session.get(Event, payload["event"])
    if event is None:
        return None
    kind, language = MailKind(payload["kind"]), Language.of(payload["language"])
    number = payload.get(about_name(kind))
    about = about_in(db.session(), event.id, kind, number) if number else None
    mail = _written(kind, sample_occasion(event, kind, language, about), recipient=payload["email"])
    with speaking(language):
        return replace(mail, subject=_("Test: %(subject)s", subject=mail.subject))


def _written(
    kind: MailKind,
    occasion: Occasion,
    *,
    invite: Invite | None = None,
    entry_code: str | None = None,
    recipient: str | None = None,
) -> Mail:
    """What the words of the occasion's event for a kind of mail make of it."""
    words = words_for(kind, mail_text(db.session(), occasion.event.id, kind), occasion.language)
    url = _calendar_url(kind, occasion)
    return letter(
        words,
        occasion,
        kind=kind,
        invite=invite,
        calendar_url=url,
        entry_code=entry_code,
        recipient=recipient,
    )


def _entry_code(registration: Registration) -> str | None:
    """The code that lets a person in at the moment at which the letter is written."""
    return next((code for one in entry_codes.all() if (code := one.code_of(db.session(), registration))), None)


def _still_holds(kind: MailKind, registration: Registration, until: datetime | None) -> bool:
    """Whether the mail would still be true: one that asks or reminds may have waited too long."""
    if until is not None and until <= now():
        return False
    if kind == MailKind.PROMOTED:
        return registration.offer_ends_at == until
    if kind == MailKind.FINISH:
        return awaits_answer(registration)
    return kind != MailKind.REMINDER or registration.state == RegistrationState.CONFIRMED


def _invite(payload: Mapping[str, Any], occasion: Occasion) -> Invite | None:
    """What was claimed for the person's calendar when the mail was enqueued."""
    claimed, reader, language = payload.get("entry"), occasion.reader, occasion.language
    if not claimed:
        return None
    found = (
        entries.invite(claimed, email=reader.email, name=reader.name, language=language)
        for entries in letter_entries.all()
    )
    return next(found, None)


def _calendar_url(kind: MailKind, occasion: Occasion) -> str | None:
    """Where the agenda is as a calendar, once one is published: a copy in the mail would never correct itself."""
    event, language = occasion.event, occasion.language
    if kind not in _WITH_CALENDAR or not newest_number(db.session(), event.id):
        return None
    spoken = language if language in event.languages else event.source
    return absolute_url("feeds.event", event=event.slug, language=spoken)


def write_farewell(payload: Mapping[str, Any]) -> Mail | None:
    """The last message to somebody of whom nothing is left."""
    event = db.session.get(Event, payload["event"])
    if event is None:
        return None
    language = Language.of(payload["language"])
    return erased(event, recipient=payload["to"], name=payload["name"], language=language)


HANDLERS: dict[str, Callable[[Mapping[str, Any]], Mail | None]] = {
    **{f"registration.{kind}": partial(write_letter, kind) for kind in MailKind},
    f"registration.{MailKind.INVITATION}": write_invitation,
    **{
        f"registration.{kind}": partial(write_about_delegation, kind, about)
        for kind, about in {
            MailKind.DELEGATION_INVITED: invited,
            MailKind.NOMINATED: nominated,
            MailKind.NOMINATION_WITHDRAWN: nomination_withdrawn,
        }.items()
    },
    TRIED_OUT: write_test,
    "registration.erased": write_farewell,
}
