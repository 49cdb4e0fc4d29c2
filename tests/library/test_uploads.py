"""Files on their way in: looked at before they are kept, refused in a sentence, nothing half stored."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import obstore
import pytest
from flask import Flask
from sqlalchemy import select

from conference.core.storage import storage
from conference.library.models import LanguageVersion, Revision
from conference.library.queries import known_blobs
from tests.client import Page, Visitor
from tests.made.library import make_document, pdf
from tests.world import World

MANAGE = "/en/thamm-2021/manage/documents"
ADD = f"{MANAGE}/thamm-2021-1/add"
DOCUMENTS = ("docling_right_to_left_01.pdf", "pypdf_habibi.pdf", "pypdf_with-attachment.pdf")
PARTS = {"docx": "word/document.xml", "pptx": "ppt/presentation.xml", "xlsx": "xl/workbook.xml"}


def office(ending: str) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr(PARTS[ending], "<x/>")
    return body.getvalue()


def send(visitor: Visitor, body: bytes, name: str = "paper.pdf", **typed: Any) -> Page:
    page = visitor.get(ADD)
    return page.submit("form[data-upload]", **({"file": (io.BytesIO(body), name), "language_code": "fr"} | typed))


@pytest.fixture
def organiser(world: World) -> Visitor:
    event = world.event()
    make_document(world, event, languages=())
    return world.organiser(event)


def stored(world: World) -> list[tuple[str, int, str, int | None, str]]:
    with world.reading() as session:
        query = select(Revision).join(LanguageVersion).order_by(Revision.id)
        return [
            (one.version.language_code, one.number, one.ending, one.pages, one.note) for one in session.scalars(query)
        ]


def blobs(app: Flask) -> int:
    with app.app_context():
        return sum(len(page) for page in obstore.list(storage()._store))


def test_a_pdf_is_counted_stored_and_waits_to_be_published(world: World, organiser: Visitor) -> None:
    body = pdf("three pages", pages=3)
    done = send(organiser, body, note="First")
    assert done.location == f"{MANAGE}/thamm-2021-1#files"
    assert stored(world) == [("fr", 1, "pdf", 3, "First")]
    assert "revision 1 (French)" in organiser.follow(done).texts(".notice")[0]
    assert organiser.get("/en/thamm-2021/documents/thamm-2021-1/fr").status == 404
    assert organiser.get("/en/thamm-2021/documents/thamm-2021-1/fr/1").response.data == body


def test_a_second_file_is_the_next_revision_and_the_same_file_is_pointed_out(world: World, organiser: Visitor) -> None:
    send(organiser, pdf("one"))
    send(organiser, pdf("two"))
    send(organiser, pdf("one"), language_code="ar")
    assert [one[:2] for one in stored(world)] == [("fr", 1), ("fr", 2), ("ar", 1)]
    again = send(organiser, pdf("one"), note="Kept as typed")
    assert (again.status, again.errors) == (422, ["This very file is here already: it is revision 1."])
    assert again.values("form[data-upload]")["note"] == "Kept as typed"


@pytest.mark.parametrize("ending", PARTS)
def test_office_files_are_taken_by_what_they_are(world: World, organiser: Visitor, ending: str) -> None:
    assert send(organiser, office(ending), "whatever.bin").status == 302
    assert [one[2] for one in stored(world)] == [ending]


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd", "a\x00b.pdf", "وثيقة سرية.pdf", "<script>.pdf", "x" * 5000, "a;b='c'.pdf"]
)
def test_the_files_own_name_goes_nowhere(world: World, organiser: Visitor, name: str) -> None:
    done = send(organiser, pdf(), name)
    assert done.status == 302
    page = organiser.follow(done)
    assert "passwd" not in page.source
    assert "سرية" not in page.source
    assert len(stored(world)) == 1


WRONG = "This file is of another kind than its name says, or of one that we do not take: send "
WRONG += "PDF, PPTX, DOCX, XLSX, HTML, TXT."


@pytest.mark.parametrize(
    ("body", "name", "sentence"),
    [
        (b"", "empty.pdf", "This file is empty. Look whether it is the right one."),
        (b"MZ\x90\x00 a program", "paper.pdf", WRONG),
        (b"<html><script>alert(1)</script>", "paper.pdf", WRONG),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "paper.docx", WRONG),
        (
            b"%PDF-1.7\nand then nothing",
            "paper.pdf",
            "This PDF is damaged: no page of it can be read. Save it again and send it once more.",
        ),
    ],
)
def test_what_we_do_not_take_is_refused_in_a_sentence(
    world: World, organiser: Visitor, body: bytes, name: str, sentence: str
) -> None:
    page = send(organiser, body, name, note="Typed")
    assert (page.status, page.errors) == (422, [sentence])
    values = page.values("form[data-upload]")
    assert (values["note"], values["language_code"]) == ("Typed", "fr")
    assert (stored(world), blobs(world.app)) == ([], 0)


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        ({"file": None}, ["Choose a file."]),
        ({"language_code": "de"}, ["Choose one of the options listed."]),
        ({"language_code": ""}, ["Choose one of the options listed."]),
        ({"note": "x" * 501}, ["Shorten this text to 500 characters: it has 501."]),
        ({"csrf_token": "old"}, []),
    ],
)
def test_a_bad_form_stores_nothing(
    world: World, organiser: Visitor, typed: dict[str, Any], sentences: list[str]
) -> None:
    page = send(organiser, pdf(), **typed)
    assert (page.status, page.errors) == (422, sentences)
    assert (stored(world), blobs(world.app)) == ([], 0)


class Unread(io.RawIOBase):
    """A body that must not be touched."""

    def readable(self) -> bool:
        return True

    def readinto(self, _buffer: Any) -> int:
        raise AssertionError("the body was read")


def raw(visitor: Visitor, path: str, stream: Any, length: int) -> Page:
    """Send a body as it is, with the length that the header promises."""
    promised = {"wsgi.input": stream, "CONTENT_LENGTH": str(length)}
    return visitor.post(path, content_type="multipart/form-data; boundary=x", environ_overrides=promised)


def test_a_file_over_the_limit_is_refused_before_it_is_read(world: World, organiser: Visitor) -> None:
    limit = world.app.config["MAX_UPLOAD"]
    page = raw(organiser, ADD.replace("/en/", "/fr/"), Unread(), limit + 1)
    assert page.status == 413
    assert page.root is not None
    assert page.root.get("lang") == "fr"
    assert stored(world) == []


def test_a_stranger_is_sent_away_before_anything_is_read(world: World, organiser: Visitor) -> None:
    assert raw(Visitor(world.app), ADD, Unread(), 1000).status == 302


def test_more_than_a_form_goes_only_where_files_go(world: World, organiser: Visitor) -> None:
    page = raw(organiser, f"{MANAGE}/new", Unread(), 3 * 1024 * 1024)
    assert page.status == 413


def test_a_file_up_to_the_limit_is_taken(make_app: Callable[..., Flask]) -> None:
    world = World(make_app(max_upload=3 * 1024 * 1024))
    event = world.event()
    make_document(world, event, languages=())
    body = pdf("large") + b"%" * (3 * 1024 * 1024 - 4000)
    assert send(world.organiser(event), body).status == 302


def test_a_broken_connection_leaves_nothing(world: World, organiser: Visitor) -> None:
    token = organiser.get(ADD).values("form[data-upload]")["csrf_token"]
    head = (
        f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
        '--x\r\nContent-Disposition: form-data; name="language_code"\r\n\r\nfr\r\n'
        '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    ).encode()
    page = raw(organiser, ADD, io.BytesIO(head + pdf()[:100]), len(head) + 100_000)
    assert page.status == 400
    assert (stored(world), blobs(world.app)) == ([], 0)


def test_js_is_told_where_to_go_next(organiser: Visitor) -> None:
    page = organiser.get(ADD)
    data = page.values("form[data-upload]") | {"file": (io.BytesIO(pdf()), "a.pdf"), "language_code": "fr"}
    done = organiser.post(ADD, data, headers={"X-Requested-With": "XMLHttpRequest"})
    assert done.response.json == {"location": f"{MANAGE}/thamm-2021-1#files"}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_real_documents_are_taken(world: World, organiser: Visitor, shared_data: Path, name: str) -> None:
    path = shared_data / "documents" / name
    if not path.exists():
        pytest.skip(f"shared/data/documents/{name} is missing")
    assert send(organiser, path.read_bytes(), name).status == 302
    (revision,) = stored(world)
    assert revision[2] == "pdf"
    assert (revision[3] or 0) >= 1


def test_a_pdf_with_a_password_gets_its_sentence(world: World, organiser: Visitor, shared_data: Path) -> None:
    path = shared_data / "documents" / "pypdf_libreoffice-writer-password.pdf"
    if not path.exists():
        pytest.skip(f"shared/data/documents/{path.name} is missing")
    page = send(organiser, path.read_bytes())
    assert page.errors == ["This PDF opens with a password only. Save it without one and send it again."]
    assert blobs(world.app) == 0


def test_every_file_of_a_row_is_known_to_the_sweep(world: World, organiser: Visitor) -> None:
    send(organiser, pdf("one"))
    send(organiser, pdf("two"))
    with world.reading() as session:
        assert known_blobs(session) == set(session.scalars(select(Revision.sha256)))
        assert len(known_blobs(session)) == 2
