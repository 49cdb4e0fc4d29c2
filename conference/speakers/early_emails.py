"""Mails to people with early access, in their language: their link, and what is new."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from conference.core.languages import Language
from conference.events.header import render_event_mail
from conference.events.models import Event
from conference.outbox.mail import Mail
from conference.speakers.models.early_access import EarlyAccess
from conference.speakers.queries.early_programme import EarlyFile


def early_link(access: EarlyAccess, event: Event, *, recipient: str, address: str) -> Mail:
    """The personal link. `address` is the page that it opens."""
    language = access.language
    return render_event_mail(
        "speakers/mail/early_link",
        event,
        recipient=recipient,
        language=language,
        subject=lambda: _("Your link to the files before publication"),
        access=access,
        address=address,
    )


def early_digest(
    access: EarlyAccess, event: Event, files: Sequence[EarlyFile], *, recipient: str, address: str
) -> Mail:
    """What arrived since the last mail."""
    language = access.language
    return render_event_mail(
        "speakers/mail/early_digest",
        event,
        recipient=recipient,
        language=language,
        subject=lambda: _("New files for your sessions"),
        access=access,
        files=files,
        language_of=Language.of,
        zone=event.zone,
        address=address,
    )
