"""All checks over one draft: what they need besides it is asked once, however many sessions there are."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session as Database

from conference.agenda.checks.choices import outside_their_choice
from conference.agenda.checks.clashes import channels_beyond, rooms_twice, speakers_twice
from conference.agenda.checks.contents import (
    biographies_refused,
    languages_wanting,
    outside_the_event,
    speakers_unconfirmed,
    talks_too_long,
    without_room,
    without_time,
)
from conference.agenda.checks.findings import Check, Finding, Severity, severities, weighed
from conference.agenda.models import Session, SessionStatus
from conference.agenda.ports import confirmations, session_choices
from conference.agenda.queries import settings_of
from conference.events.models import Event


def findings_of(database: Database, event: Event, sessions: Sequence[Session]) -> Sequence[Finding]:
    """What does not fit in the whole draft of `event`, weighed by its settings, errors first.

    `sessions` are those of `queries.whole_sessions_of`. At most four queries; a check that is off asks nothing.
    """
    settings = settings_of(database, event.id)
    weights = severities(settings)
    taking_place = [session for session in sessions if session.status == SessionStatus.SCHEDULED]
    placed = [session for session in taking_place if session.starts_at is not None and session.ends_at is not None]
    found = [
        *rooms_twice(placed),
        *speakers_twice(placed),
        *outside_the_event(placed, event),
        *without_time(taking_place),
        *without_room(taking_place),
        *talks_too_long(placed),
        *channels_beyond(placed, settings.channel_limit),
        *languages_wanting(taking_place, event),
    ]
    if weights[Check.SESSION_CHOICE] != Severity.OFF:
        choices = [choice for ask in session_choices.all() for choice in ask(database, event)]
        found += outside_their_choice(sessions, choices)
    if {weights[Check.UNCONFIRMED], weights[Check.BIOGRAPHY]} != {Severity.OFF}:
        answers = {key: said for ask in confirmations.all() for key, said in ask(database, event).items()}
        coming = {key: said.comes for key, said in answers.items() if said.comes is not None}
        found += speakers_unconfirmed(taking_place, coming)
        found += biographies_refused(taking_place, [key for key, said in answers.items() if said.refuses_biography])
    return weighed(found, weights)
