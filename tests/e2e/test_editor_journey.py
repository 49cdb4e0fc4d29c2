"""An organiser's whole way with an agenda: placed, checked, published, changed, published again, and put back.

The same story is told twice, by a mouse and by the keyboard alone, in English and in Arabic.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

import pytest
from flask import Flask
from flask_babel import force_locale
from flask_babel import gettext as _
from playwright.sync_api import BrowserContext, Page, expect

from conference.agenda.check_words import check_words, held_back_words
from conference.agenda.checks import Check
from conference.app import create_app
from conference.config import Config
from conference.core.clock import now
from conference.core.database import db
from conference.demonstration.loader import ORGANISER
from conference.events.models import EventRole, Role
from conference.registration.models import FieldType
from conference.speakers.models import Invitation, InvitationState
from tests.e2e.conftest import Reader, Server
from tests.e2e.test_editor import BACK, ONWARD, box, card, column_of, drag, seen, voice
from tests.e2e.test_journey import sign_in
from tests.made.agenda import give_role, make_presentation, make_room, make_session, make_speaker
from tests.made.form import make_field
from tests.made.speakers import invite
from tests.world import World

HALL, STUDIO = 0, 1
# Where each session goes: its room and its hour. They follow each other, but where a check needs them apart.
PLACES = (
    ("S01", HALL, "09:00"),
    ("S02", HALL, "10:00"),
    ("S04", HALL, "11:00"),
    ("S05", HALL, "12:00"),
    ("S07", HALL, "13:00"),
    ("S09", HALL, "14:00"),
    ("S03", STUDIO, "09:00"),
    ("S06", STUDIO, "10:05"),
    ("S08", STUDIO, "11:50"),
    ("S10", STUDIO, "13:00"),
)
STEP = 5
ROW = 10
# How many stops of Tab lie between the focus and an element, roughly (a date has several): negative for those before.
STOPS = """target => {
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")];
  const stops = all.filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled);
  const from = document.activeElement;
  if (from === target) return 0;
  const isAfter = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
  const isBack = isAfter(target, from);
  const [first, last] = isBack ? [target, from] : [from, target];
  const between = stops.filter((one) => isAfter(first, one) && isAfter(one, last)).length;
  return (isBack ? -1 : 1) * Math.max(between, 1);
}"""


class Hands(Protocol):
    """What a person does with the pages; how they do it is theirs."""

    def follow(self, selector: str) -> None: ...
    def send(self, selector: str) -> None: ...
    def fill(self, selector: str, text: str) -> None: ...
    def choose(self, selector: str, value: str) -> None: ...
    def place(self, code: str, room: int, clock: str) -> None: ...
    def move(self, code: str, steps: int) -> None: ...
    def lengthen(self, code: str, steps: int) -> None: ...
    def to_room(self, code: str, room: int) -> None: ...


class Mouse:
    """Drags, and fills in forms by clicking."""

    def __init__(self, page: Page, language: str) -> None:
        self.page = page

    def follow(self, selector: str) -> None:
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    send = follow

    def fill(self, selector: str, text: str) -> None:
        self.page.locator(selector).fill(text)

    def choose(self, selector: str, value: str) -> None:
        self.page.locator(selector).select_option(value)

    def place(self, code: str, room: int, clock: str) -> None:
        start = self._grip(code)
        self.page.locator("[data-scroll]").evaluate("(e, top) => { e.scrollTop = top; }", minutes(clock) * 2 - 1200)
        x, y, width, _height = seen(self.page.locator("[data-column] .plan-blocks").nth(room))
        drag(self.page, start, (x + width / 2, y + (minutes(clock) - 8 * 60) / STEP * ROW + ROW))

    def move(self, code: str, steps: int) -> None:
        x, y = self._grip(code)
        drag(self.page, (x, y), (x, y + steps * ROW))

    def lengthen(self, code: str, steps: int) -> None:
        self._grip(code)
        x, y, width, height = seen(card(self.page, code))
        drag(self.page, (x + width / 2, y + height - 2), (x + width / 2, y + height - 2 + steps * ROW))

    def to_room(self, code: str, room: int) -> None:
        _x, y = start = self._grip(code)
        x, _y, width, _height = seen(self.page.locator("[data-column]").nth(room))
        drag(self.page, start, (x + width / 2, y))

    def _grip(self, code: str) -> tuple[float, float]:
        card(self.page, code).evaluate("e => e.scrollIntoView({ block: 'center', behavior: 'instant' })")
        x, y, width, _height = box(card(self.page, code))
        return x + width / 2, y + 12


class Keys:
    """Keys alone: Tab from one thing to the next, arrows in the plan and in choices, Enter."""

    def __init__(self, page: Page, language: str) -> None:
        self.page, self.language = page, language

    def follow(self, selector: str) -> None:
        self.go_to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    send = follow

    def fill(self, selector: str, text: str) -> None:
        self.go_to(selector)
        if self.page.locator(selector).get_attribute("type") == "date":
            year, month, day = text.split("-")
            self.page.keyboard.type(month + day + year)
        elif self.page.locator(selector).get_attribute("type") == "time":
            self.page.keyboard.type(text.replace(":", "") + ("AM" if text < "12" else "PM"))
        else:
            self.page.keyboard.press("Control+a")
            self.page.keyboard.press("Delete")
            self.page.keyboard.type(text)
        expect(self.page.locator(selector)).to_have_value(text)

    def choose(self, selector: str, value: str) -> None:
        self.go_to(selector)
        self.page.keyboard.press("Home")
        for _option in range(40):
            if self.page.locator(selector).input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{selector} never came to {value}")

    def place(self, code: str, room: int, clock: str) -> None:
        """The first key brings the session into its room, after the last one there; the next ones move it."""
        self.go_to(f"[data-card='{code}']")
        self.page.keyboard.press("ArrowDown")
        told = card(self.page, code).locator("[data-hours]").inner_text()
        for _step in range((minutes(clock) - minutes(told[:5])) // STEP):
            self.page.keyboard.press("ArrowDown")

    def move(self, code: str, steps: int) -> None:
        self.go_to(f"[data-card='{code}']")
        for _step in range(abs(steps)):
            self.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")

    def lengthen(self, code: str, steps: int) -> None:
        self.go_to(f"[data-card='{code}']")
        for _step in range(abs(steps)):
            self.page.keyboard.press("Shift+ArrowDown" if steps > 0 else "Shift+ArrowUp")

    def to_room(self, code: str, room: int) -> None:
        self.go_to(f"[data-card='{code}']")
        steps = room - column_of(self.page, code)
        for _step in range(abs(steps)):
            self.page.keyboard.press((ONWARD if steps > 0 else BACK)[self.language])

    def go_to(self, selector: str) -> None:
        """Tab until the focus is there: onwards, or back where it comes earlier on the page."""
        target = self.page.locator(selector).first
        expect(target).to_be_attached()
        for _try in range(100):
            stops = int(target.evaluate(STOPS))
            if stops == 0:
                return
            for _stop in range(abs(stops)):
                self.page.keyboard.press("Tab" if stops > 0 else "Shift+Tab")
        raise AssertionError(f"Tab never came to {selector}")


def minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


@pytest.fixture
def app(server: Server) -> Iterator[Flask]:
    """An application on the server's own data, to arrange an event that no other journey uses."""
    made = create_app(
        Config.from_environment({"CONFERENCE_MODE": "development", "CONFERENCE_INSTANCE": str(server.instance)})
    )
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture(params=["en", "ar"])
def reader(request: pytest.FixtureRequest, context: BrowserContext, server: Server) -> Reader:
    return Reader(context.new_page(), server, str(request.param))


