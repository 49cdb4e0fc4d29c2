"""What is still missing of speakers: the one place that says so, for the board, the checklist and reminders.

Another thing that is asked of speakers is a member of Missing with its day in `_DUE`, its words in
`words.missing_words`, and a function in `_ASKED` that says of whom it is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session as Database

from conference.agenda.models import Presentation, Session, SessionType, Speaker, SpeakerInSession, SpeakerRole
from conference.core.clock import now
from conference.core.languages import Language
from conference.core.translated import Translated
from conference.events.models import Event
from conference.speakers.models import (
    STANDING,
    ConsentKind,
    Invitation,
    InvitationState,
    Slides,
    SlidesOpening,
    SlidesSettings,
    SpeakerNeeds,
)
from conference.speakers.queries.consents import consents_of
from conference.speakers.queries.invitations import appearances_of
from conference.speakers.queries.photograph import photographs_of

SLIDES_OF = frozenset({SpeakerRole.SPEAKER, SpeakerRole.PANELLIST})
"""The roles of those who show slides; a session's chair, moderator and rapporteur need none."""


class Missing(StrEnum):
    """What can be missing, in the order in which it is told."""

    ANSWER = "answer"
    BIOGRAPHY = "biography"
    PHOTOGRAPH = "photograph"
    CONSENT = "consent"
    NEEDS = "needs"
    SLIDES = "slides"


_DUE = dict.fromkeys(Missing, "profiles_due_on") | {Missing.ANSWER: "answers_due_on", Missing.SLIDES: "due_on"}


def due_on(settings: SlidesSettings | None, what: Missing) -> date | None:
    """Until the end of which day, in the event's zone, something is asked for."""
    day: date | None = getattr(settings, _DUE[what], None)
    return day


@dataclass(frozen=True, slots=True)
class MissingItem:
    """One thing that is missing: what belongs to a place names its session, and the presentation in it."""

    what: Missing
    session: Session | None = None
    presentation: Presentation | None = None

    @property
    def title(self) -> Translated | None:
        """What the place is called; None where the thing belongs to no place."""
        return self.session.title_of(self.presentation) if self.session is not None else None


@dataclass(slots=True)
class Known:
    """One speaker with all that decides what is missing."""

    event: Event
    speaker: Speaker
    invitation: Invitation | None
    appearances: list[SpeakerInSession] = field(default_factory=list)
    sent: set[tuple[int, int | None]] = field(default_factory=set)
    has_photograph: bool = False
    consents: Collection[ConsentKind] = ()
    told_needs: bool = False


def own_language(speaker: Speaker, event: Event) -> Language:
    """The language that a speaker writes in: theirs, unless the event has no pages in it."""
    return speaker.language if speaker.language in event.languages else event.source


def missing_of(database: Database, event: Event, speaker_ids: Collection[int]) -> Mapping[int, list[MissingItem]]:
    """What is missing of each of these speakers, in six queries however many they are.

    Nothing is of whoever declined or whose invitation was withdrawn; no answer is of those who were not invited yet.
    Ids that are no speaker of this event are left out.
    """
    people = _people(database, event, speaker_ids)
    for appearance in appearances_of(database, people):
        people[appearance.speaker_id].appearances.append(appearance)
    _note_slides(database, people)
    _note_answers(database, people)
    return {number: missing_from(person) for number, person in people.items()}


def missing_from(person: Known) -> list[MissingItem]:
    """What is missing of a speaker of whom all that decides it was read already."""
    return [item for asked in _ASKED for item in asked(person)] if _is_expected(person) else []


def asked_now_of(database: Database, event: Event, speaker_ids: Collection[int]) -> Mapping[int, list[MissingItem]]:
    """What is missing of each of these speakers and could still come: no slides once their day is over."""
    missing = missing_of(database, event, speaker_ids)
    settings = database.get(SlidesSettings, event.id)
    last = due_on(settings, Missing.SLIDES)
    if last is None or now().astimezone(event.zone_info).date() <= last:
        return missing
    opened = set(database.scalars(select(SlidesOpening.speaker_id).where(SlidesOpening.speaker_id.in_(list(missing)))))
    return {
        number: [item for item in items if item.what != Missing.SLIDES or number in opened]
        for number, items in missing.items()
    }


