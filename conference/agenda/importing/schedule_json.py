"""Reading schedule.json and the multilingual schedule2.json (c3voc's schemas), trusting no part of their form."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from conference.agenda.identities import GENERATOR
from conference.agenda.importing.raw import RawEvent, RawPerson, RawSchedule, Worded
from conference.core.sent_bytes import FileRefused

_PLAIN = ("guid", "code", "slug", "type", "language", "date", "end", "start", "duration")
_NOT_TAKING_PLACE = ("CANCELED", "REJECTED", "WITHDRAWN", "DELETED")
_WORDED = ("title", "subtitle", "abstract", "description")


def read_json(body: bytes) -> RawSchedule:
    """The schedule in a JSON file. Raises FileRefused."""
    try:
        text = body.decode(json.detect_encoding(body)).removeprefix(codecs.BOM_UTF8.decode())
        told = json.loads(text)
    except RecursionError:
        raise FileRefused("depth", most=0) from None
    except (ValueError, LookupError) as error:
        raise FileRefused("json", line=getattr(error, "lineno", 1)) from None
    schedule = _object(_object(told).get("schedule"))
    conference = _object(schedule.get("conference"))
    if not conference:
        raise FileRefused("no_schedule")
    if isinstance(schedule.get("events"), list):
        events = _flat(_list(schedule["events"]), conference)
    else:
        events = _by_day(conference)
    is_ours = _object(_object(told).get("generator")).get("name") == GENERATOR
    if is_ours:
        events = _with_languages(events, _object(_object(conference.get("meta")).get("events")))
    return RawSchedule(_text(conference.get("time_zone_name")), "", _with_lines(events, text), is_ours)


def _by_day(conference: Mapping[str, Any]) -> Iterator[RawEvent]:
    for day in _list(conference.get("days")):
        for room, events in _object(_object(day).get("rooms")).items():
            for event in _list(events):
                yield _event(_object(event), day=_text(_object(day).get("date")), room=room)


def _flat(events: Sequence[Any], conference: Mapping[str, Any]) -> Iterator[RawEvent]:
    """schedule2 names an event's start by its instant, its track by a slug, and its people as participants."""
    tracks = {
        _text(_object(one).get("slug")): _worded(_object(one).get("name")) for one in _list(conference.get("tracks"))
    }
    for one in map(_object, events):
        event = _event(one, day="", room=_worded(_object(one.get("room")).get("name")))
        event.date, event.start = _text(one.get("start")), ""
        if one.get("state") in _NOT_TAKING_PLACE:
            continue
        slug = _text(_object(one.get("track")).get("slug"))
        event.track = tracks.get(slug, slug) or event.track
        yield event


def _with_languages(events: Iterator[RawEvent], told: Mapping[str, Any]) -> Iterator[RawEvent]:
    """The events with what our own files say beside the schemas: texts by language, or which one a text is in."""
    for event in events:
        known = _object(told.get(event.guid))
        for name in ("title", "abstract", "room", "track"):
            if isinstance(known.get(name), dict):
                setattr(event, name, _worded(known[name]))
            elif isinstance(known.get(name), str):
                setattr(event, name, {known[name]: getattr(event, name)})
        event.type = _text(known.get("type")) or event.type
        if isinstance(known.get("floor"), list):
            event.language = next((_text(one) for one in known["floor"]), "")
        yield event


def _event(event: Mapping[str, Any], *, day: str, room: Worded) -> RawEvent:
    plain = {name: _text(event.get(name)) for name in _PLAIN}
    worded: dict[str, Worded] = {name: _worded(event.get(name)) for name in _WORDED}
    people = [*_list(event.get("persons")), *_list(event.get("participants"))]
    return RawEvent(
        line=0,
        id=_text(event.get("id")),
        day=day,
        room=_worded(event.get("room")) if isinstance(event.get("room"), str) else room,
        track=_worded(event.get("track")) if isinstance(event.get("track"), str) else "",
        persons=[_person(_object(one)) for one in people],
        **plain,
        **worded,  # type: ignore[arg-type]
    )


def _person(person: Mapping[str, Any]) -> RawPerson:
    return RawPerson(
        name=_text(person.get("name")) or _text(person.get("public_name")),
        guid=_text(person.get("guid")),
        code=_text(person.get("code")),
        id=_text(person.get("id")),
        biography=_text(person.get("biography")),
        role=_text(person.get("role")),
    )


def _with_lines(events: Iterator[RawEvent], text: str) -> Iterator[RawEvent]:
    """The events with the lines on which what identifies them stands; the parser does not tell them."""
    place, line = 0, 1
    for event in events:
        mark = json.dumps(event.guid or event.slug or event.title, ensure_ascii=False)
        found = text.find(mark, place)
        if found >= 0:
            line += text.count("\n", place, found)
            place = found
        event.line = line
        yield event


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def _text(value: Any) -> str:
    """A word or a number as text; of anything else nothing."""
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def _worded(value: Any) -> Worded:
    """A text, or one text per language where the file has several."""
    if isinstance(value, dict):
        return {str(code): _text(one) for code, one in value.items()}
    return _text(value)