def arrange(world: World, slug: str) -> None:
    """Ten sessions that wait, two rooms, two people of whom one has confirmed, and a choice between two sessions."""
    event = world.event(slug)
    with world.writing() as database:
        account = world.account_id(ORGANISER)
        database.add(EventRole(event_id=event, account_id=account, role=Role.ORGANISER, created_at=now()))
    rooms = make_room(world, event, "Hall"), make_room(world, event, "Studio", is_online=True)
    ids = {}
    for code, room, _clock in PLACES:
        heard = ["fr", "ar"] if code == "S06" else []
        ids[code] = make_session(world, event, code, hours=None, room_id=rooms[room], interpretation_codes=heard)
    make_presentation(world, ids["S05"], minutes=60)
    coming = make_speaker(world, event, "benali")
    make_speaker(world, event, "mansour", native_name="", latin_name="Amina Mansour")
    for code in ("S02", "S03"):
        give_role(world, ids[code], coming)
    invitation = invite(world, coming)
    with world.writing() as database:
        database.get_one(Invitation, invitation).state = InvitationState.CONFIRMED
    make_field(world, event, FieldType.SESSIONS, "Workshop", sessions={ids["S04"]: None, ids["S08"]: None}, most=1)


class Story:
    """The journey, told in one language by one pair of hands."""

    def __init__(self, reader: Reader, hands: Hands, app: Flask, home: str, way: str) -> None:
        self.reader, self.page, self.hands, self.app, self.way = reader, reader.page, hands, app, way
        self.manage = f"/{reader.language}/{home}/manage/agenda"

    def words(self, check: Check) -> str:
        with self.app.test_request_context(), force_locale(self.reader.language):
            return check_words(check)

    def look(self, name: str) -> None:
        """Every stop is looked at; the pictures of one way show the other as well."""
        self.reader.look(f"journey-{name}" if self.way == "mouse" else None)

    def at(self, code: str, clock: str, length: int = 60) -> None:
        """A session is saved at an hour, and this was said."""
        ends = f"{(minutes(clock) + length) // 60:02}:{(minutes(clock) + length) % 60:02}"
        expect(card(self.page, code)).to_have_attribute("data-from", clock)
        expect(card(self.page, code)).to_have_attribute("data-minutes", str(length))
        expect(voice(self.page)).to_contain_text(f"{clock}–{ends}")
        expect(voice(self.page)).to_contain_text(f"({code})")
        expect(self.page.locator("[data-editor]")).not_to_have_attribute("aria-busy", "true")

    def found(self, check: Check, *codes: str) -> None:
        """The plan lists what a check found, said it, leads to its cards and marks them."""
        line = self.page.locator(".plan-findings li").filter(has_text=self.words(check))
        expect(line).to_have_count(1)
        for code in codes:
            expect(line.locator(f"a[href='#card-{code}']")).to_have_count(1)
            expect(self.page.locator(f"#card-{code} .plan-mark")).to_have_count(1)
        self.look(f"found-{check}")

    def well(self) -> None:
        """Nothing is found on the day, and no card is marked."""
        expect(self.page.locator("p[data-found]")).to_have_count(1)
        expect(self.page.locator(".plan-mark")).to_have_count(0)

    def told(self) -> None:
        """The page says that it was done."""
        expect(self.page.locator("main > .notice--leaf, main > .notice").first).to_be_visible()

    def to_plan(self) -> None:
        self.hands.follow(f"a[href$='{self.manage}/day']")
        expect(self.page.locator("[data-editor-ready]")).to_have_count(1)

    def to_board(self) -> None:
        self.hands.follow(f"nav.cluster a[href$='{self.manage}']")

    def to_session(self, code: str) -> None:
        """From the plan to a session's texts and people."""
        self.hands.follow(f"#card-{code}")
        self.hands.follow(f"a[href$='/sessions/{code}']")

    def publish(self, note: str, number: int) -> None:
        """From the board, with a note."""
        self.hands.fill("[name=note-en]", note)
        self.hands.send("form[action$='/publish'] [type=submit]")
        with self.app.test_request_context(), force_locale(self.reader.language):
            said = _("Version %(number)s is published.", number=number)
        expect(self.page.locator("main > .notice").first).to_contain_text(said)
        self.look(f"published-{number}")

    def tell(self) -> None:
        """The whole way, from ten sessions that wait to the first version as the draft again."""
        self.page.goto(self.reader.server.url + self.manage)
        self.look("waiting")
        waiting = self.page.locator("summary").filter(has_text=self.words(Check.NO_TIME))
        expect(waiting).to_contain_text("(10)")
        self.to_plan()
        for code, room, clock in PLACES:
            self.hands.place(code, room, clock)
            self.at(code, clock)
            assert column_of(self.page, code) == room
        expect(self.page.locator("[data-waiting] [data-card]")).to_have_count(0)
        self.well()
        self.look("placed")
        self.by_steps()
        self.held_back()
        self.by_forms()
        self.outside()
        self.to_board()
        expect(self.page.locator("details:has(.findings)")).to_have_count(0)
        self.publish("As planned", 1)
        self.to_plan()
        self.hands.move("S01", -3)
        self.at("S01", "08:45")
        self.to_board()
        self.publish("The first session begins earlier", 2)
        self.restored()

    def by_steps(self) -> None:
        """What a step in the plan breaks, another one mends."""
        for check, code, steps, clock, about in (
            (Check.SPEAKER_TWICE, "S03", 1, "09:05", ("S02", "S03")),
            (Check.SESSION_CHOICE, "S08", 2, "12:00", ("S04", "S08")),
        ):
            before = str(card(self.page, code).get_attribute("data-from"))
            self.hands.move(code, steps)
            self.at(code, clock)
            expect(voice(self.page)).to_contain_text(self.page.locator("[data-found]").inner_text().strip())
            lines = self.page.locator(".plan-findings li").filter(has_text=self.words(check))
            expect(lines).not_to_have_count(0)
            for one in about:
                expect(self.page.locator(f"#card-{one} .plan-mark")).to_have_count(1)
            self.look(f"found-{check}")
            self.hands.move(code, -steps)
            self.at(code, before)
            self.well()
        self.hands.lengthen("S05", -1)
        self.at("S05", "12:00", 55)
        self.found(Check.TALKS_TOO_LONG, "S05")
        self.hands.lengthen("S05", 1)
        self.at("S05", "12:00")
        self.well()

    def held_back(self) -> None:
        """A room that holds two sessions at once is an error: nothing is published until it is mended."""
        self.hands.move("S04", -1)
        self.at("S04", "10:55")
        self.found(Check.ROOM_TWICE, "S02", "S04")
        self.to_board()
        self.hands.send("form[action$='/publish'] [type=submit]")
        with self.app.test_request_context(), force_locale(self.reader.language):
            expect(self.page.locator(".error-summary")).to_contain_text(held_back_words(1))
        expect(self.page.locator(".error-summary")).to_be_focused()
        self.look("held-back")
        self.to_plan()
        self.hands.move("S04", 1)
        self.at("S04", "11:00")
        self.well()

    def by_forms(self) -> None:
        """What is missing in a session is found and mended in its forms; a room also by moving it into one."""
        self.hands.follow("#card-S09")
        self.hands.choose("form[action$=placing] [name=room_id]", "")
        self.hands.send("form[action$=placing] [type=submit]")
        self.found(Check.NO_ROOM, "S09")
        self.hands.to_room("S09", HALL)
        self.at("S09", "14:00")
        self.well()
        self.to_session("S10")
        title = self.page.locator("[name=title-fr]").input_value()
        for text, is_found in (("", True), (title, False)):
            self.hands.fill("[name=title-fr]", text)
            self.hands.send("form.form--wide [type=submit]")
            self.to_plan()
            if is_found:
                self.found(Check.LANGUAGE, "S10")
                self.to_session("S10")
        self.well()
        self.to_session("S07")
        person = self.page.locator("[name=speaker_id] option").filter(has_text="Mansour").get_attribute("value")
        self.hands.choose("[name=speaker_id]", str(person))
        self.hands.choose("[name=role]", "speaker")
        self.hands.send("form[action$='/roles'] [type=submit]")
        self.to_plan()
        self.found(Check.UNCONFIRMED, "S07")
        self.to_session("S07")
        self.hands.send("form[action$='/remove'] [type=submit], form[action$='/remove'] button")
        self.to_plan()
        self.well()
        for limit in ("1", "2"):
            self.to_board()
            self.hands.follow("main a[href$='/agenda/checks']")
            self.hands.fill("[name=channel_limit]", limit)
            self.hands.send("main form.form [type=submit]")
            self.to_plan()
            if limit == "1":
                self.found(Check.CHANNELS, "S06")
        self.well()

    def outside(self) -> None:
        """A session on a day after the event is found there, and comes back."""
        self.to_session("S09")
        self.hands.fill("[name=day]", "2021-07-08")
        self.hands.send("form.form--wide [type=submit]")
        self.to_plan()
        self.hands.follow("a[href$='/day/2021-07-08']")
        self.found(Check.OUTSIDE_EVENT, "S09")
        self.hands.follow("#card-S09")
        self.hands.fill("form[action$=placing] [name=day]", "2021-07-05")
        self.hands.send("form[action$=placing] [type=submit]")
        expect(card(self.page, "S09")).to_have_attribute("data-from", "14:00")
        self.well()

    def restored(self) -> None:
        """The first version is the draft again; visitors still see the second."""
        self.hands.follow("nav.cluster a[href$='/agenda/versions']")
        self.look("versions")
        self.hands.follow("a[href$='/versions/1/restore']")
        self.look("restoring")
        self.hands.send("form[action$='/versions/1/restore'] [type=submit]")
        self.told()
        expect(self.page.locator("form[action$='/publish']")).to_have_count(1)
        self.look("restored")
        self.to_plan()
        expect(card(self.page, "S01")).to_have_attribute("data-from", "09:00")
        agenda = self.reader.page.context.new_page()
        agenda.goto(self.reader.server.url + self.manage.replace("/manage/agenda", "/agenda?day=2021-07-05"))
        expect(agenda.locator("main")).to_contain_text(re.compile("08:45"))
        agenda.close()


@pytest.mark.parametrize("way", ["mouse", "keys"])
def test_an_agenda_is_placed_checked_published_changed_and_restored(reader: Reader, app: Flask, way: str) -> None:
    home = f"journey-{way}-{reader.language}"
    arrange(World(app), home)
    sign_in(reader, ORGANISER)
    hands: Hands = (Mouse if way == "mouse" else Keys)(reader.page, reader.language)
    Story(reader, hands, app, home, way).tell()
