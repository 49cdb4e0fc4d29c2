"""Mails of the agenda: what changed in somebody's sessions, and the link of their own agenda."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from html import unescape
from typing import Any

from flask_babel import gettext as _

from conference.agenda.difference import readable
from conference.agenda.matters import changes_for
from conference.agenda.models import AgendaVersion
from conference.agenda.published import PublishedAgenda, PublishedSession
from conference.core.formatting import zone_city
from conference.core.languages import Language
from conference.core.localization import absolute_url
from conference.core.rendering import months_of
from conference.core.text import isolated, one_way
from conference.events.header import render_event_mail
from conference.events.models import Event
from conference.outbox.mail import Invite, Mail

_ONE_WAY = re.compile(r'<bdi[^>]* dir="ltr"[^>]*>(.*?)</bdi>', re.DOTALL)
_TAG, _SPACE = re.compile("<[^>]+>"), re.compile("[ \t\n]+")
_ISOLATED = re.compile(r"<(bdi|span)\b[^>]*>(.*?)</\1>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Told:
    """One session of the reader's, with what changed in it and its page."""

    session: PublishedSession
    changes: list[dict[str, Any]]
    url: str
    calendar_url: str


def agenda_changed(
    version: AgendaVersion,
    event: Event,
    *,
    recipient: str,
    name: str,
    language: Language,
    chosen: Collection[int],
    speaks_in: Collection[int],
    invite: Invite | None = None,
) -> Mail | None:
    """What `version` changed in the sessions that somebody chose or speaks in; None where that is nothing.

    `invite` puts right an entry that their calendar holds.
    """
    of_event, of_sessions = changes_for(version.difference["changes"], chosen=chosen, speaks_in=speaks_in)
    if not of_event and not of_sessions:
        return None
    agenda = PublishedAgenda.of(version)
    # An event that gave a language up has no pages in it.
    spoken = language if language in event.languages else event.source
    address = {"event": event.slug, "language": spoken}
    told = [
        Told(
            session=session,
            changes=readable([change for change in of_sessions if change["session"] == session.id]),
            url=absolute_url("agenda.session", code=session.code, **address),
            calendar_url=absolute_url("feeds.session", code=session.code, **address),
        )
        for session in agenda.sessions
        if any(change["session"] == session.id for change in of_sessions)
    ]
    with months_of(event.month_style):
        return render_event_mail(
            "agenda/mail/changed",
            event,
            recipient=recipient,
            language=language,
            subject=lambda: _("Changes in your sessions"),
            invite=invite,
            zone=agenda.zone,
            version=version,
            name=name,
            of_event=readable(of_event),
            told=told,
            speaks=bool(speaks_in),
            chose=bool(chosen),
            agenda_url=absolute_url("agenda.day", **address),
            calendar_url=absolute_url("feeds.event", **address),
            zone_city=lambda zone: zone_city(zone, language),
            in_plain_text=in_plain_text,
        )


def in_plain_text(sentence: str) -> str:
    """A sentence of a page for a mail without markup: what stood isolated in it stays so (UAX #9)."""
    text = _ONE_WAY.sub(lambda found: one_way(found[1]), str(sentence))
    text = _ISOLATED.sub(lambda found: isolated(found[2]), text)
    # `striptags` would turn the no-break spaces of French into plain ones.
    return _SPACE.sub(" ", unescape(_TAG.sub("", text))).strip()


def mine_link(event: Event, *, recipient: str, language: Language, address: str) -> Mail:
    """The link that opens a personal agenda, for whoever asked for it."""
    return render_event_mail(
        "agenda/mail/mine_link",
        event,
        recipient=recipient,
        language=language,
        subject=lambda: _("Your agenda"),
        address=address,
    )
