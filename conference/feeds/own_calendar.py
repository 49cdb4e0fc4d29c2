"""One person's calendar: which of the published sessions it holds, and the lines that are theirs alone.

The entries are those that the version keeps; ways into meetings, reminders and the person's own part are added to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import g
from flask_babel import gettext as _
from sqlalchemy.orm import Session as Database

from conference.agenda.content_lines import content_line, uri_line
from conference.agenda.ics import instant, stored_entry, with_lines
from conference.agenda.models import AgendaVersion
from conference.agenda.published import PublishedAgenda, PublishedSession
from conference.agenda.words import role_words
from conference.attendance.words import channel_words
from conference.core.languages import Language
from conference.core.localization import absolute_url
from conference.events.models import Event
from conference.feeds.claims import EventFacts
from conference.feeds.itip import event_vevent
from conference.feeds.models import CalendarFeed
from conference.feeds.queries import OwnEntry, event_entry_of, session_choices_of, starred_by_account, starred_in
from conference.feeds.service import pass_of
from conference.registration.models import Registration, RegistrationState

GONE = (RegistrationState.CANCELLED, RegistrationState.DECLINED)


@dataclass(frozen=True, slots=True)
class Holding:
    """What a calendar holds: the sessions of `only` (None: all) without those of `apart_from`; `speaker_id` whose part
    is said. `event_entry` is the event as an entry, which mails bring too. `opens` is the token of its ways into
    meetings; empty for whoever may not join.
    """

    only: frozenset[int] | None = None
    apart_from: frozenset[int] = frozenset()
    speaker_id: int | None = None
    event_entry: OwnEntry | None = None
    opens: str = ""

    def has(self, session: PublishedSession) -> bool:
        if self.speaker_id is not None:
            return any(one.person.id == self.speaker_id for one in session.everybody)
        return session.id not in self.apart_from and (self.only is None or session.id in self.only)


def holding(database: Database, feed: CalendarFeed) -> Holding:
    """What somebody's calendar holds now.

    A registrant's: what they chose on the form and put into their account's agenda; without such an agenda, everything
    but what they could have chosen and did not. Nothing once their registration is cancelled or declined, so that
    programs clear it. A speaker's: the sessions that they appear in. A reader's without an account: what they chose.
    """
    if feed.speaker_id is not None:
        return Holding(speaker_id=feed.speaker_id)
    if feed.personal_agenda_id is not None:
        return Holding(only=starred_in(database, feed.personal_agenda_id))
    registration = database.get_one(Registration, feed.registration_id)
    if registration.state in GONE:
        return Holding(only=frozenset())
    is_guest = registration.state == RegistrationState.CONFIRMED
    opens, entry = (pass_of(feed), event_entry_of(database, registration)) if is_guest else ("", None)
    offered, taken = session_choices_of(database, registration)
    starred = starred_by_account(database, registration.event_id, registration.account_id)
    if starred:
        return Holding(only=starred | taken, event_entry=entry, opens=opens)
    return Holding(apart_from=offered - taken, event_entry=entry, opens=opens)


def entries(
    version: AgendaVersion,
    agenda: PublishedAgenda,
    event: Event,
    held: Holding,
    channels: Mapping[int, Sequence[str]],
    *,
    alarm_minutes: int | None,
) -> Iterator[bytes]:
    """The entries of a person's calendar, in the language being spoken. `channels` are attendance's, by session."""
    language: Language = g.language
    if held.event_entry is not None:
        yield event_in(event, held.event_entry, language)
    join = absolute_url("attendance.join", event=event.slug, code="-").removesuffix("-/join")
    for session in agenda.sessions:
        if not held.has(session):
            continue
        lines: list[str] = []
        if held.speaker_id is not None:
            lines += _part(session, held.speaker_id, language)
        if held.opens and not session.is_cancelled:
            address = f"{join}{session.code}/join?registration={held.opens}"
            lines += _ways_in(session, channels.get(session.id, ()), address, language)
        if alarm_minutes and not session.is_cancelled and not session.is_break:
            lines += _alarm(session, alarm_minutes, language)
        entry = stored_entry(version, session.code, language)
        yield with_lines(entry, lines) if lines else entry


def event_in(event: Event, own: OwnEntry, language: Language) -> bytes:
    """The event itself, under the UID of the mail that confirmed the place, with the words of now."""
    facts, stamp = EventFacts(**own.entry.told), instant(own.entry.changed_at)
    status = "CONFIRMED" if facts.is_on else "CANCELLED"
    stamps = [f"DTSTAMP:{stamp}", f"SEQUENCE:{own.sequence}", f"STATUS:{status}"]
    return with_lines(event_vevent(event, own.entry.uid, facts, language), stamps)


def _part(session: PublishedSession, speaker_id: int, language: Language) -> list[str]:
    roles = dict.fromkeys(role_words(one.role) for one in session.everybody if one.person.id == speaker_id)
    told = _("Your role: %(roles)s", roles=" · ".join(roles))
    return [content_line("COMMENT", told, {"LANGUAGE": language.code})]


def _ways_in(session: PublishedSession, channels: Sequence[str], address: str, language: Language) -> list[str]:
    """One per channel (RFC 7986 §5.11): our page, which knows the meeting's address and shows it to nobody."""
    return [
        uri_line(
            "CONFERENCE",
            f"{address}&channel={channel}" if channel else address,
            {
                "FEATURE": ["AUDIO", "VIDEO"],
                "LABEL": channel_words(session, channel, channels),
                "LANGUAGE": language.code,
            },
        )
        for channel in channels
    ]


def _alarm(session: PublishedSession, minutes: int, language: Language) -> list[str]:
    return [
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"TRIGGER:-PT{minutes}M",
        content_line("DESCRIPTION", session.title.resolve(language).text),
        "END:VALARM",
    ]
