"""Slides as they come: whole, broken, hostile, too large, twice at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select

from conference.agenda.models import Speaker
from conference.core.database import db
from conference.core.file_types import PDF
from conference.core.languages import ARABIC
from conference.core.storage import storage
from conference.outbox.models import Message
from conference.speakers.forms import kept_name
from conference.speakers.models import Slides
from tests.client import Page, Visitor
from tests.made.agenda import give_role, make_presentation, make_session, make_speaker
from tests.made.old_office import container
from tests.made.speakers import LOCKED_PDF, invited, pdf, plain_text, pptx, send
from tests.world import World, only

EMPTY = "This file is empty. Look whether it is the right one."
TYPE = "This file is of another kind than its name says, or of one that we do not take: send PDF, PPTX, PPT, ODP, DOCX."
PROTECTED_OFFICE = "This file opens with a password only. Save it without one and send it again."
DAMAGED_OFFICE = "This file is damaged and cannot be opened. Save it again and send it once more."
DAMAGED_PDF = "This PDF is damaged: no page of it can be read. Save it again and send it once more."
PROTECTED_PDF = "This PDF opens with a password only. Save it without one and send it again."


@pytest.fixture
def page(world: World, visitor: Visitor) -> Page:
    """The page of a speaker with one session."""
    event = world.event()
    session = make_session(world, event)
    speaker = make_speaker(world, event)
    give_role(world, session, speaker)
    return visitor.get(invited(world, speaker))


@pytest.mark.parametrize(
    ("body", "name", "sentence"),
    [
        (b"", "slides.pdf", EMPTY),
        (b"hello", "slides.pdf", TYPE),
        (b"GIF89a" + bytes(50), "slides.pptx", TYPE),
        (pptx().replace(b"ppt/presentation.xml", b"doc/presentation.xml"), "slides.pptx", TYPE),
        (container({"WordDocument": b""}), "slides.ppt", TYPE),
        (container({"EncryptedPackage": b""}), "slides.pptx", PROTECTED_OFFICE),
        (pptx()[:-40], "slides.pptx", DAMAGED_OFFICE),
        (b"%PDF-1.7 and nothing", "slides.pdf", DAMAGED_PDF),
        (LOCKED_PDF, "slides.pdf", PROTECTED_PDF),
    ],
)
def test_a_file_that_nobody_could_read_is_refused_in_words(
    world: World, page: Page, body: bytes, name: str, sentence: str
) -> None:
    refused = send(page, body, name, language_code="fr")
    assert refused.status == 422
    assert refused.errors == [sentence]
    assert refused.values("form[data-upload]")["language_code"] == "fr"
    assert (world.count(Slides), stored(world)) == (0, 0)


def stored(world: World) -> int:
    """How many blobs there are: all of them are swept here, because no row names them."""
    with world.app.app_context():
        return len(storage().sweep(db.session(), older_than=timedelta(days=-1)))


def test_no_file_no_language_and_another_place_are_refused_beside_their_fields(world: World, page: Page) -> None:
    refused = send(page, pdf(), file=None, language_code="de", place="77")
    assert (refused.status, len(refused.errors)) == (422, 3)
    assert world.count(Slides) == 0


def test_a_file_over_the_limit_is_refused_unread(make_app: Callable[..., Flask]) -> None:
    world = World(make_app(max_upload=64 * 1024))
    visitor = Visitor(world.app)
    event = world.event()
    session = make_session(world, event)
    speaker = make_speaker(world, event, language_code="ar", biography=only(ARABIC, "سيرة"))
    give_role(world, session, speaker)
    page = visitor.get(invited(world, speaker, language="ar"))
    body = Unread(200 * 1024)
    refused = visitor.client.post(
        page.one("form[data-upload]").get("action") or "",
        input_stream=body,
        content_length=200 * 1024,
        content_type="multipart/form-data; boundary=x",
    )
    assert refused.status_code == 413
    assert body.read_bytes == 0
    again = send(page, bytes(200 * 1024))
    assert (again.status, len(again.errors)) == (413, 1)
    assert world.count(Slides) == 0


class Unread(BytesIO):
    """A body that notes how much of it was read."""

    def __init__(self, size: int) -> None:
        super().__init__(bytes(size))
        self.read_bytes = 0

    def read(self, size: int | None = -1) -> bytes:
        found = super().read(size)
        self.read_bytes += len(found)
        return found


def test_a_broken_connection_leaves_nothing_behind(world: World, page: Page) -> None:
    fields = page.values("form[data-upload]")
    head = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()
    )
    file = 'Content-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
    whole = head.encode() + b"--x\r\n" + file.encode() + pdf() + b"\r\n--x--\r\n"
    cut = whole[: len(whole) - 300]
    answer = page.visitor.client.post(
        page.one("form[data-upload]").get("action") or "",
        input_stream=BytesIO(cut),
        environ_overrides={"CONTENT_LENGTH": str(len(whole))},
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == 400
    assert (world.count(Slides), stored(world)) == (0, 0)


def test_a_script_gets_the_address_to_go_to(page: Page) -> None:
    fields = page.values("form[data-upload]") | {"file": (BytesIO(pptx()), "a.pptx")}
    headers = {"X-Requested-With": "XMLHttpRequest", "Accept": "application/json, text/html;q=0.9"}
    action = page.one("form[data-upload]").get("action") or ""
    answer = page.visitor.post(action, fields, content_type="multipart/form-data", headers=headers)
    assert answer.response.json == {"location": action.removesuffix("/slides") + "?receipt=1#receipt"}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:/Users/leila/اتجاهات الهجرة.PDF", "اتجاهات الهجرة.pdf"),
        ("<script>alert(1)</script>.pdf", "script>.pdf"),
        ("<img src=x onerror=alert(1)>.pdf", "<img src=x onerror=alert(1)>.pdf"),
        ("slides\u202efdp.exe", "slidesfdp.exe.pdf"),
        (".pdf", "slides.pdf"),
        ("é" * 400 + ".pdf", "é" * 296 + ".pdf"),
        ("%s{{7*7}}%(x)s.pdf", "%s{{7*7}}%(x)s.pdf"),
    ],
)
def test_names_are_shown_as_text_and_are_never_paths(
    world: World, page: Page, visitor: Visitor, name: str, shown: str
) -> None:
    receipt = visitor.follow(send(page, pdf(), name))
    assert receipt.texts(".receipt dd")[0] == shown
    with world.reading() as database:
        assert database.scalars(select(Slides.name)).one() == shown
    (mail,) = [one for one in world.deliver() if one["Subject"] == "Your slides have arrived"]
    assert f"\u2068{shown}\u2069" in plain_text(mail)


def test_a_receipt_is_shown_to_its_own_speaker_alone(world: World, page: Page, visitor: Visitor) -> None:
    send(page, pdf())
    other = make_speaker(world, 1, "other")
    address = invited(world, other)
    assert visitor.get(f"{address}?receipt=1").all(".receipt") == []
    assert visitor.get(f"{address}?receipt=1").all(".upload") == []


def test_slides_are_for_one_of_the_speakers_presentations(world: World, visitor: Visitor) -> None:
    event = world.event()
    session = make_session(world, event)
    talks = [make_presentation(world, session, title) for title in ("First", "Second", "Of others")]
    speaker = make_speaker(world, event)
    for talk in talks[:2]:
        give_role(world, session, speaker, "speaker", talk)
    page = visitor.get(invited(world, speaker))
    assert [one.get("value") for one in page.all("[name=place]")] == [f"{session}-{talk}" for talk in talks[:2]]
    assert send(page, pdf()).status == 422
    assert send(page, pdf(), place=f"{session}-{talks[2]}").status == 422
    assert send(page, pdf(), place=str(session)).status == 422
    assert send(page, pdf(), place=f"{session}-{talks[1]}").status == 302
    with world.reading() as database:
        assert database.scalars(select(Slides.presentation_id)).all() == [talks[1]]


def test_who_declined_or_has_no_session_is_told_that_no_slides_are_expected(world: World, visitor: Visitor) -> None:
    event = world.event()
    session = make_session(world, event)
    speaker = make_speaker(world, event)
    address = invited(world, speaker)
    assert visitor.get(address).all("form[data-upload]") == []
    give_role(world, session, speaker)
    page = visitor.get(address)
    page.submit("form[action$='/decline']")
    assert send(page, pdf()).location == address
    assert visitor.get(address).all("form[data-upload]") == []
    assert world.count(Slides) == 0


def test_who_declined_replaces_no_file(world: World, page: Page, visitor: Visitor) -> None:
    address = page.response.request.path
    send(page, pdf())
    file = visitor.get(visitor.get(address).all("#slides .upload p > a")[0].get("href") or "")
    visitor.get(address).submit("form[action$='/decline']")
    assert send(file, pdf(3)).location == address
    assert world.count(Slides) == 1


def test_two_uploads_at_once_are_two_rows_and_two_receipts(world: World, page: Page) -> None:
    statuses: list[int] = []
    cookies = page.visitor.client.get_cookie("session")
    assert cookies is not None

    def one(number: int) -> None:
        visitor = Visitor(world.app)
        visitor.client.set_cookie("session", cookies.value)
        statuses.append(send(Page(visitor, page.response, root=page.root), pdf(number), f"{number}.pdf").status)

    threads = [threading.Thread(target=one, args=(number,)) for number in (1, 2, 3, 4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [302] * 4
    with world.reading() as database:
        kinds = list(database.scalars(select(Message.kind)))
    assert (world.count(Slides), kinds.count("speakers.slides_received")) == (4, 4)
    with world.reading() as database:
        assert sorted(database.scalars(select(Slides.name))) == ["1.pdf", "2.pdf", "3.pdf", "4.pdf"]


def test_the_sweep_keeps_what_speakers_sent(world: World, page: Page) -> None:
    send(page, pdf())
    assert stored(world) == 0
    with world.reading() as database:
        (sha256,) = database.scalars(select(Slides.sha256))
        assert b"".join(storage().read(sha256))


def test_folders_of_any_system_are_left_out_of_names() -> None:
    assert kept_name("C:\\fakepath\\اتجاهات.PDF", PDF) == "اتجاهات.pdf"
    assert kept_name("..", PDF) == "slides.pdf"
    assert kept_name("a\x00b\n\ud800.pdf", PDF) == "ab.pdf"
    assert len(kept_name("ا" * 1000, PDF)) == 300


def test_after_a_refused_file_the_profile_still_undoes_nobodys_work(world: World, page: Page) -> None:
    refused = send(page, b"hello")
    with world.writing() as database:
        database.scalars(select(Speaker)).one().native_name = "Theirs"
    form = "form[action$='/profile']"
    assert refused.submit(form, latin_name="Mine").status == 302
    with world.reading() as database:
        stored = database.scalars(select(Speaker)).one()
        assert (stored.native_name, stored.latin_name) == ("Theirs", "Mine")
