"""The public agenda in a real browser, in each language: finding, choosing, printing, and without a connection."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, expect

from conference.demonstration.loader import PARTICIPANT
from tests.e2e.conftest import Reader, Server
from tests.e2e.test_journey import LANGUAGES, sign_in

KEPT = """async () => {
  const caught = [];
  for (const name of await caches.keys()) {
    for (const one of await (await caches.open(name)).keys()) caught.push(one.url.replace(location.origin, ""));
  }
  return caught.filter((path) => !path.startsWith("/static/"));
}"""


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def reader(context: BrowserContext, server: Server, language: str) -> Reader:
    return Reader(context.new_page(), server, language)


def agenda_of(reader: Reader) -> str:
    return f"/{reader.language}/thamm-2021/agenda"


def test_every_view_of_the_agenda_is_accessible(reader: Reader) -> None:
    agenda = agenda_of(reader)
    for query, name in (
        ("?day=all", "agenda-all-days"),
        ("?view=grid&day=2021-07-06", "agenda-rooms"),
        ("?language=ar&tz=Asia/Tokyo", "agenda-filtered"),
        ("?q=zzz&day=all", "agenda-nothing"),
        ("/now", "agenda-now"),
        ("/zones?find=a", "agenda-zones"),
        ("/print?languages=en,fr,ar", "agenda-print"),
        ("?mine=1", "my-agenda-empty"),
    ):
        reader.open(agenda + query, name)
    reader.page.emulate_media(color_scheme="dark")
    for query in ("?view=grid&day=2021-07-06", "?language=ar", "/print?languages=ar,en"):
        reader.open(agenda + query)


def test_a_star_is_one_press_and_the_link_is_kept(reader: Reader, context: BrowserContext) -> None:
    agenda = agenda_of(reader)
    reader.open(f"{agenda}?day=2021-07-06")
    stars = reader.page.locator("[data-star]")
    stars.nth(0).click()
    stars.nth(1).click()
    expect(reader.page.locator(".star--chosen")).to_have_count(2)
    expect(reader.page.locator(".star-said strong")).to_be_visible()
    reader.look("agenda-star")
    reader.press(".star-said a", "my-agenda")
    assert reader.page.locator(".session").count() == 2
    link = reader.page.locator(".long-address").inner_text()
    assert context.browser is not None
    elsewhere = context.browser.new_context()
    try:
        other = Reader(elsewhere.new_page(), reader.server, reader.language)
        other.open(link, "my-agenda-by-link")
        assert other.page.locator(".session").count() == 2
        other.press("button.star")
        assert other.page.locator(".session").count() == 1
    finally:
        elsewhere.close()
    reader.open(f"{agenda}?day=2021-07-06")
    assert reader.page.locator("button.star--chosen").count() == 1
    sign_in(reader, PARTICIPANT)
    reader.open(f"{agenda}?mine=1", "my-agenda-to-take")
    reader.press("form[action$='/take'] button")
    assert reader.page.locator(".session").count() >= 1
    reader.confirm("form[action$='/delete'] button")


def test_two_first_stars_in_two_tabs_go_into_one_agenda(context: BrowserContext, server: Server) -> None:
    tabs = [context.new_page() for _tab in range(2)]
    for tab in tabs:
        tab.goto(f"{server.url}/en/thamm-2021/agenda?day=2021-07-06")
    for number, tab in enumerate(tabs):
        # Both are on their way before either is answered.
        tab.evaluate("number => { document.querySelectorAll('[data-star]')[number].click(); }", number)
    for tab in tabs:
        expect(tab.locator(".star--chosen")).to_have_count(1)
    tabs[0].goto(f"{server.url}/en/thamm-2021/agenda?mine=1")
    expect(tabs[0].locator(".session")).to_have_count(2)


def test_what_is_on_now_is_drawn_over_the_stored_page(reader: Reader) -> None:
    reader.open(f"/{reader.language}/rehearsal/agenda")
    slot = reader.page.locator(".slot").first
    begins = slot.get_attribute("data-start")
    clock = f"document.documentElement.dataset.clock = '{begins}'"
    reader.page.add_init_script(f"document.addEventListener('readystatechange', () => {{ {clock}; }})")
    reader.page.reload()
    expect(reader.page.locator("[data-running] li").first).to_be_visible()
    reader.look("agenda-running")


def test_the_last_seen_agenda_opens_without_a_connection(reader: Reader, context: BrowserContext) -> None:
    agenda = agenda_of(reader)
    reader.open(agenda)
    title = reader.page.locator(".session-title").first.inner_text()
    reader.page.wait_for_function(f"({KEPT})().then((kept) => kept.length > 0)")
    context.set_offline(True)
    reader.page.reload()
    note = reader.page.locator("[data-offline]")
    expect(note).to_be_visible()
    assert re.search(r"\d\d:\d\d", note.inner_text())
    assert reader.page.locator(".session-title").first.inner_text() == title
    assert (
        reader.page.evaluate("getComputedStyle(document.querySelector('.banner')).backgroundColor")
        != "rgba(0, 0, 0, 0)"
    )
    reader.look("agenda-offline")
    reader.open(f"{agenda}?day=2021-07-07", "agenda-not-saved")
    assert reader.page.locator("h1").count() == 1
    reader.press("main p a")
    expect(note).to_be_visible()
    context.set_offline(False)


def test_nothing_of_anybody_is_kept_and_signing_out_clears_it(reader: Reader) -> None:
    agenda = agenda_of(reader)
    sign_in(reader, PARTICIPANT)
    for path in (agenda, f"{agenda}?mine=1", f"{agenda}/now", f"/{reader.language}/account"):
        reader.open(path)
    reader.open(f"{agenda}?day=2021-07-06")
    reader.page.wait_for_function(f"({KEPT})().then((kept) => kept.length > 1)")
    assert sorted(reader.page.evaluate(KEPT)) == [agenda, f"{agenda}?day=2021-07-06"]
    kept = reader.page.evaluate(f"caches.match('{agenda}').then((one) => one.text())")
    assert [word for word in ("csrf", "/account") if word in kept] == []
    reader.open(f"/{reader.language}/account")
    reader.press("form[action$='/sign-out'] button")
    assert reader.page.evaluate(KEPT) == []
