"""Badges as a PDF to print: on A6, on A4 to be folded, or as labels for badges that one has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from conference.agenda.published import PublishedAgenda, PublishedSession
from conference.attendance.badge_codes import badge_code
from conference.attendance.models import Badge
from conference.core import formatting
from conference.core.clock import now
from conference.core.honorifics import title_words
from conference.core.languages import Language
from conference.core.localization import absolute_url, speaking
from conference.core.pdf import render
from conference.core.qr import qr_svg
from conference.core.rendering import months_of, plain
from conference.events.models import Event
from conference.registration.models import Registration
from conference.registration.participants import names_in
from conference.registration.words import category_words

TEMPLATE = Path(__file__).with_name("badges.typ")
Data = dict[str, Any]


class Layout(StrEnum):
    """The paper: a sheet of A6 each, A4 folded to A6, or the usual sheets of labels."""

    A6 = "a6"
    FOLDED = "folded"
    LABELS_8 = "labels-8"
    LABELS_24 = "labels-24"


@dataclass(frozen=True, slots=True)
class Labels:
    """A sheet of labels on A4; lengths in millimetres."""

    columns: int
    rows: int
    width: float
    height: float
    gutter: float


LABELS: Mapping[Layout, Labels] = {
    # Such as Avery L7165 and L7159, and what other makers cut to the same measures.
    Layout.LABELS_8: Labels(2, 4, 99.1, 67.7, 2.5),
    Layout.LABELS_24: Labels(3, 8, 63.5, 33.9, 2.5),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetChoice:
    """How badges are printed. Without a language each is in its person's own; `day` of the agenda goes into A4 folded.

    `day` None prints all days.
    """

    layout: Layout
    language: Language | None
    day: date | None = None


def badge_sheets(
    event: Event,
    people: Sequence[tuple[Registration, Badge]],
    choice: SheetChoice,
    *,
    agenda: PublishedAgenda | None,
    spoken: Language,
) -> bytes:
    """The sheets for people, in their order; `spoken` is the language of whoever prints them."""
    languages = {_language(event, one, choice) for one, _badge in people}
    with speaking(spoken), months_of(event.month_style):
        title = _("Badges: %(event)s", event=event.title.resolve(spoken).text)
    said = {language.code: _said(event, agenda, choice, language) for language in languages}
    labels = LABELS.get(choice.layout)
    data: Data = {
        "title": title,
        "language": spoken.code,
        "layout": choice.layout.value,
        "labels": {name: getattr(labels, name) for name in Labels.__slots__} if labels else None,
        "said": said,
        "badges": [_badge_data(one, badge, _language(event, one, choice)) for one, badge in people],
    }
    return render(TEMPLATE, data, created=now())


def _language(event: Event, registration: Registration, choice: SheetChoice) -> Language:
    wanted = choice.language or registration.language
    return wanted if wanted in event.languages else event.source


def _badge_data(registration: Registration, badge: Badge, language: Language) -> Data:
    code = badge_code(registration, badge)
    with speaking(language):
        first, second = names_in(registration, language)
        return {
            "language": language.code,
            "honorific": title_words(registration.title) if registration.title else "",
            "name": first,
            "other": second,
            "organisation": registration.organisation,
            "country": formatting.country_name(registration.country, language),
            "category": category_words(registration.category),
            "code": code,
            "qr": str(qr_svg(code)),
            "qr_words": _("The code of this badge: %(code)s", code=code),
        }


def _said(event: Event, agenda: PublishedAgenda | None, choice: SheetChoice, language: Language) -> Data:
    """What all badges of a language say."""
    with speaking(language), months_of(event.month_style):
        dates = formatting.format_date_range(event.starts_on, event.ends_on, language, event.month_style)
        return {
            "direction": language.direction,
            "event": event.title.resolve(language).text,
            "short": (event.short_title or event.title).resolve(language).text,
            "dates": dates,
            "venue": event.venue.resolve(language).text,
            "donor": event.donor_line.resolve(language).text,
            "days": _days(event, agenda, choice.day, language) if choice.layout == Layout.FOLDED else [],
            "agenda": _("Agenda"),
            "more": _("The rest stands on the event’s page."),
            "none": _("The agenda stands on the event’s page."),
            "page": absolute_url("pages.home", event=event.slug, language=language),
            "practical": _("Practical information"),
            "contacts": [{"label": plain(one.label), "email": one.email} for one in event.contacts if not one.country],
            "show": _("Please show the code on the front at the entrance of each session."),
            "found": _("Found? Please hand this badge in at the desk. A lost badge is blocked and replaced there."),
        }


def _days(event: Event, agenda: PublishedAgenda | None, day: date | None, language: Language) -> list[Data]:
    if agenda is None:
        return []
    days = [one for one in agenda.days(agenda.zone) if day is None or one == day]
    return [
        {
            "heading": formatting.format_date(one, language, event.month_style, "EEEE d MMMM"),
            "sessions": [
                _session(agenda, session, language)
                for session in agenda.on(one, agenda.zone)
                if not session.is_cancelled
            ],
        }
        for one in days
    ]


def _session(agenda: PublishedAgenda, session: PublishedSession, language: Language) -> Data:
    title = session.title.resolve(language)
    hours = (formatting.format_hour(one, agenda.zone) for one in (session.starts_at, session.ends_at))
    return {
        "hours": "–".join(hours),
        "title": title.text,
        "language": title.language.code,
        "direction": title.language.direction,
        "room": session.room.name.resolve(language).text if session.room else "",
        "is_break": session.is_break,
    }
