"""The board of sessions in a real browser: by keyboard alone, on a phone in Arabic, with its ZIP and its reminder."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.conftest import Reader, Server
from tests.made.speakers import pdf

PHONE = {"width": 360, "height": 740}
BOARD = "/{language}/thamm-2021/manage/speakers/sessions"
APPROVED = {"en": "Approved", "ar": "معتمدة"}


@pytest.fixture(params=["en", "ar"])
def reader(request: pytest.FixtureRequest, context: BrowserContext, server: Server) -> Reader:
    """An organiser: in English at a desk, in Arabic on a phone."""
    language = str(request.param)
    page = context.new_page()
    if language == "ar":
        page.set_viewport_size(PHONE)
    reader = Reader(page, server, language)
    page.goto(f"{server.url}/{language}/sign-in")
    page.locator("details:has(input[type=password])").evaluate("one => { one.open = true; }")
    form = page.locator("form:has(input[type=password])")
    form.locator("input[name=email]").fill("organiser@example.org")
    form.locator("input[type=password]").fill("demonstration")
    with page.expect_navigation():
        form.locator("button[type=submit]").press("Enter")
    return reader


def focus_by_tab(reader: Reader, selector: str, most: int = 400) -> None:
    """Press Tab until something that matches has the focus, as somebody without a mouse does."""
    for _press in range(most):
        reader.page.keyboard.press("Tab")
        if reader.page.evaluate("one => document.activeElement.matches(one)", selector):
            return
    raise AssertionError(f"{selector} is not reached by keyboard")


def test_an_organiser_finds_sends_approves_takes_and_reminds_by_keyboard(reader: Reader, tmp_path: Path) -> None:
    page = reader.page
    reader.open(BOARD.format(language=reader.language), "board")
    people = page.locator(".board-person").count()
    assert people > 3
    head = page.locator(".sessions-board thead")
    assert head.is_visible() == (reader.language == "en"), "on a phone each value says its own label"

    # What is missing is chosen, and the list is as short as its count says.
    focus_by_tab(reader, "#missing")
    page.locator("#missing").select_option("slides")
    focus_by_tab(reader, "form[role=search] button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    reader.look("board-filtered")
    assert 0 < page.locator(".board-person").count() <= people
    assert page.locator("#missing").input_value() == "slides"

    # A file is sent for somebody, from their row.
    focus_by_tab(reader, ".board-slides a[href$='/slides']")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    reader.look("on-behalf")
    source = tmp_path / "by post.pdf"
    source.write_bytes(pdf(1))
    if page.locator("input[name=place][type=radio]").count():
        page.locator("input[name=place]").first.check()
    page.locator("input[type=file]").set_input_files(source)
    focus_by_tab(reader, "#send button[type=submit]")
    with page.expect_navigation(url="**receipt**"):
        page.keyboard.press("Enter")
    expect(page.locator("#receipt")).to_be_visible()
    reader.look("on-behalf-receipt")

    # It is approved on the board, and stands in the room's ZIP.
    reader.open(f"{BOARD.format(language=reader.language)}?missing=approval")
    focus_by_tab(reader, "form[action$='/approve'] button")
    file = page.locator(".board-file:has(:focus) a").get_attribute("href")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    reader.open(BOARD.format(language=reader.language), "board-approved")
    expect(page.locator(f".board-file:has(a[href='{file}']) .badge")).to_have_text(APPROVED[reader.language])
    focus_by_tab(reader, "#room button")
    with page.expect_download() as started:
        page.keyboard.press("Enter")
    packed = zipfile.ZipFile(started.value.path())
    assert packed.testzip() is None
    assert any(name.endswith(".pdf") for name in packed.namelist())
    assert source.read_bytes() in [packed.read(name) for name in packed.namelist()]

    # Nothing is sent before the page that names everybody; the event of the demonstration is over, and it says so.
    focus_by_tab(reader, "[name=chosen]")
    page.keyboard.press("Space")
    focus_by_tab(reader, "#many button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    reader.look("remind")
    assert page.locator("tbody tr").count() == 1


def test_what_has_the_focus_is_not_hidden_under_the_head_or_the_bar(reader: Reader) -> None:
    page = reader.page
    reader.open(BOARD.format(language=reader.language))
    for _press in range(60):
        page.keyboard.press("Tab")
        hidden = page.evaluate(
            """() => {
                const one = document.activeElement, box = one.getBoundingClientRect();
                if (!one.closest("main") || !box.height) return "";
                const x = box.left + Math.min(box.width, 24) / 2, y = box.top + Math.min(box.height, 24) / 2;
                const top = document.elementFromPoint(x, y);
                return top && !one.contains(top) && top.closest(".toolbar, thead") && !one.closest(".toolbar, thead")
                    ? one.outerHTML.slice(0, 120) : "";
            }"""
        )
        assert hidden == ""
