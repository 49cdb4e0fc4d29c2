"""Mails about texts."""

from __future__ import annotations

from flask_babel import gettext as _

from conference.accounts.models import Account
from conference.core.languages import Language
from conference.events.header import render_event_mail
from conference.events.models import Event
from conference.outbox.mail import Mail


def remark(
    event: Event, reader: Account, *, language: Language, words: str, name: str, where: str, address: str
) -> Mail:
    """Somebody's remark about a text, for an organiser; `where` is where readers meet the text."""
    return render_event_mail(
        "translation/mail/remark",
        event,
        recipient=reader.email,
        language=language,
        subject=lambda: _("A remark about a text"),
        words=words,
        name=name,
        where=where,
        address=address,
    )
