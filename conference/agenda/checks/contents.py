"""What a session, or what stands in it, lacks by itself: a place, a time, a language, somebody's word."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from conference.agenda.checks.findings import Check, Finding, PlaceNamed, SessionNamed, SpeakerNamed
from conference.agenda.models import Room, Session, SessionType, Speaker, Track
from conference.agenda.parity import parity, texts_of_session, texts_of_speaker
from conference.core.translated import State, Translated
from conference.events.models import Event


def outside_the_event(placed: Sequence[Session], event: Event) -> Iterator[Finding]:
    """Sessions that begin on another day than the event's own; one of its last evening may end after midnight."""
    for session in placed:
        day = _day(session, event)
        if not event.starts_on <= day <= event.ends_on:
            yield Finding(Check.OUTSIDE_EVENT, (SessionNamed.of(session),), told={"day": day})


def without_time(sessions: Sequence[Session]) -> Iterator[Finding]:
    """Sessions that have no hours yet: they are not published."""
    for session in sessions:
        if session.starts_at is None or session.ends_at is None:
            yield Finding(Check.NO_TIME, (SessionNamed.of(session),))


def without_room(sessions: Sequence[Session]) -> Iterator[Finding]:
    """Sessions for which nobody could tell where to go: no room, nor the address of a meeting. Breaks need none."""
    for session in sessions:
        if session.room_id is None and not session.meeting_url and session.type != SessionType.BREAK:
            yield Finding(Check.NO_ROOM, (SessionNamed.of(session),))


def talks_too_long(placed: Sequence[Session]) -> Iterator[Finding]:
    """Sessions whose presentations are planned to take more minutes than they have."""
    for session in placed:
        assert session.starts_at is not None
        assert session.ends_at is not None
        planned = sum(talk.minutes or 0 for talk in session.presentations)
        available = int((session.ends_at - session.starts_at).total_seconds() // 60)
        if planned > available:
            told = {"planned": planned, "available": available}
            yield Finding(Check.TALKS_TOO_LONG, (SessionNamed.of(session),), told=told)


def languages_wanting(sessions: Sequence[Session], event: Event) -> Iterator[Finding]:
    """Texts of sessions, of the people in them, and the names of their rooms and tracks, wanting in a language."""
    speakers: dict[int, Speaker] = {}
    inside: dict[int, list[SessionNamed]] = {}
    places: dict[tuple[str, int], Room | Track] = {}
    held: dict[tuple[str, int], list[SessionNamed]] = {}
    for session in sessions:
        named = SessionNamed.of(session)
        for told in _wanting(texts_of_session(session), event):
            yield Finding(Check.LANGUAGE, (named,), told=told)
        for speaker in {role.speaker_id: role.speaker for role in session.roles}.values():
            speakers[speaker.id] = speaker
            inside.setdefault(speaker.id, []).append(named)
        for place in _places(session):
            key = place.__tablename__, place.id
            places[key] = place
            held.setdefault(key, []).append(named)
    for speaker in speakers.values():
        for told in _wanting(texts_of_speaker(speaker), event):
            of = SpeakerNamed.of(speaker)
            yield Finding(Check.LANGUAGE, tuple(inside[speaker.id]), speaker=of, told=told)
    for key, place in places.items():
        for told in _wanting([place.name], event):
            yield Finding(Check.LANGUAGE, tuple(held[key]), place=PlaceNamed.of(place), told=told)


def speakers_unconfirmed(sessions: Sequence[Session], answers: Mapping[int, bool]) -> Iterator[Finding]:
    """People in sessions who did not say that they come; `answers` holds by id who said yes, and who no."""
    for speaker, inside in _people(sessions):
        if not answers.get(speaker.id):
            told = {"declined": speaker.id in answers}
            yield Finding(Check.UNCONFIRMED, inside, speaker=SpeakerNamed.of(speaker), told=told)


def biographies_refused(sessions: Sequence[Session], refused: Collection[int]) -> Iterator[Finding]:
    """People in sessions whose biography the next version would show, though they do not allow it (`refused`, ids)."""
    for speaker, inside in _people(sessions):
        if speaker.id in refused and speaker.biography:
            yield Finding(Check.BIOGRAPHY, inside, speaker=SpeakerNamed.of(speaker))


def _people(sessions: Sequence[Session]) -> Iterator[tuple[Speaker, tuple[SessionNamed, ...]]]:
    """Everybody in these sessions, each once, with those that they are in."""
    speakers: dict[int, Speaker] = {}
    inside: dict[int, list[SessionNamed]] = {}
    for session in sessions:
        for speaker in {role.speaker_id: role.speaker for role in session.roles}.values():
            speakers[speaker.id] = speaker
            inside.setdefault(speaker.id, []).append(SessionNamed.of(session))
    return ((speaker, tuple(inside[number])) for number, speaker in speakers.items())


def _day(session: Session, event: Event) -> date:
    assert session.starts_at is not None
    return session.starts_at.astimezone(event.zone_info).date()


def _places(session: Session) -> Iterator[Room | Track]:
    if session.room is not None:
        yield session.room
    if session.track is not None:
        yield session.track


def _wanting(texts: Iterable[Translated], event: Event) -> Iterator[dict[str, object]]:
    """In which languages texts are missing, and in which out of date; nothing where all is well."""
    states = parity(texts, event.languages)
    for state in (State.MISSING, State.OUT_OF_DATE):
        languages = tuple(language for language, found in states if found == state)
        if languages:
            yield {"state": str(state), "languages": languages}
