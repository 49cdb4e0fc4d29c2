"""A translator's journey in a real browser: by keyboard from the list through texts, and out and in by file."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import BrowserContext

from conference.demonstration.loader import PASSWORD, TRANSLATOR
from tests.e2e.conftest import Reader, Server

DESK = "rehearsal/manage/translation"
UNIT = "{urn:oasis:names:tc:xliff:document:1.2}trans-unit"
TARGET = "{urn:oasis:names:tc:xliff:document:1.2}target"


@pytest.fixture(params=["ar", "fr"])
def reader(context: BrowserContext, server: Server, request: pytest.FixtureRequest) -> Reader:
    """The demonstration's translator, signed in."""
    found = Reader(context.new_page(), server, str(request.param))
    page = found.page
    page.goto(f"{server.url}/{found.language}/sign-in")
    page.locator("details:has(input[type=password])").evaluate("element => element.open = true")
    form = page.locator("form:has(input[type=password])")
    form.locator("input[name=email]").fill(TRANSLATOR)
    form.locator("input[type=password]").fill(PASSWORD)
    with page.expect_navigation():
        form.locator("button[type=submit]").first.click()
    return found


def test_a_translator_goes_through_the_list_and_hands_over(reader: Reader, tmp_path: Path) -> None:
    page, language = reader.page, reader.language
    reader.open(f"/{language}/{DESK}?in={language}", "translation-desk")
    lacking = page.locator("tbody th div a").count()
    assert lacking >= 4

    # By keyboard alone: the first text, its translation, save and next.
    page.locator("tbody th div a").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    reader.look("translation-text")
    first = page.url
    page.locator(f"form.translation-form [lang={language}][dir]:is(input, textarea)").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("Texte traduit" if language == "fr" else "نص مترجم")
    while page.evaluate("document.activeElement.name") != "next":
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    reader.look()
    assert page.url != first
    assert page.locator("main .notice").first.is_visible()

    # What is left goes out as a file and comes back translated.
    reader.open(f"/{language}/{DESK}/hand-over", "translation-handover")
    page.locator(f"input[name=to]:not([value={language}])").uncheck()
    with page.expect_download() as started:
        page.locator("main form[method=get] button").first.press("Enter")
    body = etree.fromstring(Path(started.value.path()).read_bytes())
    for unit in body.iter(UNIT):
        unit.find(TARGET).text = "Titre" if language == "fr" else "عنوان"
    # One of them has more in it than its source.
    next(body.iter(TARGET)).text += " 2031"
    file = tmp_path / "texts.xlf"
    file.write_bytes(etree.tostring(body, encoding="utf-8", xml_declaration=True))
    page.locator("input[type=file]").set_input_files(file)
    with page.expect_navigation():
        page.locator("form[enctype] button[type=submit]").press("Enter")
    reader.look("translation-import")
    page.locator("input[type=radio][value=keep]").first.focus()
    page.keyboard.press("ArrowDown")
    assert page.locator("input[type=radio][value=take]").first.is_checked()
    with page.expect_navigation():
        page.locator("form[action$='/apply'] button").press("Enter")
    reader.look("translation-taken-over")
    reader.open(f"/{language}/{DESK}?in={language}")
    assert page.locator("main .empty").is_visible()
