"""Two desks lose their network, scan thirty people, are opened again without it, and send it all once it is back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from conference.demonstration.loader import DESK
from tests.e2e.conftest import Reader, Server
from tests.e2e.test_journey import sign_in

EVENT = "thamm-2021"
PIN = "4711-desk"
NAMES = {"en": "Main entrance", "ar": "المدخل الرئيسي"}
ALL_SENT = {"en": "Everything is sent.", "ar": "أُرسل كل شيء."}
NAME_ALONE = {"en": "Mark present", "ar": "تسجيل الحضور"}
STATE = f"fetch('/en/{EVENT}/desk/state.json').then((answer) => answer.json())"


@dataclass
class Desk:
    """A browser in which the desk's app is open."""

    reader: Reader
    context: BrowserContext

    @property
    def page(self) -> Page:
        return self.reader.page

    def set_up(self, name: str) -> None:
        sign_in(self.reader, DESK)
        self.reader.open(f"/{self.reader.language}/{EVENT}/desk", "desk-set-up")
        form = self.page.locator("[data-part=setup]")
        expect(form).to_be_visible()
        form.locator("[type=submit]").click()
        expect(self.page.locator("[data-part=setup-error]")).to_be_visible()
        self.reader.look("desk-set-up-refused")
        form.locator("[name=name]").fill(name)
        form.locator("[name=pin]").fill(PIN)
        form.locator("[type=submit]").click()
        self.ready()
        # The service worker keeps the page beside its work.
        self.page.wait_for_function(
            "caches.keys().then((all) => all.some((one) => one.startsWith('desks-')))"
            ".then((kept) => kept && caches.match(location.pathname)).then(Boolean)"
        )

    def ready(self) -> None:
        expect(self.page.locator("[data-desk][data-ready]")).to_be_attached()

    def choose(self, session: str) -> None:
        self.page.locator("[data-part=session]").select_option(session)

    def type(self, words: str) -> None:
        box = self.page.locator("#desk-words")
        box.fill(words)
        box.press("Enter")

    def scan(self, code: str, waiting: int) -> None:
        self.type(code)
        expect(self.page.locator(f"[data-desk][data-waiting='{waiting}']")).to_be_attached()

    def result(self) -> str:
        return self.page.locator(".desk-result-word").inner_text()


@pytest.fixture(params=["en", "ar"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def desks(browser: Browser, server: Server, language: str) -> Iterator[list[Desk]]:
    contexts = [browser.new_context(viewport={"width": width, "height": 780}) for width in (360, 1280)]
    for one in contexts:
        one.set_default_timeout(15_000)
    yield [Desk(Reader(one.new_page(), server, language), one) for one in contexts]
    for one in contexts:
        one.close()


def test_nothing_is_lost_and_nobody_counts_twice(desks: list[Desk], language: str) -> None:
    first, second = desks
    first.set_up(NAMES[language])
    second.set_up("2")
    state = first.page.evaluate(STATE)
    session = state["sessions"][{"en": 0, "ar": 1}[language]]["code"]
    people = [code for code, _native, _latin, _category, stands in state["people"] if stands == "confirmed"][:30]
    assert len(people) == 30
    for desk in desks:
        desk.choose(session)
        desk.context.set_offline(True)
    for number, code in enumerate(people[:10], start=1):
        first.scan(code.lower(), number)
    # The page is opened again, without network and without the key of the browser's session.
    first.page.reload()
    first.ready()
    first.page.evaluate("sessionStorage.clear()")
    first.page.reload()
    unlock = first.page.locator("[data-part=unlock]")
    unlock.locator("[name=pin]").fill("not the PIN")
    unlock.locator("[type=submit]").click()
    expect(first.page.locator("[data-part=unlock-error]")).to_be_visible()
    unlock.locator("[name=pin]").fill(PIN)
    unlock.locator("[type=submit]").click()
    first.ready()
    expect(first.page.locator("[data-desk][data-waiting='10']")).to_be_attached()
    for number, code in enumerate(people[10:18], start=11):
        first.scan(code, number)
    first.scan(people[0], 19)  # again at the same desk: told at once, and no clash
    first.scan("ZZZZ9999", 20)
    first.reader.look("desk-offline")
    for number, code in enumerate(people[13:30], start=1):
        second.scan(code, number)
    for desk in desks:
        desk.context.set_offline(False)
    for desk in desks:
        expect(desk.page.locator("[data-desk][data-line=open]")).to_be_attached(timeout=30_000)
        expect(desk.page.locator("[data-part=waiting]")).to_have_text(ALL_SENT[language])
        # The other desk's scans arrive after this one's: what stands is asked for again before long.
        expect(desk.page.locator("[data-part=clash-list] li")).to_have_count(5, timeout=40_000)
        desk.reader.look("desk-clashes")
    after = next(one for one in first.page.evaluate(STATE)["sessions"] if one["code"] == session)
    assert sorted(after["inside"]) == sorted(people)
    first.page.goto(f"{first.reader.server.url}/{language}/{EVENT}/desk/{session}")
    # A row of the desk's for each of them, which it could take back; others came by the join link.
    assert first.page.locator("[aria-labelledby=present] form[action*=withdraw]").count() == 30


def test_a_person_is_found_by_any_form_of_the_name_and_leaves_again(
    context: BrowserContext, server: Server, language: str
) -> None:
    desk = Desk(Reader(context.new_page(), server, language), context)
    desk.set_up(NAMES[language])
    code, native, latin, *_rest = next(
        one for one in desk.page.evaluate(STATE)["people"] if one[4] == "confirmed" and one[2] and one[1] != one[2]
    )
    last = desk.page.evaluate(STATE)["sessions"][{"en": -1, "ar": -2}[language]]["code"]
    desk.choose(last)
    context.set_offline(True)
    swapped = " ".join(reversed(latin.split())).upper()
    for words in (native, swapped, latin.lower()):
        desk.type(words)
        expect(desk.page.locator("[data-part=found] li", has_text=native).first).to_be_visible()
    desk.reader.look("desk-found")
    row = desk.page.locator("[data-part=found] li", has_text=native).first
    row.locator("button").first.click()
    expect(desk.page.locator(".desk-result--leaf")).to_be_visible()
    desk.reader.look("desk-let-in")
    desk.type(code)
    expect(desk.page.locator(".desk-result--saffron")).to_be_visible()
    desk.page.locator("[name=direction][value=out]").check()
    desk.type(code)
    expect(desk.page.locator(".desk-result--leaf")).to_be_visible()
    desk.type("ZZZZ9999")
    expect(desk.page.locator(".desk-result--brick")).to_be_visible()
    desk.reader.look("desk-refused")
    desk.type(native)
    row.locator("button").nth(1).click()
    dialog = desk.page.locator("dialog[open]")
    dialog.locator("select").select_option("not_admitted")
    desk.reader.look("desk-reason")
    dialog.locator("[value=refuse]").click()
    expect(desk.page.locator(".desk-result--brick .desk-result-name")).to_have_text(native)
    # Signing out would take away what waits: the account's page asks first.
    context.set_offline(False)
    expect(desk.page.locator("[data-desk][data-waiting='0']")).to_be_attached(timeout=30_000)
    assert desk.page.evaluate("localStorage.getItem('desk-waiting')") is None
