"""Mails that bring one entry of a calendar, where no other mail does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from markupsafe import Markup, escape

from conference.agenda.emails import in_plain_text
from conference.agenda.published import PublishedSession
from conference.core import formatting
from conference.core.languages import Language
from conference.core.localization import absolute_url, speaking
from conference.core.rendering import months_of
from conference.core.translated import Translated
from conference.events.header import render_event_mail
from conference.events.models import Event
from conference.feeds.claims import EventFacts, Reason
from conference.feeds.itip import place_of
from conference.outbox.mail import Invite, Mail


@dataclass(frozen=True, slots=True)
class Told:
    """What a mail tells of an entry: its title, when and where in its reader's words, its page.

    In `when` days and hours keep their own direction; `has_hours` is whether there are any.
    """

    title: Translated
    when: Markup
    has_hours: bool
    where: str
    url: str


def told_of_session(event: Event, session: PublishedSession, venue: Translated, language: Language) -> Told:
    places = [place for place in (session.room.name if session.room else None, venue) if place]
    return Told(
        title=session.title,
        when=_hours(session.starts_at, session.ends_at, event, language),
        has_hours=True,
        where=formatting.listed((place.resolve(language).text for place in places), language),
        url=absolute_url("agenda.session", event=event.slug, code=session.code, language=_spoken(event, language)),
    )


def told_of_event(event: Event, facts: EventFacts, language: Language) -> Told:
    with speaking(language):
        where, _language = place_of(event, language)
        if facts.hours is not None:
            when = _hours(*facts.hours, event, language)
        else:
            first, after = facts.days
            last = after - timedelta(days=1)
            when = escape(formatting.format_date_range(first, last, language, event.month_style))
    url = absolute_url("pages.home", event=event.slug, language=_spoken(event, language))
    return Told(title=event.title, when=when, has_hours=facts.hours is not None, where=where, url=url)


def entry(
    event: Event,
    told: Told,
    *,
    reason: Reason,
    is_session: bool,
    recipient: str,
    name: str,
    language: Language,
    invite: Invite,
) -> Mail:
    """The entry with a sentence that says why it comes."""
    with months_of(event.month_style):
        return render_event_mail(
            "feeds/mail/entry",
            event,
            recipient=recipient,
            language=language,
            subject=_subject(reason, told.title.resolve(language).text),
            invite=invite,
            zone=event.zone,
            name=name,
            reason=reason,
            told=told,
            is_session=is_session,
            zone_city=lambda zone: formatting.zone_city(zone, language),
            in_plain_text=in_plain_text,
        )


def _subject(reason: Reason, title: str) -> Callable[[], str]:
    return {
        Reason.NEW: lambda: _("For your calendar – %(title)s", title=title),
        Reason.CHANGED: lambda: _("New time or place – %(title)s", title=title),
        Reason.OFF: lambda: _("Does not take place – %(title)s", title=title),
        Reason.GONE: lambda: _("Out of your calendar – %(title)s", title=title),
        Reason.MOVED: lambda: _("Out of your calendar – %(title)s", title=title),
    }[reason]


def _hours(starts: datetime, ends: datetime, event: Event, language: Language) -> Markup:
    """From when until when on the event's clocks; the day of the end only where it is another."""
    day = starts.astimezone(event.zone_info).date()
    if day == ends.astimezone(event.zone_info).date():
        words = formatting.format_date(day, language, event.month_style, "EEEE d MMMM y")
        hours = [formatting.format_hour(one, event.zone) for one in (starts, ends)]
        return Markup('<bdi>{}</bdi> · <bdi dir="ltr">{}–{}</bdi>').format(words, *hours)
    instants = [formatting.format_instant(one, event.zone, language, event.month_style) for one in (starts, ends)]
    return Markup("<bdi>{}</bdi> – <bdi>{}</bdi>").format(*instants)


def _spoken(event: Event, language: Language) -> Language:
    """An event that gave a language up has no pages in it."""
    return language if language in event.languages else event.source
