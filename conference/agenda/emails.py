"""Mails of the agenda: the link of somebody's own one."""

from __future__ import annotations

from flask_babel import gettext as _

from conference.core.languages import Language
from conference.core.localization import speaking
from conference.events.header import event_header
from conference.events.models import Event
from conference.outbox.mail import Mail
from conference.outbox.rendering import render_mail


def mine_link(event: Event, *, recipient: str, language: Language, address: str) -> Mail:
    """The link that opens a personal agenda, for whoever asked for it."""
    with speaking(language):
        header = event_header(event)
    return render_mail(
        "agenda/mail/mine_link",
        recipient=recipient,
        language=language,
        subject=lambda: _("Your agenda"),
        event=header,
        address=address,
    )