def _people(database: Database, event: Event, speaker_ids: Collection[int]) -> dict[int, Known]:
    query = (
        select(Speaker, Invitation)
        .outerjoin(Invitation, Invitation.speaker_id == Speaker.id)
        .where(Speaker.event_id == event.id, Speaker.id.in_(list(speaker_ids)))
        .order_by(Speaker.position, Speaker.id)
    )
    return {speaker.id: Known(event, speaker, invitation) for speaker, invitation in database.execute(query)}


def _note_slides(database: Database, people: Mapping[int, Known]) -> None:
    talks = {one.presentation_id for person in people.values() for one in person.appearances if one.presentation_id}
    whole = and_(Slides.presentation_id.is_(None), Slides.speaker_id.in_(list(people)))
    query = select(Slides.speaker_id, Slides.session_id, Slides.presentation_id)
    note_sent(people, database.execute(query.where(or_(whole, Slides.presentation_id.in_(talks)))).all())


def note_sent(people: Mapping[int, Known], sent: Collection[tuple[int, int, int | None]]) -> None:
    """Note for which places files came; each is of a speaker, for a session, and perhaps for a talk in it.

    A talk that several give needs slides of one of them; slides for a session as a whole are each one's own.
    """
    of_talks = {(session, talk) for _speaker, session, talk in sent if talk is not None}
    for person in people.values():
        person.sent |= of_talks
    for speaker, session, talk in sent:
        if talk is None and speaker in people:
            people[speaker].sent.add((session, None))


def _note_answers(database: Database, people: Mapping[int, Known]) -> None:
    consents, photographs = consents_of(database, people), photographs_of(database, people)
    told = told_needs(database, people)
    for number, person in people.items():
        person.consents = consents[number]
        person.has_photograph = number in photographs
        person.told_needs = number in told


def told_needs(database: Database, speaker_ids: Iterable[int]) -> set[int]:
    """The ids of those of these speakers who told what they need."""
    return set(database.scalars(select(SpeakerNeeds.speaker_id).where(SpeakerNeeds.speaker_id.in_(list(speaker_ids)))))


def _is_expected(person: Known) -> bool:
    return person.invitation is None or person.invitation.state in STANDING


def _answer(person: Known) -> Iterator[MissingItem]:
    if person.invitation is not None and person.invitation.state == InvitationState.INVITED:
        yield MissingItem(Missing.ANSWER)


def _biography(person: Known) -> Iterator[MissingItem]:
    """In the speaker's own language: organisers and translators see to the others."""
    if not person.speaker.biography.text(own_language(person.speaker, person.event)):
        yield MissingItem(Missing.BIOGRAPHY)


def _photograph(person: Known) -> Iterator[MissingItem]:
    if not person.has_photograph:
        yield MissingItem(Missing.PHOTOGRAPH)


def _consent(person: Known) -> Iterator[MissingItem]:
    """An answer that is no is an answer."""
    if len(person.consents) < len(ConsentKind):
        yield MissingItem(Missing.CONSENT)


def _needs(person: Known) -> Iterator[MissingItem]:
    if person.appearances and not person.told_needs:
        yield MissingItem(Missing.NEEDS)


def _slides(person: Known) -> Iterator[MissingItem]:
    for one in slides_places(person.appearances):
        if (one.session_id, one.presentation_id) not in person.sent:
            yield MissingItem(Missing.SLIDES, one.session, one.presentation)


def slides_places(appearances: Iterable[SpeakerInSession]) -> Sequence[SpeakerInSession]:
    """The places of a speaker for which slides are asked, each once."""
    places: dict[tuple[int, int | None], SpeakerInSession] = {}
    for one in appearances:
        if one.role in SLIDES_OF and one.session.type != SessionType.BREAK:
            places.setdefault((one.session_id, one.presentation_id), one)
    return list(places.values())


_ASKED: Sequence[Callable[[Known], Iterator[MissingItem]]] = (
    _answer,
    _biography,
    _photograph,
    _consent,
    _needs,
    _slides,
)
