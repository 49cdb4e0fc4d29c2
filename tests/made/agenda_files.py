"""Files of an agenda, sent through the organisers' door and taken over."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

from conference.agenda import service
from conference.agenda.importing.shape import SCHEDULE_XML
from conference.core.storage import storage
from conference.events.models import Event
from tests.client import Page, Visitor
from tests.world import World

IMPORTS = "/en/thamm-2021/manage/agenda/imports"
APPLY, CHOOSE = "form[action$='/apply']", "form[method=get]"


def xml_event(key: str = "7", **changes: str) -> str:
    """One event of a schedule.xml, with an id alone unless a guid is given."""
    facts = {
        "guid": "",
        "start": "09:00",
        "duration": "01:30",
        "room": "Janson",
        "slug": f"talk_{key}",
        "title": f"Talk {key}",
        "track": "Keynotes",
        "type": "keynote",
        "language": "",
        "abstract": "",
        "persons": f'<person id="{key}">Speaker {key}</person>',
    } | changes
    guid = facts.pop("guid")
    body = "".join(f"<{name}>{value}</{name}>" for name, value in facts.items())
    return f'<event id="{key}"{f" guid={guid!r}" if guid else ""}>{body}</event>'


def schedule_xml(*events: str, day: str = "2021-07-05", declared: str = "", zone: str = "") -> bytes:
    """A schedule.xml of one day, with its events in one room, each on a line of its own."""
    lines = [
        f'<?xml version="1.0" encoding="UTF-8"?>{declared}',
        f"<schedule><conference><title>A conference</title><time_zone_name>{zone}</time_zone_name></conference>",
        f'<day index="1" date="{day}"><room name="Janson">',
        *events,
        "</room></day></schedule>",
    ]
    return "\n".join(lines).encode()


def schedule_json(*events: Mapping[str, Any], day: str = "2021-07-05") -> bytes:
    conference = {"title": "A conference", "days": [{"date": day, "rooms": {"Hall": list(events)}}]}
    return json.dumps({"schedule": {"version": "1", "conference": conference}}, indent=1).encode()


def template(**sheets: Sequence[Sequence[Any]]) -> bytes:
    """A workbook with our sheets, each a table whose first row is its headings."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name.capitalize() if name != "roles" else "Roles in sessions")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return stream.getvalue()


def send(organiser: Visitor, body: bytes, *, name: str = "schedule.xml", language: str = "en") -> Page:
    """What comes of sending a file."""
    page = organiser.get(IMPORTS.replace("/en/", f"/{language}/"))
    return page.submit("form.form", file=(io.BytesIO(body), name))


def look(organiser: Visitor, body: bytes, *, name: str = "schedule.xml", **chosen: str) -> Page:
    """The page of the difference, with what the operator chooses: `texts` is a language, `out` the tick."""
    sent = send(organiser, body, name=name)
    assert sent.status == 302, sent.errors
    query = "&".join(f"{key}={value}" for key, value in chosen.items())
    return organiser.get(f"{sent.location}?{query}")


def take_over(organiser: Visitor, body: bytes, *, name: str = "schedule.xml", **chosen: str) -> Page:
    """The page after the file was taken over."""
    page = look(organiser, body, name=name, **chosen)
    return organiser.follow(page.submit(APPLY))


def make_import(world: World, event_id: int, body: bytes | None = None) -> int:
    """A schedule.xml that waits to be taken over; returns its id."""
    account = world.account()
    with world.writing() as database:
        event = database.get_one(Event, event_id)
        sha256 = storage().keep(io.BytesIO(body or schedule_xml(xml_event()))).sha256
        made = service.begin_import(
            database, event, format=SCHEDULE_XML, name="schedule.xml", sha256=sha256, language=event.source, by=account
        )
        return made.id
