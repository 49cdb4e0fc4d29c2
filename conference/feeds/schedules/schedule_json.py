"""schedule.json, as c3voc's schema describes it: what schedule.xml says, in one language.

Which texts are there in another language only stands in `conference.meta`, by the guid of their session.
"""

from __future__ import annotations

import json
import re

from flask import current_app

from conference.agenda.identities import GENERATOR
from conference.core.languages import Language
from conference.core.localization import absolute_url
from conference.core.text import for_files
from conference.feeds.schedules.reading import Day, Guest, Item, Place, Schedule
from conference.feeds.schedules.wording import (
    Json,
    Reference,
    attachments,
    description,
    links,
    name_of,
    session_url,
    speaker_url,
    wording,
)

SCHEMA = "https://c3voc.de/schedule/schema.json"
_ZONE = re.compile("[A-Z][a-z]+/[A-Z][a-z]+|.*UTC$")


def to_schedule_json(schedule: Schedule, language: Language) -> bytes:
    """The document in UTF-8. Speaks `language`, which the request has."""
    site = current_app.config["PUBLIC_URL"]
    return dumped(
        {
            "$schema": SCHEMA,
            "generator": generator(),
            "schedule": {
                "version": str(schedule.version.number),
                "base_url": f"{site}/",
                "conference": _conference(schedule, language),
            },
        }
    )


def dumped(document: Json) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def generator() -> Json:
    return {"name": GENERATOR, "url": current_app.config["PUBLIC_URL"]}


def zone_name(zone: str) -> Json:
    """The zone as a field, but for one whose name the schemas do not take (`Etc/GMT+1`)."""
    return {"time_zone_name": zone} if _ZONE.match(zone) else {}


def _conference(schedule: Schedule, language: Language) -> Json:
    event = schedule.event
    events = {item.guid: wording(item, language) for item in schedule.items}
    return {
        "acronym": schedule.acronym,
        "title": for_files(event.title.resolve(language).text),
        "description": for_files(event.summary.resolve(language).text),
        "start": event.starts_on.isoformat(),
        "end": event.ends_on.isoformat(),
        "daysCount": len(schedule.days),
        "timeslot_duration": "00:05",
        **zone_name(event.zone),
        "url": absolute_url("pages.home", language=language, event=event.slug),
        "tracks": [
            {"name": for_files(track.name.resolve(language).text), "slug": track.slug} for track in schedule.tracks
        ],
        "rooms": [_room(room, language) for room in schedule.rooms],
        "meta": {
            "language": language.code,
            "events": {guid: dict(words.fallbacks) for guid, words in events.items() if words.fallbacks},
        },
        "days": [_day(schedule, day, language) for day in schedule.days],
    }


def _room(room: Place, language: Language) -> Json:
    kind = {"type": "online"} if room.is_online else {}
    name = for_files(room.name.resolve(language).text)
    return {"name": name, "slug": room.slug, "guid": room.guid, **kind}


def _day(schedule: Schedule, day: Day, language: Language) -> Json:
    rooms: dict[str, list[Json]] = {}
    for room, items in day.by_room:
        name = for_files(room.name.resolve(language).text) if room else ""
        rooms.setdefault(name, []).extend(_event(schedule, item, language) for item in items)
    return {
        "index": day.index,
        "date": day.date.isoformat(),
        "day_start": day.starts_at.isoformat(),
        "day_end": day.ends_at.isoformat(),
        "rooms": rooms,
    }


def _event(schedule: Schedule, item: Item, language: Language) -> Json:
    event, words = schedule.event, wording(item, language)
    minutes = item.seconds // 60
    return {
        "guid": item.guid,
        "code": item.code,
        "id": item.number,
        "date": item.starts_at.isoformat(),
        "start": item.starts_at.strftime("%H:%M"),
        "end": item.ends_at.isoformat(),
        "duration": f"{minutes // 60:02}:{minutes % 60:02}",
        "room": words.room,
        "slug": item.slug,
        "url": session_url(event, item, language),
        "title": words.title,
        "subtitle": None,
        "track": words.track or None,
        "type": item.session.type,
        "language": item.session.floor[0].code if item.session.floor else None,
        "abstract": words.abstract,
        "description": description(item, language) or None,
        # Nobody was asked whether others may record: consent is given, never presumed.
        "recording_license": "",
        "do_not_record": True,
        "persons": [_person(schedule, guest, language) for guest, _role in item.guests],
        "links": [_reference(one) for one in links(event, item, language)],
        "attachments": [_reference(one) for one in attachments(event, item, language)],
    }


def _person(schedule: Schedule, guest: Guest, language: Language) -> Json:
    return {
        "guid": guest.guid,
        "id": guest.number,
        "code": guest.code,
        "name": name_of(guest, language),
        "biography": for_files(guest.person.biography.text(language)) or None,
        "url": speaker_url(schedule.event, guest, language),
    }


def _reference(one: Reference) -> Json:
    return {"type": one.kind, "url": one.url, "title": one.title}
