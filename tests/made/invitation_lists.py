"""Lists of people to invite, sent through the organisers' door and taken over."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from conference.core.storage import storage
from conference.events.models import Event
from conference.speakers import service
from tests.client import Page, Visitor
from tests.made.lists import workbook
from tests.world import World

LISTS = "/en/thamm-2021/manage/speakers/lists"
APPLY, DROP = "form[action$='/apply']", "form[action$='/drop']"
HEADINGS = (
    "Title",
    "Full name",
    "Name in Latin script",
    "E-mail address",
    "Language of our messages",
    "Code of the session",
    "Role in the session",
    "Function",
    "Organisation",
)
NADIA = ("Dr", "نادية الراوي", "Nadia Rawi", "nadia@example.org", "العربية", "D1-01", "Moderator", "مديرة", "وزارة")


def people(*rows: Sequence[Any]) -> bytes:
    """A list with our headings."""
    return workbook([HEADINGS, *rows])


def send(organiser: Visitor, body: bytes, *, name: str = "people.xlsx", language: str = "en") -> Page:
    """What comes of sending a list."""
    page = organiser.get(LISTS.replace("/en/", f"/{language}/"))
    return page.submit("form.form", file=(io.BytesIO(body), name))


def look(organiser: Visitor, body: bytes, *, language: str = "en") -> Page:
    """The page that shows what a list would do."""
    sent = send(organiser, body, language=language)
    assert sent.status == 302, sent.errors
    return organiser.follow(sent)


def take_over(organiser: Visitor, body: bytes) -> Page:
    """The board after a list was taken over."""
    return organiser.follow(look(organiser, body).submit(APPLY))


def make_list(world: World, event_id: int, body: bytes | None = None) -> int:
    """A list that waits to be taken over; returns its id."""
    account = world.account()
    with world.writing() as database:
        event = database.get_one(Event, event_id)
        sha256 = storage().keep(io.BytesIO(body or people(NADIA))).sha256
        return service.begin_list(database, event, name="people.xlsx", sha256=sha256, by=account).id
