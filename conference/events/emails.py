"""The mail that tells somebody what they may now do at an event."""

from __future__ import annotations

from flask_babel import gettext as _

from conference.core.languages import Language
from conference.core.localization import speaking
from conference.events.header import render_event_mail
from conference.events.models import Event
from conference.events.words import role_powers, role_words
from conference.outbox.mail import Mail


def role_given(event: Event, *, email: str, role: str, by: str, language: Language, address: str) -> Mail:
    """`by` names who gave the role; `address` leads through the sign-in to the event's desk."""
    with speaking(language):
        words, powers = role_words(role), role_powers(role)
    return render_event_mail(
        "events/mail/role_given",
        event,
        recipient=email,
        language=language,
        subject=lambda: _("You are part of an event’s team"),
        role=words,
        powers=powers,
        by=by,
        address=address,
    )
