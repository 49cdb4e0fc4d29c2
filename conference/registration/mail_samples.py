"""A mail before anybody gets it: about somebody real or made up, and always with a made-up link."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from flask_babel import gettext as _

from conference.core.clock import now
from conference.core.database import db
from conference.core.honorifics import Title, title_words
from conference.core.languages import Language
from conference.core.localization import absolute_url, speaking
from conference.events.models import Event
from conference.registration.delegation_mails import note_of
from conference.registration.mail_values import Occasion, Reader
from conference.registration.models import Category, Delegation, MailKind, Registration, RegistrationState
from conference.registration.placeholders import OFFERED, Placeholder
from conference.registration.queries import About
from conference.registration.service import ILO_RULE

EXAMPLE = "example"
_STATES = {
    MailKind.RECEIVED: RegistrationState.PENDING,
    MailKind.WAITLISTED: RegistrationState.WAITLISTED,
    MailKind.PROMOTED: RegistrationState.WAITLISTED,
    MailKind.DECLINED: RegistrationState.DECLINED,
    MailKind.CORRECTION: RegistrationState.PENDING,
    MailKind.FINISH: RegistrationState.PENDING,
    MailKind.CANCELLED: RegistrationState.CANCELLED,
    MailKind.NOMINATION_WITHDRAWN: RegistrationState.CANCELLED,
}


def sample_occasion(event: Event, kind: MailKind, language: Language, about: About | None) -> Occasion:
    """What a mail would be about, in the state that its kind tells of.

    The link is made up also for a real person: the true one opens their own page.
    """
    offered, delegation = OFFERED[kind], _delegation(kind, about)
    with speaking(language):
        return Occasion(
            reader=_reader(kind, about, delegation, language),
            event=event,
            language=language,
            state=_STATES.get(kind, RegistrationState.CONFIRMED) if Placeholder.STATE in offered else "",
            address=_address(event, kind, language),
            message=_message(kind, about, delegation, language),
            until=_until(kind, delegation),
            focal_point=(delegation.focal_name if delegation else _("Karim Mansour"))
            if Placeholder.FOCAL_POINT in offered
            else "",
            quotas=delegation.quotas if delegation else ILO_RULE,
        )


def _delegation(kind: MailKind, about: About | None) -> Delegation | None:
    """The delegation that a mail about one is tried out on."""
    if isinstance(about, Registration) and Placeholder.FOCAL_POINT in OFFERED[kind] and about.delegation_id is not None:
        return db.session.get(Delegation, about.delegation_id)
    return about if isinstance(about, Delegation) else None


def _reader(kind: MailKind, about: About | None, delegation: Delegation | None, language: Language) -> Reader:
    """Who would read it, as far as the kind's words may ask."""
    if about is None:
        reader = _made_up()
    elif isinstance(about, Delegation):
        reader = Reader.of_focal_point(about)
    elif delegation is not None:
        reader = Reader.of_nominee(about, delegation, language)
    else:
        reader = Reader.of(about, language)
    facts = {
        "name": Placeholder.NAME,
        "code": Placeholder.CODE,
        "category": Placeholder.CATEGORY,
        "organisation": Placeholder.ORGANISATION,
    }
    return replace(reader, **{name: "" for name, asked in facts.items() if asked not in OFFERED[kind]})


def _made_up() -> Reader:
    """In the language that is being spoken."""
    name = _("Amina Haddad")
    return Reader(
        email="amina.haddad@example.org",
        name=f"{title_words(Title.MS)} {name}",
        code="K7MPQ2XW",
        category=Category.GOVERNMENT,
        organisation=_("Ministry of Labour"),
    )


def _message(kind: MailKind, about: About | None, delegation: Delegation | None, language: Language) -> str:
    if isinstance(about, Registration) and delegation is not None:
        return note_of(about, delegation, language)
    if Placeholder.MESSAGE not in OFFERED[kind]:
        return ""
    return _("This is where the message stands that you add when you write to the person.")


def _until(kind: MailKind, delegation: Delegation | None) -> datetime | None:
    if delegation is not None:
        return delegation.closes_at if Placeholder.UNTIL in OFFERED[kind] else None
    return now() + timedelta(days=2) if Placeholder.UNTIL in OFFERED[kind] else None


def _address(event: Event, kind: MailKind, language: Language) -> str:
    spoken = language if language in event.languages else event.source
    if kind == MailKind.INVITATION:
        return absolute_url("registration.register", event=event.slug, language=spoken) + f"/invited/{EXAMPLE}"
    if kind == MailKind.DELEGATION_INVITED:
        return absolute_url("registration.delegation_page", token=EXAMPLE, event=event.slug, language=spoken)
    return absolute_url("registration.resend", event=event.slug, language=spoken) + f"/{EXAMPLE}"
