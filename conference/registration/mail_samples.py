"""A mail before anybody gets it: about a real registration or a made-up person, and always with a made-up link."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _

from conference.core.clock import now
from conference.core.honorifics import Title, title_words
from conference.core.languages import Language
from conference.core.localization import absolute_url, speaking
from conference.events.models import Event
from conference.registration.mail_values import Occasion, Reader
from conference.registration.models import Category, MailKind, Registration, RegistrationState
from conference.registration.placeholders import OFFERED, Placeholder

_STATES = {
    MailKind.RECEIVED: RegistrationState.PENDING,
    MailKind.WAITLISTED: RegistrationState.WAITLISTED,
    MailKind.PROMOTED: RegistrationState.WAITLISTED,
    MailKind.DECLINED: RegistrationState.DECLINED,
    MailKind.CORRECTION: RegistrationState.PENDING,
    MailKind.FINISH: RegistrationState.PENDING,
    MailKind.CANCELLED: RegistrationState.CANCELLED,
}


def sample_occasion(event: Event, kind: MailKind, language: Language, registration: Registration | None) -> Occasion:
    """What a mail would be about, in the state that its kind tells of.

    The link is made up also for a real person: the true one opens their own page.
    """
    with speaking(language):
        reader = Reader.of(registration, language) if registration is not None else _made_up()
        message = _("This is where the message stands that you add when you write to the person.")
    if kind == MailKind.INVITATION:
        reader = Reader(reader.email, category=reader.category, country=reader.country)
    return Occasion(
        reader=reader,
        event=event,
        language=language,
        state="" if kind == MailKind.INVITATION else _STATES.get(kind, RegistrationState.CONFIRMED),
        address=_address(event, kind, language),
        message=message if Placeholder.MESSAGE in OFFERED[kind] else "",
        until=now() + timedelta(days=2) if Placeholder.UNTIL in OFFERED[kind] else None,
    )


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


def _address(event: Event, kind: MailKind, language: Language) -> str:
    spoken = language if language in event.languages else event.source
    if kind == MailKind.INVITATION:
        return absolute_url("registration.register", event=event.slug, language=spoken) + "/invited/example"
    return absolute_url("registration.resend", event=event.slug, language=spoken) + "/example"
