"""Slides as their speaker keeps them: several files, revisions, a day until which they come, pages as pictures."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select

from conference.audit.models import AuditEntry
from conference.core import clock
from conference.core.database import db
from conference.core.storage import storage
from conference.library.models import Document
from conference.speakers.models import Slides, SlidesPage
from conference.speakers.queries import known_blobs
from tests.client import Page, Visitor
from tests.made.agenda import give_role, make_session, make_speaker
from tests.made.old_office import presentation
from tests.made.pieces import Sender, finish
from tests.made.speakers import invited, odp, pdf, plain_text, pptx, replace, send
from tests.world import World

DEADLINE = "/en/thamm-2021/manage/speakers/deadline"
BOARD = "/en/thamm-2021/manage/speakers"


@pytest.fixture
def event(world: World) -> int:
    return world.event()


@pytest.fixture
def speaker(world: World, event: int) -> int:
    speaker = make_speaker(world, event)
    give_role(world, make_session(world, event), speaker)
    return speaker


@pytest.fixture
def path(world: World, speaker: int) -> str:
    return invited(world, speaker)


def names(page: Page) -> list[str]:
    return page.texts("#slides .upload p > a")


def file_page(visitor: Visitor, path: str, newest: int = 0) -> Page:
    return visitor.get(visitor.get(path).all("#slides .upload p > a")[newest].get("href") or "")


def test_files_stand_beside_each_other_and_a_newer_one_takes_the_place_of_its_own(
    world: World, visitor: Visitor, path: str
) -> None:
    send(visitor.get(path), pdf(1), "talk.pdf", language_code="fr")
    send(visitor.get(path), pdf(2), "handout.pdf", language_code="fr")
    send(visitor.get(path), pdf(3), "كلمة.pdf", language_code="ar")
    replace(visitor.get(path), pdf(4), "talk 2.pdf", newest=2)
    assert names(visitor.get(path)) == ["talk 2.pdf", "كلمة.pdf", "handout.pdf"]
    page = file_page(visitor, path)
    assert page.texts("#revisions .upload p > strong") == ["talk 2.pdf"]
    assert page.texts("#revisions .upload p > a") == ["talk.pdf"]
    older = visitor.get(page.one("#revisions .upload p > a").get("href") or "")
    assert older.all("form[data-upload]") == [], "only the newest is replaced"
    assert older.texts(".notice p") == ["This is an earlier revision. See the newest one"]
    with world.reading() as database:
        assert list(database.scalars(select(Slides.language_code).order_by(Slides.id))) == ["fr", "fr", "ar", "fr"]


def test_two_files_in_one_language_are_two_documents_for_readers(
    world: World, visitor: Visitor, event: int, path: str
) -> None:
    for name, language in (("talk.pdf", "en"), ("handout.pdf", "en"), ("talk-fr.pdf", "fr")):
        send(visitor.get(path), pdf(len(name)), name, language_code=language)
    organiser = world.organiser(event)
    while forms := organiser.get(BOARD).all("form[action$='/publish']"):
        organiser.get(BOARD).submit(f"form[action='{forms[-1].get('action')}']")
    with world.reading() as database:
        documents = database.scalars(select(Document).order_by(Document.id)).all()
        found = [sorted(version.language_code for version in one.versions) for one in documents]
    assert found == [["en"], ["en", "fr"]]


def test_a_replaced_file_no_longer_waits_to_be_published(world: World, visitor: Visitor, event: int, path: str) -> None:
    send(visitor.get(path), pdf(1))
    replace(visitor.get(path), pdf(2))
    organiser = world.organiser(event)
    assert "One file of slides waits to be published." in organiser.get("/en/thamm-2021/manage/").source


@pytest.mark.parametrize(
    ("body", "ending", "pages"), [(presentation(), "ppt", ""), (odp(4), "odp", "4"), (pptx(3), "pptx", "3")]
)
def test_every_usual_kind_of_slides_is_taken_by_what_it_is(
    world: World, visitor: Visitor, path: str, body: bytes, ending: str, pages: str
) -> None:
    receipt = visitor.follow(send(visitor.get(path), body, "whatever.bin"))
    shown = dict(zip(receipt.texts(".receipt dt"), receipt.texts(".receipt dd"), strict=True))
    assert (shown["File"], shown.get("Pages", "")) == (f"whatever.bin.{ending}", pages)
    page = file_page(visitor, path)
    file = visitor.get(page.one("#the-file a[download]").get("href") or "")
    assert file.response.data == body
    assert file.response.headers["Content-Disposition"].startswith("attachment;")


def test_macros_are_noticed_and_said_on_the_page_and_by_mail(world: World, visitor: Visitor, path: str) -> None:
    words = "This file holds macros. They will not run in the room: look whether the pages are right without them."
    receipt = visitor.follow(send(visitor.get(path), pptx(macros=True), "talk.pptx"))
    assert words in receipt.texts(".receipt p")
    assert words in file_page(visitor, path).texts("#pages p")
    (mail,) = [one for one in world.deliver() if one["Subject"] == "Your slides have arrived"]
    assert words in " ".join(plain_text(mail).split())


def test_after_the_day_only_those_for_whom_it_was_opened_send(
    world: World, visitor: Visitor, event: int, path: str
) -> None:
    organiser = world.organiser(event)
    send(visitor.get(path), pdf(1))
    page = visitor.get(path)
    saved = organiser.get(DEADLINE).submit(due_on="2021-07-01")
    assert saved.location == DEADLINE
    with clock.at(datetime(2021, 7, 1, 22, 59, tzinfo=UTC)):
        assert "until the end of 1 July 2021" in visitor.get(path).text
        assert send(page, pdf(2)).status == 302
    with clock.at(datetime(2021, 7, 1, 23, 1, tzinfo=UTC)):
        closed = visitor.get(path)
        assert "Slides could be sent until the end of 1 July 2021." in closed.text
        assert closed.all("form[data-upload]") == []
        assert file_page(visitor, path).all("form[data-upload]") == []
        late = send(page, pdf(3))
        sentence = "The time for sending slides is over. Ask the organisers to open it for you again."
        assert (late.status, late.errors) == (422, [sentence])
        assert world.count(Slides) == 2
        organiser.get(DEADLINE).submit("form[action$='/slides/open']")
        assert "The organisers have opened the slides for you" in visitor.get(path).text
        assert send(page, pdf(3)).status == 302
        organiser.get(DEADLINE).submit("form[action$='/slides/close']")
        assert send(page, pdf(4)).status == 422
    with world.reading() as database:
        verbs = set(database.scalars(select(AuditEntry.verb)))
    assert {"set slides deadline", "open slides", "close slides"} <= verbs


def test_no_upload_and_no_file_is_left_of_what_came_too_late(
    world: World, visitor: Visitor, event: int, path: str
) -> None:
    page = visitor.get(path)
    world.organiser(event).get(DEADLINE).submit(due_on="2021-07-01")
    sender = Sender.at(page)
    address = sender.whole(pdf())
    assert finish(page, address).status == 422
    assert sender.ask("HEAD", address).status_code == 404


def test_the_pages_of_a_pdf_are_seen_by_its_speaker_alone(
    world: World, visitor: Visitor, event: int, path: str
) -> None:
    send(visitor.get(path), pdf(3))
    assert file_page(visitor, path).texts("#pages p") == [
        "The pages are being drawn. Load this page again in a minute."
    ]
    world.deliver()
    pictures = file_page(visitor, path).all("#pages img")
    assert [one.get("alt") for one in pictures] == ["Page 1 of 3", "Page 2 of 3", "Page 3 of 3"]
    assert {(one.get("width"), one.get("height")) for one in pictures} == {("960", "540")}
    address = pictures[0].get("src") or ""
    picture = visitor.get(address)
    assert (picture.response.mimetype, picture.response.data[8:12]) == ("image/webp", b"WEBP")
    assert picture.response.headers["Cache-Control"] == "no-store"
    other = make_speaker(world, event, "other")
    theirs = invited(world, other)
    token = path.rpartition("/")[2]
    assert visitor.get(address.replace(token, theirs.rpartition("/")[2])).status == 404
    with world.reading() as database:
        assert set(database.scalars(select(SlidesPage.sha256))) <= known_blobs(database)


def test_a_file_of_office_says_so_where_nothing_here_can_draw_it(
    world: World, visitor: Visitor, path: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    send(visitor.get(path), pptx())
    world.deliver()
    (told,) = file_page(visitor, path).texts("#pages p")
    assert told.startswith("This installation cannot draw the pages of PPTX files; the file itself is complete.")


def office(tmp_path: Path, script: str) -> None:
    """A program in the place of LibreOffice, which is not on every machine."""
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)


def test_a_file_of_office_is_drawn_from_what_libreoffice_prints(
    world: World, visitor: Visitor, path: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "printed.pdf").write_bytes(pdf(2))
    office(tmp_path, f'[ -f "$PWD/slides.ppt" ] && cp {tmp_path}/printed.pdf "$PWD/slides.pdf"')
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    send(visitor.get(path), presentation(), "talk.ppt")
    world.deliver()
    page = file_page(visitor, path)
    assert len(page.all("#pages img")) == 2
    with world.reading() as database:
        assert database.scalars(select(Slides.pages)).one() == 2


@pytest.mark.parametrize("script", ["exit 1", "kill -9 $$", "exit 0"])
def test_a_file_that_cannot_be_drawn_costs_its_pictures_only(
    world: World, visitor: Visitor, path: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str
) -> None:
    office(tmp_path, script)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    send(visitor.get(path), pptx(), "talk.pptx")
    assert len([one for one in world.deliver() if one["Subject"] == "Your slides have arrived"]) == 1
    assert file_page(visitor, path).texts("#pages p")[0].startswith("The pages could not be drawn;")
    assert names(visitor.get(path)) == ["talk.pptx"]


def test_a_receipt_is_for_a_whole_file_in_a_language(world: World, visitor: Visitor, path: str) -> None:
    page = visitor.get(path)
    body = pdf(2)
    receipt = visitor.follow(finish(page, Sender.at(page).whole(body, "اتجاهات.pdf"), language_code="ar"))
    assert receipt.texts(".receipt dd")[0] == "اتجاهات.pdf"
    with world.reading() as database:
        (sha256,) = database.scalars(select(Slides.sha256))
        assert b"".join(storage().read(sha256)) == body
        assert db.session().scalars(select(Slides.language_code)).one() == "ar"


def test_the_files_of_others_answer_404(world: World, visitor: Visitor, event: int, path: str) -> None:
    send(visitor.get(path), pdf())
    address = visitor.get(path).one("#slides .upload p > a").get("href") or ""
    other = invited(world, make_speaker(world, event, "other")).rpartition("/")[2]
    foreign = address.replace(path.rpartition("/")[2], other)
    assert [visitor.get(one).status for one in (foreign, f"{foreign}/file", f"{foreign}/pages/1")] == [404] * 3
    csrf = visitor.get(path).values("form[data-upload]")["csrf_token"]
    posted = visitor.post(foreign, {"csrf_token": csrf, "file": (BytesIO(pdf()), "a.pdf")})
    assert (posted.status, world.count(Slides)) == (404, 1)
