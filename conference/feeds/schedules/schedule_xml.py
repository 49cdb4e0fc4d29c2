"""schedule.xml, as c3voc's XSD describes it: one language, for apps on phones and for whoever records.

The schema takes `xml:lang` nowhere. A text that is there in another language only says so in a processing instruction
of its event (`<?fallback title="en"?>`), which validators and programs pass over and our own import reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as ET

from flask import current_app

from conference.agenda.identities import GENERATOR
from conference.core.languages import Language
from conference.core.localization import absolute_url
from conference.core.text import for_files
from conference.feeds.schedules.reading import Item, Place, Schedule
from conference.feeds.schedules.wording import (
    attachments,
    description,
    links,
    name_of,
    session_url,
    wording,
)

LONGEST = 99 * 3600 + 59 * 60
"""The longest duration that the schema can say, in seconds."""


def to_schedule_xml(schedule: Schedule, language: Language, *, address: str) -> bytes:
    """The document in UTF-8; `address` is where it is read again. Speaks `language`, which the request has."""
    root = ET.Element("schedule")
    site = current_app.config["PUBLIC_URL"]
    _add(root, "generator", attributes={"name": GENERATOR, "system": site})
    _add(root, "url", address)
    _add(root, "version", str(schedule.version.number))
    _conference(root, schedule, language)
    for day in schedule.days:
        attributes = {
            "index": str(day.index),
            "date": day.date.isoformat(),
            "start": day.starts_at.isoformat(),
            "end": day.ends_at.isoformat(),
        }
        element = _add(root, "day", attributes=attributes)
        for room, items in day.by_room:
            place = _add(element, "room", attributes=_room(room, language))
            for item in items:
                _event(place, schedule, item, language)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def _conference(root: ET.Element, schedule: Schedule, language: Language) -> None:
    event = schedule.event
    conference = _add(root, "conference")
    _add(conference, "title", event.title.resolve(language).text)
    _add(conference, "acronym", schedule.acronym)
    _add(conference, "start", event.starts_on.isoformat())
    _add(conference, "end", event.ends_on.isoformat())
    _add(conference, "days", str(len(schedule.days)))
    _add(conference, "timeslot_duration", "00:05")
    _add(conference, "base_url", f"{current_app.config['PUBLIC_URL']}/")
    _add(conference, "url", absolute_url("pages.home", language=language, event=event.slug))
    _add(conference, "time_zone_name", event.zone)
    for track in schedule.tracks:
        _add(conference, "track", attributes={"name": track.name.resolve(language).text, "slug": track.slug})


def _room(room: Place | None, language: Language) -> Mapping[str, str]:
    """A session without a room stands in one without a name: the schema wants one around it."""
    return {"name": room.name.resolve(language).text, "guid": room.guid} if room else {"name": ""}


def _event(parent: ET.Element, schedule: Schedule, item: Item, language: Language) -> None:
    event = schedule.event
    attributes = {"guid": item.guid, "id": str(item.number), "code": item.code}
    element = _add(parent, "event", attributes=attributes)
    words = wording(item, language)
    if words.fallbacks:
        told = " ".join(f'{name}="{code}"' for name, code in words.fallbacks.items())
        element.append(ET.ProcessingInstruction("fallback", told))
    _add(element, "room", words.room)
    _add(element, "title", words.title)
    _add(element, "subtitle")
    _add(element, "type", item.session.type)
    _add(element, "date", item.starts_at.isoformat())
    _add(element, "start", item.starts_at.strftime("%H:%M"))
    _add(element, "duration", _duration(item.seconds))
    _add(element, "abstract", words.abstract)
    _add(element, "slug", item.slug)
    _add(element, "track", words.track)
    persons = _add(element, "persons")
    for guest, _role in item.guests:
        _add(persons, "person", name_of(guest, language), {"id": str(guest.number), "guid": guest.guid})
    if item.session.floor:
        _add(element, "language", item.session.floor[0].code)
    _add(element, "description", description(item, language))
    recording = _add(element, "recording")
    # Nobody was asked whether others may record: consent is given, never presumed.
    _add(recording, "license")
    _add(recording, "optout", "true")
    listed = _add(element, "links")
    for one in links(event, item, language):
        _add(listed, "link", one.title, {"href": one.url, "type": one.kind})
    files = _add(element, "attachments")
    for one in attachments(event, item, language):
        _add(files, "attachment", one.title, {"href": one.url, "type": one.kind})
    _add(element, "url", session_url(event, item, language))


def _duration(seconds: int) -> str:
    """Hours and minutes, with seconds where there are some."""
    minutes, rest = divmod(min(seconds, LONGEST), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}" + (f":{rest:02}" if rest else "")


def _add(parent: ET.Element, name: str, text: str = "", attributes: Mapping[str, str] | None = None) -> ET.Element:
    element = ET.SubElement(parent, name, {key: for_files(value) for key, value in (attributes or {}).items()})
    element.text = for_files(text) or None
    return element
