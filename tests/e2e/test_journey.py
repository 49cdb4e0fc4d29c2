"""The whole journey in a real browser, in each language: register, read, take home, speak, organise, check in, join."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Route

from conference.demonstration.loader import DESK, ORGANISER, PARTICIPANT, PASSWORD, SPEAKER
from tests.e2e.conftest import Reader, Server

LANGUAGES = ("en", "fr", "ar")
NAMES = {"en": ("Layla Salem", ""), "fr": ("Leïla Ben Salem", ""), "ar": ("ليلى بن سالم", "Layla Ben Salem")}


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def reader(context: BrowserContext, server: Server, language: str) -> Reader:
    return Reader(context.new_page(), server, language)


def sign_in(reader: Reader, email: str) -> None:
    """With the password that the demonstration gives everybody."""
    reader.open(f"/{reader.language}/sign-in", "sign-in")
    reader.page.locator("summary").click()
    form = reader.page.locator("form[action*='sign-in/password']")
    form.locator("[name=email]").fill(email)
    form.locator("[name=password]").fill(PASSWORD)
    with reader.page.expect_navigation():
        form.locator("[type=submit]").click()
    if f"/{reader.language}/" not in reader.page.url:
        reader.page.goto(f"{reader.server.url}/{reader.language}/account")
    reader.look("account")


def test_a_person_registers_changes_and_cancels(reader: Reader) -> None:
    native, latin = NAMES[reader.language]
    email = f"layla-{reader.language}@example.org"
    reader.open(f"/{reader.language}/", "events")
    reader.open(f"/{reader.language}/thamm-2021/", "home")
    reader.press("a[href$='/thamm-2021/register']", "register")
    reader.press("main form [type=submit]", "register-errors")
    assert reader.page.locator(".field-error").count() == 5
    assert reader.page.evaluate("document.activeElement.className") == "error-summary"
    fill = reader.page.fill
    fill("[name=native_name]", native)
    fill("[name=latin_name]", latin)
    fill("[name=email]", email)
    fill("[name=organisation]", "وزارة العمل" if reader.language == "ar" else "Ministry")
    reader.page.select_option("[name=country]", "TN")
    reader.page.select_option("[name=category]", "government")
    reader.page.check("[name=participant_list]")
    reader.press("main form [type=submit]", "registered")
    mail = reader.server.mails(email)[0]
    assert [part.get_content_type() for part in mail.iter_attachments()] == ["text/calendar"]
    assert mail["Content-Language"] == reader.language
    reader.open(reader.server.link(email, "/registration/"), "registration")
    assert native in reader.page.inner_text("main")
    reader.press("main a[href$='/change']", "registration-change")
    fill("[name=function]", "Adviser")
    reader.press("main form [type=submit]")
    assert "Adviser" in reader.page.inner_text("main")
    reader.press("main a[href$='/cancel']", "registration-cancel")
    with reader.page.expect_navigation():
        reader.page.locator("main form button").click()
        if reader.page.locator("dialog[open]").count():
            reader.page.locator("dialog[open] button").first.click()
    reader.look("registration-cancelled")
    assert reader.page.locator("main a[href$='/change']").count() == 0


def test_a_person_reads_the_agenda_and_takes_it_home(reader: Reader) -> None:
    reader.open(f"/{reader.language}/thamm-2021/agenda", "agenda")
    assert reader.page.locator(".session").count() >= 4
    assert reader.page.locator(".slot-local:visible").count() > 0, "Cairo's hour beside the event's"
    reader.open(f"/{reader.language}/thamm-2021/agenda?day=2021-07-06", "agenda-second-day")
    reader.press(".session-title a", "session")
    calendar = Path(reader.download("main a[href$='.ics']").path()).read_bytes()
    assert calendar.startswith(b"BEGIN:VCALENDAR\r\n")
    assert calendar.count(b"BEGIN:VEVENT") == 1
    reader.open(f"/{reader.language}/thamm-2021/speakers", "speakers")
    reader.press("main a[href*='/speakers/']", "speaker")
    reader.open(f"/{reader.language}/thamm-2021/about", "about")
    reader.open(f"/{reader.language}/thamm-2021/documents", "documents")
    reader.press("main a[href$='/documents/thamm-2021-1']", "document")
    file = reader.download(f"main a[href$='/documents/thamm-2021-1/{reader.language}']")
    assert Path(file.path()).read_bytes().startswith(b"%PDF-")
    assert file.suggested_filename == f"THAMM-2021-1_{reader.language}_rev1.pdf"


def test_the_agenda_is_light_and_needs_no_script(context: BrowserContext, server: Server, language: str) -> None:
    page = context.new_page()
    network = context.new_cdp_session(page)
    sizes: list[float] = []
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(f"{server.url}/{language}/thamm-2021/agenda", wait_until="networkidle")
    assert 0 < sum(sizes) < 60 * 1024, sizes
    assert context.browser is not None
    plain = context.browser.new_context(java_script_enabled=False)
    try:
        page = plain.new_page()
        page.goto(f"{server.url}/{language}/thamm-2021/agenda")
        assert page.locator(".session").count() >= 4
        assert page.locator(".slot-time").first.inner_text().strip()[:5] == "10:00"
    finally:
        plain.close()


def test_a_missing_page_speaks_the_language_of_its_address(reader: Reader) -> None:
    reader.open(f"/{reader.language}/thamm-2021/agenda/none", "missing")
    assert reader.page.locator("h1").count() == 1


def test_the_style_page_shows_every_part(reader: Reader) -> None:
    reader.open(f"/{reader.language}/style", "style")
