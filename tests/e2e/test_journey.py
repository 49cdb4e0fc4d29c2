"""The whole journey in a real browser, in each language: register, read, take home, speak, organise, check in, join."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from conference.core.languages import Language
from conference.demonstration.documents import document_pdf
from conference.demonstration.loader import DESK, ORGANISER, PARTICIPANT, PASSWORD, SPEAKER
from tests.e2e.conftest import Reader, Server
from tests.made.mails import text_of

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
    assert f"/{reader.language}/thamm-2021/calendar.ics" in text_of(mail)
    assert mail["Content-Language"] == reader.language
    reader.open(reader.server.link(email, "/registration/"), "registration")
    assert native in reader.page.inner_text("main")
    reader.press("main a[href$='/change']", "registration-change")
    fill("[name=function]", "Adviser")
    reader.press("main form [type=submit]")
    assert "Adviser" in reader.page.inner_text("main")
    reader.press("main a[href$='/cancel']", "registration-cancel")
    reader.press("main form button", "registration-cancelled")
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
    reader.open(f"/{reader.language}/thamm-2021/agenda")
    reader.press("main a[href$='/thamm-2021/calendar']", "subscribe")
    reader.page.locator(".program summary").first.click()
    reader.page.select_option("#day", "2021-07-06")
    reader.press("form.filters [type=submit]", "subscribe-to-a-day")
    address = reader.page.input_value("#address")
    assert address.endswith(f"/{reader.language}/thamm-2021/calendar.ics?day=2021-07-06")
    assert reader.page.context.request.get(address).text().count("BEGIN:VEVENT") > 1
    reader.open(f"/{reader.language}/thamm-2021/speakers", "speakers")
    reader.press("main a[href*='/speakers/']", "speaker")
    reader.open(f"/{reader.language}/thamm-2021/about", "about")
    reader.open(f"/{reader.language}/thamm-2021/documents", "documents")
    reader.press("main a[href$='/documents/thamm-2021-1']", "document")
    file = reader.download(f"main a[href$='/documents/thamm-2021-1/{reader.language}']")
    assert Path(file.path()).read_bytes().startswith(b"%PDF-")
    assert file.suggested_filename == f"THAMM-2021-1_{reader.language}_rev1.pdf"


def test_a_speaker_sends_slides_and_the_organiser_publishes_them(reader: Reader, tmp_path: Path) -> None:
    home = f"/{reader.language}/thamm-2021"
    sign_in(reader, ORGANISER)
    reader.open(f"{home}/manage/", "overview")
    reader.open(f"{home}/manage/speakers", "speakers-board")
    row = f"tr:has-text('{SPEAKER}')"
    if reader.page.locator(f"{row} form[action$='/invite']").count():
        reader.press(f"{row} form[action$='/invite'] button", "speaker-invited")
    else:
        reader.confirm(f"{row} form[action$='/renew'] button", "speaker-invited")
    link = _newest_link(reader.server)
    speaker = Reader(reader.page.context.new_page(), reader.server, reader.language, reader.seen)
    speaker.open(link.replace("/en/", f"/{reader.language}/", 1), "speaker-page")
    if speaker.page.locator("form[action$='/confirm'] button").count():
        speaker.press("form[action$='/confirm'] button", "speaker-confirmed")
    speaker.press("form[action$='/slides'] [type=submit]", "speaker-upload-errors")
    assert speaker.page.locator(".field-error").count() >= 1
    slides = tmp_path / "الشرائح النهائية.pdf"
    slides.write_bytes(document_pdf("concept-note", Language.of(reader.language)) + _mark(reader.language))
    speaker.page.locator("form[action$='/slides'] [name=place]").first.check()
    speaker.page.select_option("form[action$='/slides'] [name=language_code]", reader.language)
    speaker.page.set_input_files("form[action$='/slides'] [name=file]", slides)
    with speaker.page.expect_navigation():
        speaker.page.locator("form[action$='/slides'] [type=submit]").click()
    speaker.look("speaker-receipt")
    assert slides.name in speaker.page.inner_text("#receipt")
    reader.open(f"{home}/manage/speakers", "speakers-received")
    # The first time the speaker has not said whether the slides may be published: the organiser says that they may.
    publish = f"{row} form[action$='/publish']"
    act = reader.confirm if reader.page.locator(f"{publish} [name=permission]").count() else reader.press
    act(f"{publish} button", "speakers-published")
    reader.open(f"{home}/documents?category=presentation", "documents-slides")
    assert reader.page.locator("main a[href*='/documents/slides-']").count() >= 1
    reader.open(f"{home}/manage/documents", "documents-board")
    reader.open(f"{home}/manage/messages", "messages")
    reader.open(f"{home}/manage/registrations", "registrations")
    reader.open(f"{home}/manage/event", "event-settings")
    reader.open(f"{home}/manage/team", "team")
    reader.open(f"{home}/manage/history", "history")


def _newest_link(server: Server) -> str:
    """The link of the newest invitation, once no other is on its way: older ones open nothing any more."""
    deadline = time.monotonic() + 20
    seen = 0
    while time.monotonic() < deadline:
        count = len(list((server.instance / "mail").glob(f"*-{SPEAKER}.eml")))
        if count and count == seen:
            return server.link(SPEAKER, "/speak/")
        seen = count
        time.sleep(2.5)
    raise AssertionError("the invitation does not arrive")


def _mark(language: str) -> bytes:
    """Bytes after the end of a PDF that make it another file, as each language sends its own."""
    return f"\n% {language}\n".encode()


def test_an_organiser_changes_a_session_and_publishes(reader: Reader) -> None:
    home = f"/{reader.language}/thamm-2021"
    code = {"en": "D3-01", "fr": "D3-03", "ar": "D3-04"}[reader.language]
    calendar = reader.page.context.request
    before = calendar.get(f"{reader.server.url}{home}/agenda/{code}.ics").text()
    sign_in(reader, ORGANISER)
    reader.open(f"{home}/manage/agenda", "agenda-draft")
    reader.press(f".board a[href$='/manage/agenda/sessions/{code}']", "session-edit")
    title = f"Changed in {reader.language}"
    reader.page.fill(f"[name=title-{reader.language}]", title)
    ends = reader.page.input_value("[name=ends]")
    reader.page.fill("[name=ends]", "")
    reader.press("form.form--wide [type=submit]", "session-edit-errors")
    assert reader.page.input_value(f"[name=title-{reader.language}]") == title
    reader.page.fill("[name=ends]", f"{ends[:3]}{int(ends[3:]) - 5:02}" if ends[3:] >= "05" else f"{ends[:3]}05")
    reader.press("form.form--wide [type=submit]", "session-saved")
    reader.open(f"{home}/agenda/{code}")
    assert title not in reader.page.inner_text("main"), "the draft does not leak"
    reader.open(f"{home}/manage/agenda", "agenda-to-publish")
    reader.page.fill("[name=note-en]", f"A session ends at another hour ({reader.language})")
    reader.press("form[action$='/publish'] [type=submit]", "agenda-published")
    reader.page.wait_for_timeout(1100)
    reader.open(f"{home}/agenda/{code}", "session-changed")
    assert title in reader.page.inner_text("h1")
    after = calendar.get(f"{reader.server.url}{home}/agenda/{code}.ics").text()
    assert _of(after, "UID") == _of(before, "UID")
    assert int(_of(after, "SEQUENCE")) == int(_of(before, "SEQUENCE")) + 1
    assert _of(after, "DTEND") != _of(before, "DTEND")


def test_versions_are_compared_restored_and_previewed(reader: Reader) -> None:
    home = f"/{reader.language}/thamm-2021"
    sign_in(reader, ORGANISER)
    reader.open(f"{home}/manage/agenda/sessions/D2-01")
    title = f"What version one does not say, {reader.language}"
    reader.page.fill(f"[name=title-{reader.language}]", title)
    reader.press("form.form--wide [type=submit]")
    reader.open(f"{home}/manage/agenda/versions", "agenda-versions")
    reader.press("form[action$='/preview'] button", "agenda-preview-made")
    link = reader.page.locator(f".preview-links a[lang={reader.language}]").get_attribute("href") or ""
    reader.open(f"{home}/manage/agenda/versions/1/draft", "agenda-compared")
    assert reader.page.locator(".compared ins").count() >= 1
    visitor = Reader(reader.page.context.new_page(), reader.server, reader.language, reader.seen)
    visitor.open(link + "?day=2021-07-06", "agenda-preview")
    visitor.press(".session-title a:has-text('What version one')", "agenda-preview-session")
    assert visitor.page.inner_text("h1").startswith(title)
    reader.open(f"{home}/manage/agenda/versions/1/restore", "agenda-restore")
    reader.press("form[action$='/restore'] [type=submit]", "agenda-restored")
    assert title not in reader.page.inner_text("main")
    reader.open(f"{home}/manage/agenda/versions")
    reader.confirm("form[action$='/preview/end'] button", "agenda-preview-ended")
    assert visitor.page.goto(link).status == 404
    visitor.open(f"{home}/agenda/changes", "agenda-changes")


def _of(calendar: str, name: str) -> str:
    return next(line.partition(":")[2] for line in calendar.splitlines() if line.split(":")[0].split(";")[0] == name)


def test_a_person_is_checked_in_and_joins_online(reader: Reader) -> None:
    home = f"/{reader.language}/rehearsal"
    sign_in(reader, PARTICIPANT)
    reader.press("main a[href*='/rehearsal/registration/']", "registration-today")
    code = reader.page.locator("main strong[data-code], dd bdi strong").first.inner_text()
    reader.open(f"{home}/agenda", "agenda-rehearsal")
    # Of the rehearsal some session is always running, and only its door is open.
    join = reader.page.locator(".session--now .session-title a").first.get_attribute("href")
    reader.open(f"{join}/join", "join")
    assert "meet.example.org" not in reader.page.content()
    tab = reader.page.context.new_page()
    tab.goto(reader.page.url)
    with tab.expect_request("https://meet.example.org/**") as meeting:
        tab.locator("main form button").first.click()
    assert meeting.value.url.startswith("https://meet.example.org/rehearsal/")
    tab.close()
    reader.page.context.clear_cookies()
    sign_in(reader, DESK)
    reader.open(f"{home}/manage/attendance", "attendance")
    reader.press("main a[href*='/desk/']", "desk")
    reader.page.fill("[name=words]", "participant")
    reader.press("main form.form [type=submit]", "desk-found")
    reader.page.fill("[name=words]", code)
    reader.press("main form.form [type=submit]", "desk-marked")
    reader.page.context.clear_cookies()
    sign_in(reader, ORGANISER)
    reader.open(f"{home}/manage/attendance")
    table = Path(reader.download("main a[href$='.csv']").path()).read_bytes().decode("utf-8-sig")
    assert table.count("participant@example.org") >= 1


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
