"""A fourth language, added by its catalogue alone: from right to left, with long sentences, on every page."""

from __future__ import annotations

import re
import shutil
from collections import deque
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Error, Page

from conference.core.catalogues import TRANSLATIONS
from script.checks.extraction import extract
from tests.e2e.conftest import ROOT, Reader, Server, free_port, serving
from tests.made.pseudo import write_catalogue

CODE = "fa"
PHONE = {"width": 360, "height": 740}
NOT_FOLLOWED = re.compile(
    r"/(language|sign-out|static)/|\.(ics|pdf|xlsx|zip|xml|json|csv|atom|xliff|txt|webp|png|svg)$"
)


@pytest.fixture(scope="module")
def fourth(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demonstration of an installation whose folder of catalogues holds one more."""
    folder = tmp_path_factory.mktemp("catalogues") / "translations"
    shutil.copytree(TRANSLATIONS, folder)
    write_catalogue(folder, CODE)
    with serving(tmp_path_factory.mktemp("fourth"), free_port(), {"TRANSLATIONS": str(folder)}) as running:
        yield running


def sentences() -> frozenset[str]:
    """What nobody may read on a page: the English of what is translated, if it is a sentence of its own."""
    found = {str(one.id) for one in extract(ROOT / "conference") if isinstance(one.id, str) and "%(" not in one.id}
    return frozenset(one for one in found if len(one.split()) > 2)


def kind(path: str) -> str:
    """What an address has in common with those that lead to the same page with other things on it."""
    return "/".join("…" if re.search(r"\d|^[A-Za-z_-]{20,}$", part) else part for part in path.split("/"))


def walk(page: Page, server: Server, starts: list[str], seen: set[str]) -> Iterator[str]:
    """Go to every page that these lead to, one of each kind, and be there."""
    waiting, known = deque(starts), set(starts)
    while waiting:
        path = waiting.popleft()
        one = kind(path)
        if one in seen:
            continue
        seen.add(one)
        try:
            answer = page.goto(server.url + path)
        except Error as error:
            if "Download is starting" in str(error):
                continue
            raise
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        yield path
        for href in page.locator("a[href]").evaluate_all("all => all.map(one => one.href)"):
            parts = urlsplit(href)
            inside = href.startswith(f"{server.url}/{CODE}/") and not parts.query
            if inside and not NOT_FOLLOWED.search(parts.path) and parts.path not in known:
                known.add(parts.path)
                waiting.append(parts.path)


def look(page: Page, path: str, english: frozenset[str], reader: Reader) -> list[str]:
    """What is wrong with a page of the fourth language on a phone."""
    root = page.locator("html")
    wrong = []
    if (root.get_attribute("lang"), root.get_attribute("dir")) != (CODE, "rtl"):
        wrong.append(f"{path}: lang {root.get_attribute('lang')}, dir {root.get_attribute('dir')}")
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > PHONE["width"]:
        wrong.append(f"{path}: {wide} wide")
    texts = page.evaluate(
        """() => {
            const content = "script, style, textarea, [lang]:not(html), bdi, [dir=auto]";
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
            while (walker.nextNode()) {
                const text = walker.currentNode.textContent.trim().replace(/\\s+/g, " ");
                if (text && !walker.currentNode.parentElement.closest(content)) {
                    found.push(text);
                }
            }
            return found;
        }"""
    )
    wrong += [f"{path}: not translated: {text}" for text in dict.fromkeys(texts) if text in english]
    try:
        reader.look()
    except AssertionError as error:
        wrong.append(f"{path}: {error}")
        page.set_viewport_size(PHONE)
    return wrong


@pytest.mark.timeout(1200)
def test_every_page_speaks_a_language_that_a_catalogue_alone_added(context: BrowserContext, fourth: Server) -> None:
    page = context.new_page()
    page.set_viewport_size(PHONE)
    reader, english = Reader(page, fourth, CODE), sentences()
    page.goto(f"{fourth.url}/{CODE}/sign-in")
    page.locator("details:has(input[type=password])").evaluate("one => { one.open = true; }")
    form = page.locator("form:has(input[type=password])")
    form.locator("input[name=email]").fill("organiser@example.org")
    form.locator("input[type=password]").fill("demonstration")
    with page.expect_navigation():
        form.locator("button[type=submit]").press("Enter")

    # The organiser lets the event have the language; its texts have none yet, and say so.
    page.goto(f"{fourth.url}/en/thamm-2021/manage/event")
    page.locator(f"input[name=language_codes][value={CODE}]").check()
    with page.expect_navigation():
        page.locator("main form:has(input[name=language_codes]) button[type=submit]").first.click()

    starts = [f"/{CODE}/", f"/{CODE}/thamm-2021/", f"/{CODE}/thamm-2021/manage", f"/{CODE}/account"]
    seen = set[str]()
    wrong = [one for path in walk(page, fourth, starts, seen) for one in look(page, path, english, reader)]
    if wrong:
        pytest.fail("\n".join(wrong))
    assert len(seen) > 60, sorted(seen)

    # Who is not signed in reads the public pages.
    visitor = context.browser.new_context(viewport=PHONE)  # type: ignore[union-attr]
    stranger, public = visitor.new_page(), set[str]()
    reader = Reader(stranger, fourth, CODE)
    for path in walk(stranger, fourth, [f"/{CODE}/", f"/{CODE}/thamm-2021/", f"/{CODE}/thamm-2021/register"], public):
        wrong += look(stranger, path, english, reader)
    visitor.close()
    if wrong:
        pytest.fail("\n".join(wrong))
    assert f"/{CODE}/…/agenda" in public
