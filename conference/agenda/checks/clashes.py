"""What cannot be at the same time: two sessions in one room, a person in two sessions, too many interpreters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from conference.agenda.checks.findings import Check, Finding, PlaceNamed, SessionNamed, SpeakerNamed
from conference.agenda.models import Room, Session, Speaker


def rooms_twice(placed: Sequence[Session]) -> Iterator[Finding]:
    """Sessions in a room in which another one is not over yet. `placed` is in the order of time."""
    rooms: dict[int, Room] = {}
    held: dict[int, list[Session]] = defaultdict(list)
    for session in placed:
        if session.room is not None:
            rooms[session.room.id] = session.room
            held[session.room.id].append(session)
    for room_id, sessions in held.items():
        for pair in _overlapping(sessions):
            yield Finding(Check.ROOM_TWICE, _named(pair), place=PlaceNamed.of(rooms[room_id]))


def speakers_twice(placed: Sequence[Session]) -> Iterator[Finding]:
    """People in a session who are in another one at that time. A role without a name may be several people."""
    speakers: dict[int, Speaker] = {}
    appearing: dict[int, list[Session]] = defaultdict(list)
    for session in placed:
        named = {role.speaker.id: role.speaker for role in session.roles}
        for speaker in named.values():
            if speaker.native_name or speaker.latin_name:
                speakers[speaker.id] = speaker
                appearing[speaker.id].append(session)
    for speaker_id, sessions in appearing.items():
        for pair in _overlapping(sessions):
            yield Finding(Check.SPEAKER_TWICE, _named(pair), speaker=SpeakerNamed.of(speakers[speaker_id]))


def channels_beyond(placed: Sequence[Session], limit: int | None) -> Iterator[Finding]:
    """Sessions that together have more languages interpreted at once than the platform takes.

    Counted are sessions that take place online: in a room that exists online only, or with the address of a meeting.
    Each language into which one of them is interpreted is a channel of its own, also where two interpret into the
    same one. Without a known limit nothing is found.
    """
    if limit is None:
        return
    online = [session for session in placed if session.interpretation_codes and _is_online(session)]
    told: list[set[int]] = []
    for running in _running_together(online):
        needed = sum(len(session.interpretation_codes) for session in running)
        ids = {session.id for session in running}
        if needed > limit and not any(ids <= before for before in told):
            told.append(ids)
            yield Finding(Check.CHANNELS, _named(running), told={"needed": needed, "limit": limit})


def _overlapping(sessions: Sequence[Session]) -> Iterator[tuple[Session, Session]]:
    """Each session that starts before an earlier one is over, with that of the earlier ones that lasts longest.

    One pair for each: as many points as there are sessions to move, not as there are pairs.
    """
    longest: Session | None = None
    for session in sessions:
        if longest is not None and _start(session) < _end(longest):
            yield longest, session
        if longest is None or _end(session) > _end(longest):
            longest = session


def _running_together(sessions: Sequence[Session]) -> Iterator[list[Session]]:
    """At each start, the sessions that run then, the largest groups first."""
    groups = []
    running: list[Session] = []
    for session in sessions:
        running = [*(one for one in running if _end(one) > _start(session)), session]
        groups.append(running)
    yield from sorted(groups, key=len, reverse=True)


def _is_online(session: Session) -> bool:
    return bool(session.meeting_url or session.channel_urls or (session.room is not None and session.room.is_online))


def _start(session: Session) -> datetime:
    assert session.starts_at is not None
    return session.starts_at


def _end(session: Session) -> datetime:
    assert session.ends_at is not None
    return session.ends_at


def _named(sessions: Iterable[Session]) -> tuple[SessionNamed, ...]:
    return tuple(SessionNamed.of(session) for session in sessions)
