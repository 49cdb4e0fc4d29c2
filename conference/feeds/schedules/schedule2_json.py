"""schedule2.json, as c3voc's schema describes it: all languages of an event in one file.

The schema has titles, rooms and tracks in one language: they are in the event's source, and in all its languages in
`conference.meta`, together with the kind and the languages of a session, for which its words are fewer than ours.
"""

from __future__ import annotations

from uuid import UUID

from conference.agenda.models import SessionType, SpeakerRole
from conference.core.languages import Language
from conference.core.localization import absolute_url, speaking
from conference.core.text import for_files
from conference.core.translated import Translated
from conference.feeds.schedules.reading import Item, Place, Schedule
from conference.feeds.schedules.schedule_json import dumped, generator, zone_name
from conference.feeds.schedules.wording import (
    Json,
    Reference,
    attached,
    description,
    file_languages,
    links,
    name_of,
    session_url,
    wording,
)

SCHEMA = "https://c3voc.de/schema/schedule2"
NO_TRACK = "no-track"
NO_ROOM = str(UUID(int=0))
_TYPES = {
    SessionType.PANEL: "DISCUSSION",
    SessionType.WORKSHOP: "WORKSHOP",
    SessionType.TRAINING: "WORKSHOP",
    SessionType.BREAK: "OTHER",
}
_ROLES = {
    SpeakerRole.CHAIR: "HOST",
    SpeakerRole.MODERATOR: "MODERATOR",
    SpeakerRole.RAPPORTEUR: "CONTRIBUTOR",
}


def to_schedule2_json(schedule: Schedule) -> bytes:
    """The document in UTF-8."""
    descriptions = {language: _descriptions(schedule, language) for language in schedule.event.languages}
    events = [_event(schedule, item, descriptions) for item in schedule.items]
    return dumped(
        {
            "$schema": SCHEMA,
            "generator": generator(),
            "schedule": {
                "version": str(schedule.version.number),
                "conference": _conference(schedule),
                "events": events,
            },
        }
    )


def _descriptions(schedule: Schedule, language: Language) -> dict[str, str]:
    with speaking(language):
        return {item.guid: description(item, language) for item in schedule.items}


def _conference(schedule: Schedule) -> Json:
    event = schedule.event
    tracks: list[Json] = [{"name": _source(schedule, one.name), "slug": one.slug} for one in schedule.tracks]
    if any(item.track is None for item in schedule.items):
        # Every event must name a track: this one has no name.
        tracks.append({"name": "", "slug": NO_TRACK})
    return {
        "acronym": schedule.acronym,
        "title": _source(schedule, event.title),
        "description": _all_languages(event.summary),
        "start": schedule.days[0].starts_at.isoformat(),
        "end": max(day.ends_at for day in schedule.days).isoformat(),
        "timeslot_duration": "PT5M",
        **zone_name(event.zone),
        "url": absolute_url("pages.home", language=event.source, event=event.slug),
        "languages": [language.code for language in event.languages],
        "defaults": {"language": event.source.code},
        "tracks": tracks,
        "rooms": [_room(schedule, room) for room in schedule.rooms],
        "meta": {
            "title": _all_languages(event.title),
            "events": {item.guid: _meta(item) for item in schedule.items},
        },
        "days": [
            {
                "index": day.index,
                "date": day.date.isoformat(),
                "start": day.starts_at.isoformat(),
                "end": day.ends_at.isoformat(),
            }
            for day in schedule.days
        ],
    }


def _meta(item: Item) -> Json:
    session = item.session
    return {
        "title": _all_languages(session.title),
        "type": session.type,
        "floor": [language.code for language in session.floor],
        "interpretation": [language.code for language in session.interpretation],
        **({"room": _all_languages(item.room.name)} if item.room else {}),
        **({"track": _all_languages(item.track.name)} if item.track else {}),
    }


def _event(schedule: Schedule, item: Item, descriptions: dict[Language, dict[str, str]]) -> Json:
    event, session = schedule.event, item.session
    words = wording(item, event.source)
    times: Json = {"start": item.starts_at.isoformat(), "end": item.ends_at.isoformat()}
    room: Json = {"guid": item.room.guid, "name": words.room, "slug": item.room.slug} if item.room else {}
    if session.is_break and not (item.guests or item.track or session.abstract or item.documents):
        bare: Json = {"type": "BREAK", "title": words.title, "guid": item.guid, **times}
        return bare | ({"room": room} if room else {})
    told = {language.code: by_guid[item.guid] for language, by_guid in descriptions.items() if by_guid[item.guid]}
    return {
        "guid": item.guid,
        "code": item.code,
        **times,
        "duration": f"PT{item.seconds // 60}M",
        "room": room or {"guid": NO_ROOM, "name": ""},
        "slug": item.slug,
        "url": session_url(event, item, event.source),
        "title": words.title,
        "subtitle": None,
        "track": {"slug": item.track.slug if item.track else NO_TRACK},
        "type": _TYPES.get(SessionType(session.type), "TALK"),
        "language": (session.floor[0] if session.floor else event.source).code,
        "abstract": _all_languages(session.abstract) or None,
        "description": told or None,
        "participants": [
            {
                "guid": guest.guid,
                "name": name_of(guest, event.source),
                "role": _ROLES.get(SpeakerRole(role), "SPEAKER"),
            }
            for guest, role in item.guests
        ],
        "links": [_reference(one) for one in links(event, item, event.source)],
        "attachments": [
            _reference(attached(event, document, language, event.source))
            for document in item.documents
            for language in file_languages(event, document, event.source)
        ],
        "state": "CONFIRMED",
    }


def _room(schedule: Schedule, room: Place) -> Json:
    kind = {"type": "VIRTUAL"} if room.is_online else {}
    return {"name": _source(schedule, room.name), "slug": room.slug, "guid": room.guid, **kind}


def _reference(one: Reference) -> Json:
    return {"type": one.kind.upper(), "url": one.url, "title": one.title}


def _source(schedule: Schedule, text: Translated) -> str:
    return for_files(text.resolve(schedule.event.source).text)


def _all_languages(text: Translated) -> Json:
    """The languages in which a text really is; readers choose what stands for one that is missing."""
    return {language.code: for_files(text.text(language)) for language in text if text.text(language)}
