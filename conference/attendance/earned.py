"""Who has earned a certificate, and why: what the evidence says of each person, held against an event's rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import contains_eager

from conference.agenda.models import Session, SessionStatus, SessionType, Speaker, SpeakerInSession
from conference.attendance.derived import derived
from conference.attendance.models import Attendance, CertificateTerms, Measure, in_force
from conference.core.clock import now
from conference.events.models import Event
from conference.speakers.models import Invitation, InvitationState


@dataclass(frozen=True, slots=True)
class Achieved:
    """What somebody attended of an event, as far as it is over: sessions, whole minutes within them, and days."""

    sessions: int = 0
    minutes: int = 0
    days: int = 0

    def of(self, measure: str) -> int:
        return {Measure.SESSIONS: self.sessions, Measure.MINUTES: self.minutes, Measure.DAYS: self.days}[
            Measure(measure)
        ]


NOTHING = Achieved()


def achieved(
    database: Database, event: Event, *, registration_ids: Collection[int] | None = None
) -> Mapping[int, Achieved]:
    """What each person attended, by the registration's id; one query. Whoever attended nothing is left out.

    A session counts once it is over, if the person was there while it lasted; breaks and what was cancelled do not.
    """
    query = (
        select(Attendance)
        .join(Attendance.session)
        .where(
            Session.event_id == event.id,
            Session.status == SessionStatus.SCHEDULED,
            Session.type != SessionType.BREAK,
            Session.starts_at.is_not(None),
            Session.ends_at <= now(),
            in_force(),
        )
        .options(contains_eager(Attendance.session))
    )
    if registration_ids is not None:
        query = query.where(Attendance.registration_id.in_(registration_ids))
    rows: dict[tuple[int, int], list[Attendance]] = defaultdict(list)
    for row in database.scalars(query):
        rows[row.registration_id, row.session_id].append(row)
    seconds: dict[int, list[int]] = defaultdict(list)
    days: dict[int, set[date]] = defaultdict(set)
    for (person, _session), of_session in rows.items():
        session = of_session[0].session
        presence = derived(session, of_session)
        if presence.seconds:
            assert session.starts_at is not None
            seconds[person].append(presence.seconds)
            days[person].add(session.starts_at.astimezone(event.zone_info).date())
    return {one: Achieved(len(those), sum(those) // 60, len(days[one])) for one, those in seconds.items()}


def has_earned(terms: CertificateTerms, what: Achieved) -> bool:
    return what.sessions > 0 and what.of(terms.measure) >= terms.at_least


def reason_words(terms: CertificateTerms, what: Achieved) -> str:
    """Why somebody gets a certificate or does not: «3 sessions (needed: 2 sessions)»."""
    return _(
        "%(reached)s (needed: %(needed)s)",
        reached=amount_words(terms.measure, what.of(terms.measure)),
        needed=amount_words(terms.measure, terms.at_least),
    )


def amount_words(measure: str, count: int) -> str:
    return {
        Measure.SESSIONS: ngettext("%(num)s session", "%(num)s sessions", count),
        Measure.MINUTES: ngettext("%(num)s minute", "%(num)s minutes", count),
        Measure.DAYS: ngettext("%(num)s day", "%(num)s days", count),
    }[Measure(measure)]


def speakers_heard(database: Database, event: Event, *, speaker_id: int | None = None) -> Sequence[Speaker]:
    """Everybody with a name and a part in a session that is over, unless they declined; in the order of the list."""
    has_part = (
        select(SpeakerInSession.id)
        .join(SpeakerInSession.session)
        .where(
            SpeakerInSession.speaker_id == Speaker.id,
            Session.status == SessionStatus.SCHEDULED,
            Session.ends_at <= now(),
        )
    )
    declined = select(Invitation.id).where(
        Invitation.speaker_id == Speaker.id,
        Invitation.state.in_([InvitationState.DECLINED, InvitationState.WITHDRAWN]),
    )
    query = select(Speaker).where(Speaker.event_id == event.id, has_part.exists(), ~declined.exists())
    if speaker_id is not None:
        query = query.where(Speaker.id == speaker_id)
    found = database.scalars(query.order_by(Speaker.position, Speaker.id)).all()
    return [one for one in found if one.name]
