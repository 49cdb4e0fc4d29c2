"""The draft as plain data, ready to be frozen in a version. Private things (links to meetings, notes) stay out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from conference.agenda.identities import file_number, session_guid, speaker_guid
from conference.agenda.models import Presentation, Session, SessionStatus, Speaker, SpeakerInSession
from conference.events.models import Event

Data = dict[str, Any]


def frozen(event: Event, sessions: Sequence[Session]) -> Data:
    """The agenda as the public would see it: the placed sessions, and of those taken out the ones it has seen."""
    listed = [session for session in sessions if _is_public(session)]
    rooms = {session.room.id: session.room for session in listed if session.room}
    tracks = {session.track.id: session.track for session in listed if session.track}
    speakers = {role.speaker.id: role.speaker for session in listed for role in session.roles}
    return {
        "event": {"title": event.title.to_json(), "venue": event.venue.to_json(), "zone": event.zone},
        "rooms": [
            {"id": room.id, "name": room.name.to_json(), "is_online": room.is_online}
            for room in sorted(rooms.values(), key=lambda room: (room.position, room.id))
        ],
        "tracks": [
            {"id": track.id, "name": track.name.to_json()}
            for track in sorted(tracks.values(), key=lambda track: (track.position, track.id))
        ],
        "speakers": [
            _speaker(speaker)
            for speaker in sorted(speakers.values(), key=lambda speaker: (speaker.position, speaker.id))
        ],
        "sessions": [_session(session) for session in listed],
    }


def _is_public(session: Session) -> bool:
    placed = session.starts_at is not None and session.ends_at is not None
    return placed and (session.status == SessionStatus.SCHEDULED or session.was_published)


def _speaker(speaker: Speaker) -> Data:
    return {
        "id": speaker.id,
        "guid": speaker_guid(speaker.event_id, speaker.id, speaker.import_key),
        "number": file_number(speaker.import_key),
        "code": speaker.code,
        "honorific": speaker.honorific,
        "native_name": speaker.native_name,
        "latin_name": speaker.latin_name,
        "language": speaker.language_code,
        "function": speaker.function.to_json(),
        "organisation": speaker.organisation.to_json(),
        "biography": speaker.biography.to_json(),
    }


def _session(session: Session) -> Data:
    assert session.starts_at is not None
    assert session.ends_at is not None
    return {
        "id": session.id,
        "code": session.code,
        "uid": session.uid,
        "guid": session_guid(session.uid, session.import_key),
        "number": file_number(session.import_key),
        "sequence": session.sequence,
        "status": str(session.status),
        "type": str(session.type),
        "title": session.title.to_json(),
        "abstract": session.abstract.to_json(),
        "starts_at": session.starts_at.isoformat(),
        "ends_at": session.ends_at.isoformat(),
        "room": session.room_id,
        "track": session.track_id,
        "floor": list(session.floor_codes),
        "interpretation": list(session.interpretation_codes),
        "capacity": session.capacity,
        "roles": _roles(role for role in session.roles if role.presentation_id is None),
        "presentations": [_presentation(one, session.roles) for one in session.presentations],
    }


def _presentation(presentation: Presentation, roles: Iterable[SpeakerInSession]) -> Data:
    return {
        "id": presentation.id,
        "title": presentation.title.to_json(),
        "minutes": presentation.minutes,
        "roles": _roles(role for role in roles if role.presentation_id == presentation.id),
    }


def _roles(roles: Iterable[SpeakerInSession]) -> list[Data]:
    return [{"speaker": role.speaker_id, "role": str(role.role)} for role in roles]
