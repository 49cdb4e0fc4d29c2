"""Slides on their way from a phone in a real browser: the line breaks, the server restarts, the page is loaded anew."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Page, expect
from sqlalchemy import select

from conference.agenda.models import Speaker, SpeakerInSession
from conference.app import create_app
from conference.config import Config
from conference.core.database import db, write
from conference.core.languages import Language
from conference.demonstration.documents import document_pdf
from conference.events.models import Event
from conference.speakers import service
from conference.speakers.queries import invitation_of
from tests.e2e.conftest import Reader, Server, free_port, serving

MEBIBYTE = 1024 * 1024
PHONE = {"width": 360, "height": 740}
FORM = "form[action$='/slides']"
STATUS = f"{FORM} [data-upload-status] [role=status]"
BROKEN = {"fr": "La connexion est interrompue", "ar": "انقطع الاتصال"}
PAUSED = {"fr": "Envoi suspendu", "ar": "توقف الإرسال مؤقتا"}
LEFT = {"fr": "Choisissez de nouveau ce fichier", "ar": "اختاروا الملف نفسه من جديد"}
PAGE = {"fr": "Page 1 sur 4", "ar": "الصفحة 1 من 4"}


class Restartable:
    """A server of this test alone, which it may stop and start again at the same address."""

    def __init__(self, instance: Path) -> None:
        self.instance, self.port, self._stack = instance, free_port(), ExitStack()
        self.server = self.start()

    def start(self) -> Server:
        return self._stack.enter_context(serving(self.instance, self.port))

    def stop(self) -> None:
        self._stack.close()


@pytest.fixture(scope="module")
def restartable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Restartable]:
    made = Restartable(tmp_path_factory.mktemp("slides"))
    yield made
    made.stop()


@pytest.fixture(params=["fr", "ar"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def reader(context: BrowserContext, restartable: Restartable, language: str) -> Reader:
    page = context.new_page()
    page.set_viewport_size(PHONE)
    return Reader(page, restartable.server, language)


def link(server: Server, language: str) -> str:
    """The address of the page of the demonstration's speaker, who is invited now."""
    environment = {"CONFERENCE_MODE": "development", "CONFERENCE_INSTANCE": str(server.instance)}
    with create_app(Config.from_environment(environment)).app_context():
        query = (
            select(Speaker.id)
            .join(SpeakerInSession)
            .join(Event, Event.id == Speaker.event_id)
            .where(Event.slug == "thamm-2021", Speaker.email != "")
            .limit(1)
        )
        speaker_id = db.session.scalars(query).one()
        with write() as session:
            speaker = session.get_one(Speaker, speaker_id)
            found = invitation_of(session, speaker_id) or service.invite(session, speaker, by=None)
            path = f"/{language}/thamm-2021/speak/{service.token_of(found)}"
        db.engine.dispose()
    return path


def large_pdf(path: Path, language: str) -> str:
    """Four pages and twenty megabytes that no reader looks at; answers the SHA-256."""
    noise = os.urandom(20 * MEBIBYTE).replace(b"\n", b" ").replace(b"\r", b" ")
    body = document_pdf("concept-note", Language.of(language)) + b"\n%" + noise + b"\n"
    path.write_bytes(body)
    return hashlib.sha256(body).hexdigest()


def line(network: CDPSession, *, offline: bool = False) -> None:
    """A line of four megabytes a second upwards, or none."""
    network.send(
        "Network.emulateNetworkConditions",
        {"offline": offline, "latency": 5, "downloadThroughput": -1, "uploadThroughput": 4 * MEBIBYTE},
    )


def has_come_to(page: Page, percent: int) -> None:
    page.wait_for_function(
        "([bar, percent]) => document.querySelector(bar).value >= percent", arg=[f"{FORM} progress", percent]
    )


def choose(page: Page, file: Path, language: str) -> None:
    if page.locator(f"{FORM} [name=place][type=radio]").count():
        page.locator(f"{FORM} [name=place]").first.check()
    page.select_option(f"{FORM} [name=language_code]", language)
    page.set_input_files(f"{FORM} [name=file]", file)


def test_a_large_file_arrives_although_the_line_breaks_the_server_restarts_and_the_page_is_loaded_anew(
    reader: Reader, restartable: Restartable, language: str, tmp_path: Path
) -> None:
    page, file = reader.page, tmp_path / "اتجاهات الهجرة.pdf"
    digest = large_pdf(file, language)
    reader.open(link(restartable.server, language), "speaker-slides")
    network = page.context.new_cdp_session(page)
    line(network)
    choose(page, file, language)
    page.locator(f"{FORM} [type=submit]").click()
    has_come_to(page, 10)

    line(network, offline=True)
    expect(page.locator(STATUS)).to_contain_text(BROKEN[language])
    line(network)
    has_come_to(page, 35)

    page.locator("[data-upload-pause]").click()
    expect(page.locator(STATUS)).to_contain_text(PAUSED[language])
    reader.look("speaker-slides-paused")
    page.locator("[data-upload-pause]").click()

    restartable.stop()
    expect(page.locator(STATUS)).to_contain_text(BROKEN[language])
    restartable.start()
    has_come_to(page, 60)

    page.reload()
    expect(page.locator("[data-upload-left]")).to_contain_text(LEFT[language])
    expect(page.locator("[data-upload-left]")).to_contain_text(file.name)
    reader.look("speaker-slides-left")
    choose(page, file, language)
    page.locator(f"{FORM} [type=submit]").click()
    has_come_to(page, 55)
    page.wait_for_url("**receipt=*", timeout=60_000)
    reader.look("speaker-slides-receipt")
    assert file.name in page.inner_text("#receipt")
    assert page.locator("#receipt .fingerprint p code").text_content() == digest
    assert page.evaluate("localStorage.getItem('uploads')") == "{}"

    reader.press("#receipt p a[href*='/slides/']")
    for _attempt in range(40):
        if page.locator("#pages img").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    assert page.locator("#pages img").first.get_attribute("alt") == PAGE[language]
    reader.look("speaker-slides-pages")
    with page.expect_download() as started:
        page.locator("#the-file a[download]").click()
    assert hashlib.sha256(Path(started.value.path()).read_bytes()).hexdigest() == digest


def test_a_file_that_is_refused_says_why_and_another_may_follow(
    reader: Reader, restartable: Restartable, language: str, tmp_path: Path
) -> None:
    page, file = reader.page, tmp_path / "slides.pdf"
    file.write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    reader.open(link(restartable.server, language))
    choose(page, file, language)
    page.locator(f"{FORM} [type=submit]").click()
    expect(page.locator(STATUS)).to_contain_text("PPTX")
    reader.look("speaker-slides-refused")
    file.write_bytes(document_pdf("concept-note", Language.of(language)))
    choose(page, file, language)
    page.locator(f"{FORM} [type=submit]").click()
    page.wait_for_url("**receipt=*")
    assert "slides.pdf" in page.inner_text("#receipt")
