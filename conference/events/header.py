"""What every page, mail and file of an event begins and ends with, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import g
from flask_babel import gettext as _

from conference.core import formatting
from conference.core.languages import Language
from conference.core.localization import speaking
from conference.core.translated import Translated
from conference.events.models import Event, Format, Kind
from conference.outbox.mail import Invite, Mail
from conference.outbox.rendering import render_mail


@dataclass(frozen=True, slots=True)
class EventHeader:
    """An event as its pages name it: texts as Translated, labels already in the page's language."""

    slug: str
    title: Translated
    short_title: Translated
    kind_label: str
    format_label: str
    dates_label: str
    organisers_label: str
    languages_label: str
    donor_line: Translated
    disclaimer: Translated
    is_rehearsal: bool

    @property
    def name(self) -> Translated:
        """What pages inside the event call it: the short title where it has one."""
        return self.short_title or self.title


def event_header(event: Event) -> EventHeader:
    """The header of an event in the language that is being spoken."""
    language = g.language
    bodies = [body.acronym or body.name for body in event.bodies]
    names = [language_.name_in(language) for language_ in event.languages]
    return EventHeader(
        slug=event.slug,
        title=event.title,
        short_title=event.short_title,
        kind_label=kind_label(event.kind),
        format_label=format_label(event.format),
        dates_label=formatting.format_date_range(event.starts_on, event.ends_on, language, event.month_style),
        organisers_label=formatting.join_words([body.resolve(language).text for body in bodies], language),
        languages_label=_("in %(languages)s", languages=formatting.join_words(names, language)),
        donor_line=event.donor_line,
        disclaimer=event.disclaimer,
        is_rehearsal=event.is_rehearsal,
    )


def render_event_mail(
    template: str,
    event: Event,
    *,
    recipient: str,
    language: Language,
    subject: Callable[[], str],
    invite: Invite | None = None,
    **context: Any,
) -> Mail:
    """What `render_mail` makes of a template, with the event's header in the reader's language as `event`."""
    with speaking(language):
        header = event_header(event)
    return render_mail(
        template, recipient=recipient, language=language, subject=subject, invite=invite, event=header, **context
    )


def kind_label(kind: str) -> str:
    return {
        Kind.CONFERENCE: _("Conference"),
        Kind.WORKSHOP: _("Workshop"),
        Kind.WEBINAR: _("Webinar"),
        Kind.TRAINING: _("Training"),
        Kind.MEETING: _("Meeting"),
    }[Kind(kind)]


def format_label(format_: str) -> str:
    return {
        Format.ONLINE: _("Online"),
        Format.IN_PERSON: _("In person"),
        Format.HYBRID: _("In person and online"),
    }[Format(format_)]
