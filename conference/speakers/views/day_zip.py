"""The slides of a day for the computer in the conference room: one ZIP in the order of the sessions, which streams."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Response, abort, g, render_template, request
from flask_babel import gettext as _

from conference.agenda.models import Room, Speaker
from conference.agenda.queries import rooms_of
from conference.core import formatting
from conference.core.access import access
from conference.core.archive import EARLIEST, Archive, contents_name, local_time, made, member_name, stored
from conference.core.database import db
from conference.core.files import archive_response, readable_name
from conference.core.languages import Language, UnknownLanguage
from conference.core.security import private_page
from conference.events.access import current_event, organiser
from conference.events.header import event_header
from conference.events.models import Event
from conference.speakers.models import Slides
from conference.speakers.queries.room_files import Choice, RoomSession, day_of, room_files, sessions_for_room
from conference.speakers.views.blueprint import blueprint
from conference.speakers.views.manage import MANAGE

LONGEST_PERSON = 40


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of the ZIP; None is every day, or every room. `language` is that of the titles in the names."""

    day: date | None
    room: Room | None
    choice: Choice
    language: Language


@blueprint.get(f"{MANAGE}/slides.zip")
@access(organiser)
def day_zip() -> Response:
    """The contents first, which name what is missing, then the newest revision of each file that was chosen."""
    private_page()
    event = current_event()
    wish = _wish(event)
    room_id = wish.room.id if wish.room else None
    sessions = sessions_for_room(db.session(), event, day=wish.day, room_id=room_id)
    found = room_files(db.session(), event, sessions, wish.choice)
    names = dict(_names(event, wish, found))
    files = [one.slides for session in found for one in session.files]
    members = [
        stored(names[one.id], sha256=one.sha256, size=one.size, at=local_time(one.received_at, event.zone_info))
        for one in files
    ]
    contents = made(
        contents_name(), _contents(event, wish, found, names), at=max((one.at for one in members), default=EARLIEST)
    )
    of = wish.day.isoformat() if wish.day else "all"
    name = f"{event.slug}_slides_{of}_{wish.choice}_{wish.language}.zip"
    return archive_response(Archive([contents, *members]), name=name)


def _wish(event: Event) -> Wish:
    """What the address asks for. Aborts with 404 where it names a day, room, kind or language that there is not."""
    asked = {name: request.args.get(name, "") for name in ("day", "room", "files", "language")}
    try:
        day = date.fromisoformat(asked["day"]) if asked["day"] else None
        choice = Choice(asked["files"] or Choice.ALL)
        language = Language.of(asked["language"]) if asked["language"] else g.language
    except (ValueError, UnknownLanguage):
        abort(404)
    room = None
    if asked["room"]:
        rooms = {str(one.id): one for one in rooms_of(db.session(), event.id)}
        room = rooms.get(asked["room"]) or abort(404)
    return Wish(day, room, choice, language if language in event.languages else abort(404))


def _names(event: Event, wish: Wish, found: Sequence[RoomSession]) -> Iterator[tuple[int, str]]:
    """The name of each file by its id: «01 0900 S1 Opening – Amina Example (fr).pdf».

    The number is the file's own, so that no two are called the same; a ZIP of several days has a folder for each.
    """
    undated = readable_name(_("Without a day"), longest=40)
    several = len({day_of(event, one.session) for one in found}) > 1
    width = max(2, len(str(sum(len(one.files) for one in found))))
    number = 0
    for session in found:
        day = day_of(event, session.session)
        folder = f"{day.isoformat() if day else undated}/" if several else ""
        starts_at = session.session.starts_at
        hour = formatting.format_hour(starts_at, event.zone).replace(":", "") if starts_at else ""
        for one in session.files:
            number += 1
            before = " ".join(part for part in (f"{number:0{width}}", hour, session.session.code) if part)
            yield one.slides.id, folder + _name(one.slides, wish.language, before)


def _name(slides: Slides, language: Language, before: str) -> str:
    person = readable_name(_person(slides.speaker, language), longest=LONGEST_PERSON)
    after = f"{f' – {person}' if person else ''} ({slides.language_code})"
    return member_name(before, slides.title.resolve(language).text, after, ending=slides.ending)


def _person(speaker: Speaker, language: Language) -> str:
    return speaker.name_in(language) or speaker.function.resolve(language).text


def _contents(event: Event, wish: Wish, found: Sequence[RoomSession], names: dict[int, str]) -> bytes:
    """A page that opens without us: every session of the wish, its files, and what is still missing."""
    days: dict[date | None, list[RoomSession]] = {}
    for one in found:
        if one.files or one.left_out or one.missing or one.session.roles:
            days.setdefault(day_of(event, one.session), []).append(one)
    page = render_template(
        "speakers/room_contents.html",
        the_event=event,
        header=event_header(event),
        wish=wish,
        days=days,
        names=names,
        person_of=lambda speaker: _person(speaker, g.language),
    )
    return page.encode()
