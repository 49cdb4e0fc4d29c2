"""Whom a reminder by hand would be written to, and why the others are left out: what the organiser sees before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Database

from conference.agenda.models import Speaker
from conference.core.clock import now
from conference.events.models import Event
from conference.registration.queries import is_over
from conference.speakers.models import STANDING, Invitation, SpeakerReminder
from conference.speakers.queries.missing import MissingItem, asked_now_of


class LeftOut(StrEnum):
    """Why somebody is not reminded, the first reason that holds."""

    OVER = "over"
    NOT_INVITED = "not_invited"
    NOT_COMING = "not_coming"
    NO_ADDRESS = "no_address"
    NOTHING = "nothing"
    RECENTLY = "recently"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One speaker with what they would be reminded of; `left_out` is None for whoever is written to."""

    speaker: Speaker
    items: Sequence[MissingItem]
    left_out: LeftOut | None
    reminded_at: datetime | None


def candidates(
    database: Database, event: Event, speaker_ids: Collection[int], *, quiet: timedelta
) -> Sequence[Candidate]:
    """These speakers as `service.remind` would treat them now, in seven queries at most however many they are.

    Whoever was reminded within `quiet` is left out. Ids of other events are passed over.
    """
    reminded = (
        select(SpeakerReminder.invitation_id, func.max(SpeakerReminder.sent_at).label("at"))
        .group_by(SpeakerReminder.invitation_id)
        .subquery()
    )
    query = (
        select(Speaker, Invitation, reminded.c.at)
        .outerjoin(Invitation, Invitation.speaker_id == Speaker.id)
        .outerjoin(reminded, reminded.c.invitation_id == Invitation.id)
        .where(Speaker.event_id == event.id, Speaker.id.in_(list(speaker_ids)))
        .order_by(Speaker.position, Speaker.id)
    )
    found = database.execute(query).all()
    missing = asked_now_of(database, event, [speaker.id for speaker, _invitation, _at in found])
    over = is_over(event)

    def reason(speaker: Speaker, invitation: Invitation | None, at: datetime | None) -> LeftOut | None:
        reasons = {
            LeftOut.OVER: over,
            LeftOut.NOT_INVITED: invitation is None or invitation.is_withdrawn,
            LeftOut.NOT_COMING: invitation is not None and invitation.state not in STANDING,
            LeftOut.NO_ADDRESS: not speaker.email,
            LeftOut.NOTHING: not missing[speaker.id],
            LeftOut.RECENTLY: at is not None and at > now() - quiet,
        }
        return next((one for one, holds in reasons.items() if holds), None)

    return [
        Candidate(speaker, missing[speaker.id], reason(speaker, invitation, at), at)
        for speaker, invitation, at in found
    ]
