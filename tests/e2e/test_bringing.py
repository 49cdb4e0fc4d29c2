"""Many documents brought at once in a real browser: some arrive, one is refused, a table puts them in their place."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from conference.core.languages import Language
from conference.demonstration.documents import document_pdf
from conference.demonstration.loader import ORGANISER, PASSWORD
from tests.e2e.conftest import Reader, Server

BRING = "thamm-2021/manage/documents/bring"


@pytest.fixture(params=["ar", "fr"])
def reader(context: BrowserContext, server: Server, request: pytest.FixtureRequest) -> Reader:
    """The demonstration's organiser, signed in."""
    found = Reader(context.new_page(), server, str(request.param))
    page = found.page
    page.goto(f"{server.url}/{found.language}/sign-in")
    page.locator("details:has(input[type=password])").evaluate("element => element.open = true")
    form = page.locator("form:has(input[type=password])")
    form.locator("input[name=email]").fill(ORGANISER)
    form.locator("input[type=password]").fill(PASSWORD)
    with page.expect_navigation():
        form.locator("button[type=submit]").first.click()
    return found


def test_many_files_arrive_and_one_is_refused(reader: Reader, tmp_path: Path) -> None:
    page, language = reader.page, reader.language
    first, program, second = (tmp_path / name for name in ("أ.pdf", "b.pdf", "c.pdf"))
    first.write_bytes(document_pdf("concept-note", Language.of(language)) + b"\n% brought again\n")
    program.write_bytes(b"MZ no paper at all\0")
    second.write_bytes(document_pdf("running-order", Language.of(language)) + b"\n% brought again\n")
    reader.open(f"/{language}/{BRING}", "bring")
    page.set_input_files("form[data-upload] [name=file]", [first, program, second])
    page.locator("form[data-upload] [type=submit]").click()
    expect(page.locator("[data-upload-goes-on]")).to_be_visible()
    assert page.locator("[data-upload-refused] li").count() == 1
    assert "b.pdf" in page.locator("[data-upload-refused] li").inner_text()
    reader.look("bring-refused")
    page.locator("[data-upload-goes-on] a").click()
    symbols = page.locator("tbody input[name$=symbol]")
    expect(symbols).to_have_count(2)
    for _try in range(40):
        if all(symbols.nth(at).input_value() for at in range(2)):
            break
        page.wait_for_timeout(500)
        page.reload()
    reader.look("bring-found")
    assert [page.locator("tbody select[name$=language_code]").nth(at).input_value() for at in range(2)] == [
        language
    ] * 2
    for at in range(2):
        page.locator("tbody [name$=take]").nth(at).check()
    with page.expect_navigation():
        page.locator("form[action$=confirm] [type=submit]").first.click()
    reader.look()
    assert page.locator("main .notice").first.is_visible()


def test_a_library_is_looked_at_before_it_is_taken_over(reader: Reader, tmp_path: Path) -> None:
    """The library as it is changes nothing; the page of what it would do, and that of all libraries, can be used."""
    page, language = reader.page, reader.language
    reader.open(f"/{language}/thamm-2021/manage/documents/imports", "library-imports")
    with page.expect_download() as started:
        page.locator("a[download]").first.click()
    started.value.save_as(tmp_path / "library.zip")
    page.set_input_files("form[data-upload] [name=file]", tmp_path / "library.zip")
    with page.expect_navigation():
        page.locator("form[data-upload] [type=submit]").click()
    reader.look("library-difference")
    assert page.locator("form[action$=apply]").count() == 0
    assert page.locator("main .notice--leaf").is_visible()
