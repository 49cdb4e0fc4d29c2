"""Mails about a registration, in its owner's language."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask_babel import gettext as _

from conference.core.languages import Language
from conference.core.localization import speaking
from conference.events.header import event_header
from conference.events.models import Event
from conference.outbox.mail import Attachment, Mail
from conference.outbox.rendering import render_mail
from conference.registration.models import Registration
from conference.registration.words import state_words


def about(
    registration: Registration,
    *,
    template: str,
    subject: Callable[[], str],
    state: str,
    address: str,
    attachments: Sequence[Attachment] = (),
) -> Mail:
    """A mail from one of the feature's templates. `address` is the person's own link."""
    with speaking(registration.language):
        header = event_header(registration.event)
        words = state_words(state)
    return render_mail(
        f"registration/mail/{template}",
        recipient=registration.email,
        language=registration.language,
        subject=subject,
        attachments=attachments,
        event=header,
        registration=registration,
        state=state,
        state_words=words,
        address=address,
    )


def received(registration: Registration, *, state: str, address: str, attachments: Sequence[Attachment]) -> Mail:
    """The confirmation of a registration, or that it waits for a place, with the calendar file once confirmed."""
    return about(
        registration,
        template="received",
        subject=lambda: _("Your registration"),
        state=state,
        address=address,
        attachments=attachments,
    )


def link(registration: Registration, *, state: str, address: str) -> Mail:
    return about(
        registration, template="link", subject=lambda: _("The link to your registration"), state=state, address=address
    )


def cancelled(registration: Registration, *, state: str, address: str) -> Mail:
    return about(
        registration,
        template="cancelled",
        subject=lambda: _("Your registration is cancelled"),
        state=state,
        address=address,
    )


def decided(registration: Registration, *, state: str, address: str, attachments: Sequence[Attachment]) -> Mail:
    return about(
        registration,
        template="decided",
        subject=lambda: _("Your registration: %(state)s", state=state_words(state)),
        state=state,
        address=address,
        attachments=attachments,
    )


def erased(event: Event, *, recipient: str, name: str, language: Language) -> Mail:
    """The last message to somebody of whom nothing is left: it is made of what it carries itself."""
    with speaking(language):
        header = event_header(event)
    return render_mail(
        "registration/mail/erased",
        recipient=recipient,
        language=language,
        subject=lambda: _("Your data are erased"),
        event=header,
        name=name,
    )
