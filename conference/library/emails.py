"""Mails to those responsible for language versions, in their language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from conference.core import formatting
from conference.core.languages import Language
from conference.core.localization import speaking
from conference.core.text import isolated
from conference.core.translated import Translated
from conference.events.header import render_event_mail
from conference.events.models import Event
from conference.library.queries import Candidate
from conference.library.service.reminders import Matter
from conference.library.words import standing_words
from conference.outbox.mail import Mail


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of a reminder: a document, and in words its language, how it stands and until when it is due."""

    symbol: str
    title: Translated
    words: str


_REMINDERS: Mapping[Matter, tuple[LazyString, LazyString]] = {
    Matter.BY_HAND: (
        _l("Documents that we are waiting for"),
        _l("The organisers ask you for these documents:"),
    ),
    Matter.NEAR: (
        _l("Documents that are due soon"),
        _l("You are responsible for these documents, which are due soon:"),
    ),
    Matter.OVERDUE: (
        _l("Documents that are overdue"),
        _l("You are responsible for these documents, whose day is over:"),
    ),
}


def reminder(
    event: Event,
    wanted: Sequence[Candidate],
    *,
    matter: Matter,
    recipient: str,
    name: str,
    language: Language,
    address: str | None,
    send_to: str,
) -> Mail:
    """What somebody is asked for. `address` is the board, for those who may open it.

    Organisers act there; anybody else is told whom to `send_to`.
    """
    subject, intro = _REMINDERS[matter]
    with speaking(language):
        asked = [Asked(one.document.symbol, one.document.title, _words(event, one, language)) for one in wanted]
        told = str(intro)
    return render_event_mail(
        "library/mail/reminder",
        event,
        recipient=recipient,
        language=language,
        subject=lambda: str(subject),
        name=name,
        intro=told,
        asked=asked,
        address=address,
        send_to=send_to,
    )


def _words(event: Event, one: Candidate, language: Language) -> str:
    """«Arabic · In translation · Due on 5 July 2021 · Overdue»."""
    due_on = one.version.due_on
    day = formatting.format_date(due_on, language, event.month_style) if due_on else ""
    parts = [
        one.version.language.name_in(language),
        standing_words(one.stands.standing),
        _("Due on %(day)s", day=isolated(day)) if day else "",
        _("Overdue") if one.is_overdue else "",
    ]
    return " · ".join(part for part in parts if part)
