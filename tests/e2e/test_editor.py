"""An organiser plans a day by keyboard, by mouse, beside another organiser, and without a script; and takes it back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from conference.demonstration.loader import ORGANISER
from tests.e2e.conftest import Reader, Server
from tests.e2e.test_journey import sign_in

DAY = "thamm-2021/manage/agenda/day/2021-07-06"
PHONE = {"width": 360, "height": 740}
# The key towards the next room, which stands at the reading end.
ONWARD, BACK = {"en": "ArrowRight", "ar": "ArrowLeft"}, {"en": "ArrowLeft", "ar": "ArrowRight"}
UNDONE = {"en": "Undone.", "ar": "تم التراجع."}
CLASH = {"en": "Somebody else moved this session meanwhile", "ar": "نقل شخص آخر هذه الجلسة في هذه الأثناء"}
NO_HOUR = {"en": "Enter the hour at which it starts.", "ar": "أدخلوا وقت البدء."}


@pytest.fixture(params=["en", "ar"])
def reader(request: pytest.FixtureRequest, context: BrowserContext, server: Server) -> Reader:
    return Reader(context.new_page(), server, str(request.param))


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A window of 360 px in which no script runs."""
    opened = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    opened.set_default_timeout(10_000)
    yield opened
    opened.close()


def card(page: Page, code: str) -> Locator:
    return page.locator(f"[data-card='{code}']")


def voice(page: Page) -> Locator:
    return page.locator("body > [role=status]")


def column_of(page: Page, code: str) -> int:
    """Which column a card stands in, from the reading start."""
    return int(
        card(page, code).evaluate("e => [...document.querySelectorAll('[data-column]')].indexOf(e.closest('section'))")
    )


def hours(page: Page) -> dict[str, str | None]:
    cards = page.locator("[data-card]").all()
    return {str(one.get_attribute("data-card")): one.get_attribute("data-from") for one in cards}


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=10)
    page.mouse.up()


def box(locator: Locator) -> tuple[float, float, float, float]:
    """Where something is on the screen, once it is there: start, top, width, height."""
    locator.scroll_into_view_if_needed()
    return seen(locator)


def seen(locator: Locator) -> tuple[float, float, float, float]:
    found = locator.bounding_box()
    assert found is not None
    return found["x"], found["y"], found["width"], found["height"]


def undo_all(page: Page) -> None:
    """Press the undo button until there is none."""
    while (edits := page.locator("[data-undo] [name=edit]")).count():
        last = edits.get_attribute("value")
        page.locator("[data-undo] button").click()
        expect(page.locator(f"[data-undo] [name=edit][value='{last}']")).to_have_count(0)


def open_day(reader: Reader) -> dict[str, str | None]:
    sign_in(reader, ORGANISER)
    reader.open(f"/{reader.language}/{DAY}", "editor")
    return hours(reader.page)


def test_a_day_is_planned_by_keyboard(reader: Reader) -> None:
    page, language = reader.page, reader.language
    before = open_day(reader)
    room = column_of(page, "D2-02")
    card(page, "D2-02").focus()
    for key in ("ArrowDown", "ArrowDown", "Shift+ArrowDown", ONWARD[language]):
        page.keyboard.press(key)
    rooms = page.locator("[data-column] h3").all_inner_texts()
    expect(voice(page)).to_contain_text("11:10–12:45")
    expect(voice(page)).to_contain_text(rooms[room + 1])
    page.keyboard.press(ONWARD[language])
    expect(card(page, "D2-02")).to_have_attribute("data-from", "11:10")
    expect(card(page, "D2-02")).to_be_focused()
    expect(voice(page)).to_contain_text("(D2-02)")
    assert (column_of(page, "D2-02"), card(page, "D2-02").get_attribute("data-minutes")) == (room + 1, "95")
    page.keyboard.press(BACK[language])
    page.keyboard.press("Escape")
    assert column_of(page, "D2-02") == room + 1
    page.keyboard.press("Control+z")
    # What checks find again or no longer is said after it.
    expect(voice(page)).to_contain_text(UNDONE[language])
    assert hours(page) == before
    page.keyboard.press("c")
    expect(page.locator("[data-waiting] [data-card]")).to_have_count(1)
    card(page, "D2-02-2").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-waiting] [data-card]")).to_have_count(0)
    expect(card(page, "D2-02-2")).to_be_focused()
    expect(voice(page)).to_contain_text("(D2-02-2)")
    reader.look("editor-keyboard")
    page.keyboard.press("Delete")
    expect(page.locator("[data-waiting] [data-card]")).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sessions/D2-02-2/placing*")
    reader.look("editor-session")
    reader.open(f"/{language}/{DAY}")
    undo_all(page)
    assert hours(page) == before


