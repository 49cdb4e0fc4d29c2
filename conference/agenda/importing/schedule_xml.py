"""Reading schedule.xml, as pentabarf, frab and pretalx write it (c3voc's schema; what older files lack is left out)."""

from __future__ import annotations

from collections.abc import Iterator

from conference.agenda.identities import GENERATOR
from conference.agenda.importing.nodes import Node, tree
from conference.agenda.importing.raw import RawEvent, RawPerson, RawSchedule, Worded
from conference.core.sent_bytes import FileRefused


def read_xml(body: bytes) -> RawSchedule:
    """The schedule in an XML file. Raises FileRefused."""
    root = tree(body)
    if root.name != "schedule":
        raise FileRefused("no_schedule")
    conference = root.child("conference") or Node("conference", {}, root.line)
    generator = root.child("generator")
    return RawSchedule(
        conference.text_of("time_zone_name"),
        conference.text_of("day_change"),
        _events(root),
        is_ours=generator is not None and generator.attributes.get("name") == GENERATOR,
    )


def _events(root: Node) -> Iterator[RawEvent]:
    for day in root.all("day"):
        for room in day.all("room"):
            for event in room.all("event"):
                yield _event(event, day.attributes.get("date", ""), room.attributes.get("name", ""))


def _event(event: Node, day: str, room: str) -> RawEvent:
    persons = event.child("persons")

    def worded(name: str, words: str) -> Worded:
        """A text, with the language that the file says it is in where it is another than the file's."""
        language = event.fallbacks.get(name)
        return {language: words} if language else words

    return RawEvent(
        line=event.line,
        guid=event.attributes.get("guid", ""),
        code=event.attributes.get("code", ""),
        id=event.attributes.get("id", ""),
        day=day,
        **{name: worded(name, event.text_of(name)) for name in ("title", "abstract", "track")},  # type: ignore[arg-type]
        room=worded("room", event.text_of("room") or room),
        persons=[_person(one) for one in persons.all("person")] if persons else [],
        **{
            name: event.text_of(name)
            for name in (
                "slug",
                "subtitle",
                "description",
                "type",
                "language",
                "date",
                "start",
                "duration",
            )
        },
    )


def _person(person: Node) -> RawPerson:
    guid, code, number = (person.attributes.get(name, "") for name in ("guid", "code", "id"))
    return RawPerson(person.text, guid=guid, code=code, id=number)
