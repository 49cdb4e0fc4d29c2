"""A document read in a real browser by keyboard alone: from words that were typed to their page, and on from there."""

from __future__ import annotations

import time
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.conftest import Reader, Server

WORDS = {"en": "recognition of skills", "ar": "الاعتراف بالمهارات"}
MOST_BYTES = 200 * 1024
"""Of two full pages of a document, the one that is read and the one that is fetched ahead, with all else, cold."""


@pytest.fixture(params=["en", "ar"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def reader(context: BrowserContext, server: Server, language: str) -> Reader:
    return Reader(context.new_page(), server, language)


def wait_for_pictures(server: Server, language: str) -> None:
    """The worker draws the demonstration's documents beside the server."""
    url = f"{server.url}/{language}/thamm-2021/documents/thamm-2021-2/{language}/pages/3/large"
    for _attempt in range(240):
        try:
            urllib.request.urlopen(url, timeout=5)
            return
        except urllib.error.HTTPError:
            time.sleep(0.5)
    raise AssertionError(f"{url} is not there")


def test_a_reader_comes_from_words_to_their_page_by_keyboard(reader: Reader, language: str) -> None:
    wait_for_pictures(reader.server, language)
    page = reader.page
    reader.open(f"/{language}/thamm-2021/documents")
    page.locator("#q").focus()
    page.keyboard.type(WORDS[language])
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator(".snippet-place a").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    reader.look("viewer-found")
    expect(page.locator(".viewer-text mark").first).to_be_attached()
    base = f"{reader.server.url}/{language}/thamm-2021/documents/thamm-2021-2/{language}/pages"
    reader.open(f"{base}/2", "viewer")
    on, back = ("ArrowLeft", "ArrowRight") if language == "ar" else ("ArrowRight", "ArrowLeft")
    for key, number in ((on, 3), (on, 4), (back, 3), (back, 2)):
        page.locator("body").press(key)
        page.wait_for_url(f"{base}/{number}")
        expect(page.locator(".viewer-page img")).to_have_js_property("complete", True)
    # The next page lies where the arrow of the key points.
    before, after = (page.locator(f"nav [rel={one}]").first.bounding_box() for one in ("prev", "next"))
    assert before is not None
    assert after is not None
    assert (after["x"] < before["x"]) == (language == "ar")
    field = page.locator("#page-number")
    field.focus()
    field.press("ArrowLeft")
    assert page.url == f"{base}/2"
    field.fill("5")
    with page.expect_navigation():
        field.press("Enter")
    assert page.url == f"{base}/5"
    reader.open(base, "viewer-pages")
    reader.open(f"/{language}/thamm-2021/documents/thamm-2021-2", "document")


def test_a_page_is_light_and_needs_no_script(context: BrowserContext, server: Server, language: str) -> None:
    wait_for_pictures(server, language)
    address = f"{server.url}/{language}/thamm-2021/documents/thamm-2021-2/{language}/pages/3"
    page = context.new_page()
    network = context.new_cdp_session(page)
    sizes: list[float] = []
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    assert 0 < sum(sizes) < MOST_BYTES, sizes
    assert context.browser is not None
    plain = context.browser.new_context(java_script_enabled=False)
    try:
        page = plain.new_page()
        page.goto(address)
        page.locator("[rel=next]").first.click()
        page.wait_for_url(f"{address[:-1]}4")
        assert page.locator(".viewer-text").inner_text().strip()
    finally:
        plain.close()


def test_a_citation_is_copied(context: BrowserContext, server: Server, language: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.url)
    page = context.new_page()
    page.goto(f"{server.url}/{language}/thamm-2021/documents/thamm-2021-1")
    button = page.locator("[data-copy]")
    button.press("Enter")
    expect(button).to_have_text(button.get_attribute("data-copied") or "-")
    assert page.evaluate("navigator.clipboard.readText()") == button.get_attribute("data-copy")