def test_a_day_is_planned_by_mouse(reader: Reader) -> None:
    page = reader.page
    before = open_day(reader)
    card(page, "D2-02").focus()
    page.keyboard.press("c")
    expect(page.locator("[data-waiting] [data-card]")).to_have_count(1)
    from_x, from_y, from_width, _height = box(card(page, "D2-02-2"))
    x, y, _width, _height = seen(page.locator("[data-column] .plan-blocks").first)
    drag(page, (from_x + from_width / 2, from_y + 8), (x + 60, y + 140))
    expect(page.locator("[data-column] [data-card='D2-02-2'][data-from]")).to_have_count(1)
    began = card(page, "D2-02-2").get_attribute("data-from")
    assert column_of(page, "D2-02-2") == 0
    x, y, width, height = box(card(page, "D2-02-2"))
    drag(page, (x + width / 2, y + height - 2), (x + width / 2, y + height + 28))
    expect(card(page, "D2-02-2")).to_have_attribute("data-minutes", "75")
    x, y, width, height = box(card(page, "D2-02-2"))
    to_x, _y, _width, _height = seen(page.locator("[data-column]").nth(1))
    drag(page, (x + 30, y + 30), (to_x + 60, y + 80))
    expect(card(page, "D2-02-2")).not_to_have_attribute("data-from", str(began))
    expect(voice(page)).to_contain_text("(D2-02-2)")
    assert (column_of(page, "D2-02-2"), page.url.rpartition("/")[2]) == (1, "2021-07-06")
    reader.look("editor-mouse")
    x, y, _width, _height = box(card(page, "D2-02-2"))
    to_x, to_y, _width, _height = seen(page.locator("[data-waiting]"))
    drag(page, (x + 30, y + 20), (to_x + 40, to_y + 40))
    expect(page.locator("[data-waiting] [data-card]")).to_have_count(1)
    undo_all(page)
    assert hours(page) == before


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_day_is_planned_by_a_finger(browser: Browser, server: Server, language: str) -> None:
    opened = browser.new_context(viewport={"width": 820, "height": 1100}, has_touch=True)
    opened.set_default_timeout(10_000)
    reader = Reader(opened.new_page(), server, language)
    page = reader.page
    before = open_day(reader)
    room = column_of(page, "D2-02")
    touch(page, card(page, "D2-02").locator("[data-grip]"), rows=6)
    expect(card(page, "D2-02")).to_have_attribute("data-from", "11:30")
    expect(voice(page)).to_contain_text("(D2-02)")
    touch(page, card(page, "D2-02").locator("[data-grip]"), rows=0, to=page.locator("[data-column]").nth(room - 1))
    expect(voice(page)).to_contain_text("(D2-02)")
    assert column_of(page, "D2-02") == room - 1
    touch(page, card(page, "D2-02").locator("xpath=..").locator("[data-edge]"), rows=2)
    expect(card(page, "D2-02")).to_have_attribute("data-minutes", "100")
    touch(page, card(page, "D2-02").locator("[data-title]"), rows=-6)
    assert hours(page)["D2-02"] == "11:30"
    reader.look("editor-finger")
    undo_all(page)
    assert hours(page) == before
    opened.close()


def touch(page: Page, held: Locator, *, rows: int, to: Locator | None = None) -> None:
    """Take something with one finger and draw it over some rows of ten pixels, and into another column."""
    held.evaluate("e => e.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' })")
    x, y, width, height = seen(held)
    x, y = x + width / 2, y + height / 2
    end = x
    if to is not None:
        left, _top, wide, _high = seen(to)
        end = left + wide / 2
    finger = page.context.new_cdp_session(page)
    for step in range(9):
        at = {"x": x + (end - x) * step / 8, "y": y + rows * 10 * step / 8}
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove" if step else "touchStart", "touchPoints": [at]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    finger.detach()


def test_mistakes_and_other_organisers_are_told(reader: Reader) -> None:
    page, language = reader.page, reader.language
    before = open_day(reader)
    page.locator(".plan-break summary").click()
    page.locator(".plan-break [type=submit]").click()
    expect(page.locator("[data-problem]")).to_be_focused()
    expect(page.locator(".plan-break .field-error")).to_contain_text(NO_HOUR[language])
    reader.look("editor-error")
    page.locator(".plan-break [name=starts]").fill("16:00")
    page.locator(".plan-break [type=submit]").click()
    expect(page.locator("[data-across] [data-from='16:00']")).to_have_count(1)
    other = page.context.new_page()
    other.goto(page.url)
    card(other, "D2-02").focus()
    other.keyboard.press("ArrowUp")
    expect(card(other, "D2-02")).to_have_attribute("data-from", "10:55")
    card(page, "D2-02").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".clash h2")).to_have_text(CLASH[language])
    expect(page.locator(".clash")).to_be_focused()
    expect(card(page, "D2-02")).to_have_attribute("data-from", "10:55")
    expect(voice(page)).to_contain_text(CLASH[language])
    reader.look("editor-clash")
    page.locator(".clash button").click()
    expect(card(page, "D2-02")).to_have_attribute("data-from", "11:05")
    page.context.set_offline(True)
    card(page, "D2-02").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-problem]")).to_be_focused()
    expect(card(page, "D2-02").locator("[data-hours]")).to_have_text("11:05–12:35")
    page.context.set_offline(False)
    undo_all(page)
    assert hours(page) == before


def test_a_session_is_placed_and_put_back_without_a_script(phone: BrowserContext, server: Server) -> None:
    page = phone.new_page()
    page.goto(f"{server.url}/fr/sign-in")
    page.locator("summary").click()
    form = page.locator("form[action*='sign-in/password']")
    form.locator("[name=email]").fill(ORGANISER)
    form.locator("[name=password]").fill("demonstration")
    form.locator("[type=submit]").click()
    page.goto(f"{server.url}/fr/{DAY}")
    assert page.locator("[data-keys]").is_hidden()
    size = phone.new_cdp_session(page).send("Page.getLayoutMetrics")
    assert size["cssContentSize"]["width"] <= PHONE["width"]
    page.locator("#card-D2-02").click()
    page.locator("form[action$=placing] [name=starts]").fill("15:30")
    page.locator("form[action$=placing] [type=submit]").click()
    assert page.url == f"{server.url}/fr/{DAY}#card-D2-02"
    assert page.locator("#card-D2-02 [data-hours]").inner_text() == "15:30–17:00"
    page.locator("[data-undo] button").click()
    assert page.locator("#card-D2-02 [data-hours]").inner_text() == "11:00–12:30"
