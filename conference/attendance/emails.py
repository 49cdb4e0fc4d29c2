"""Mails about badges and certificates: data in, a message in its reader's language out."""

from __future__ import annotations

from flask_babel import gettext as _

from conference.events.header import render_event_mail
from conference.events.models import Event
from conference.outbox.mail import Mail
from conference.outbox.pictures import qr_picture
from conference.registration.mail_values import Reader
from conference.registration.models import Registration


def badge_replaced(event: Event, registration: Registration, code: str, *, address: str) -> Mail:
    """The new code of somebody whose badge was revoked; `address` is their own page."""
    language = registration.language
    return render_event_mail(
        "attendance/mail/badge",
        event,
        recipient=registration.email,
        language=language,
        subject=lambda: _("Your new code for the entrance"),
        pictures=[qr_picture(code)],
        name=Reader.of(registration, language).name,
        code=code,
        address=address,
    )
