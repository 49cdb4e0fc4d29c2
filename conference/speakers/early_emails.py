"""Mails to people with early access, in their language: their link, and what is new."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from conference.core.languages import Language
from conference.core.localization import speaking
from conference.events.header import event_header
from conference.events.models import Event
from conference.outbox.mail import Mail
from conference.outbox.rendering import render_mail
from conference.speakers.models.early_access import EarlyAccess
from conference.speakers.queries.early_programme import EarlyFile


def early_link(access: EarlyAccess, event: Event, *, recipient: str, address: str) -> Mail:
    """The personal link. `address` is the page that it opens."""
    language = access.language
    with speaking(language):
        header = event_header(event)
    return render_mail(
        "speakers/mail/early_link",
        recipient=recipient,
        language=language,
        subject=lambda: _("Your link to the files before publication"),
        event=header,
        access=access,
        address=address,
    )


def early_digest(
    access: EarlyAccess, event: Event, files: Sequence[EarlyFile], *, recipient: str, address: str
) -> Mail:
    """What arrived since the last mail."""
    language = access.language
    with speaking(language):
        header = event_header(event)
    return render_mail(
        "speakers/mail/early_digest",
        recipient=recipient,
        language=language,
        subject=lambda: _("New files for your sessions"),
        event=header,
        access=access,
        files=files,
        language_of=Language.of,
        zone=event.zone,
        address=address,
    )
