"""Mails about badges and certificates: data in, a message in its reader's language out."""

from __future__ import annotations

from flask_babel import gettext as _

from conference.attendance.certificate_sheets import certificate_name, certificates_file
from conference.attendance.models import Certificate
from conference.core.languages import Language
from conference.events.header import render_event_mail
from conference.events.models import Event
from conference.outbox.mail import Attachment, Mail
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


def certificate_ready(certificate: Certificate, *, recipient: str, language: Language, check_url: str) -> Mail:
    """A certificate, attached, for whoever it was issued to; `check_url` is where others see that it is good."""
    event = certificate.event
    file = Attachment(
        certificate_name(certificate), "application/pdf", certificates_file(event, [certificate], spoken=language)
    )
    return render_event_mail(
        "attendance/mail/certificate",
        event,
        recipient=recipient,
        language=language,
        subject=lambda: _("Your certificate"),
        attachments=[file],
        name=certificate.name,
        number=certificate.shown_number,
        before=certificate.replaces.shown_number if certificate.replaces else "",
        check_url=check_url,
    )
