"""Uploads in pieces as tus 1.0 describes them: the offset is the database's, and nothing is left behind."""

from __future__ import annotations

import base64
import hashlib
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import obstore
import pytest
from flask import Flask

from conference.core import clock
from conference.core.database import db
from conference.core.formatting import format_size
from conference.core.languages import Language
from conference.core.storage import storage
from conference.outbox.tasks import do_hourly_work
from conference.speakers.models import Slides
from conference.uploads import service
from conference.uploads.models import Piece, Upload
from tests.client import Page, Visitor
from tests.made.agenda import give_role, make_session, make_speaker
from tests.made.pieces import VERSION, Sender, finish, sha256
from tests.made.speakers import invited, pdf
from tests.world import World

MEBIBYTE = 1024 * 1024


@pytest.fixture
def page(world: World, visitor: Visitor) -> Page:
    event = world.event()
    session = make_session(world, event)
    speaker = make_speaker(world, event)
    give_role(world, session, speaker)
    return visitor.get(invited(world, speaker))


@pytest.fixture
def sender(page: Page) -> Sender:
    return Sender.at(page)


def padded(size: int) -> bytes:
    """A PDF of some size: what follows its end is ignored by readers."""
    body = pdf()
    return body + b"\n%" + bytes(index % 251 for index in range(1000)) * ((size - len(body)) // 1000)


def kept(app: Flask) -> list[str]:
    """What the store holds."""
    with app.app_context():
        return [entry["path"] for found in obstore.list(storage()._store) for entry in found]


def test_what_is_offered_is_said(sender: Sender) -> None:
    answer = sender.visitor.client.options(sender.address)
    assert answer.status_code == 204
    assert {name: value for name, value in answer.headers if name.startswith("Tus-")} == {
        "Tus-Resumable": "1.0.0",
        "Tus-Version": "1.0.0",
        "Tus-Extension": "creation,termination,expiration,checksum",
        "Tus-Max-Size": str(4 * MEBIBYTE),
        "Tus-Checksum-Algorithm": "sha1,sha256",
    }


def test_a_file_in_three_pieces_arrives_as_one(world: World, page: Page, sender: Sender) -> None:
    body = padded(3 * MEBIBYTE)
    begun = sender.begin(len(body), "اتجاهات.pdf")
    address = begun.headers["Location"]
    assert (begun.status_code, address.rpartition("/")[0]) == (201, sender.address)
    assert begun.headers["Upload-Expires"].endswith(" GMT")
    for start, end in ((0, 1), (1, 2_000_000), (2_000_000, len(body))):
        answer = sender.patch(address, body[start:end], start)
        assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(end))
    arrived = finish(page, address)
    receipt = page.visitor.follow(arrived)
    assert receipt.texts(".receipt dd")[0] == "اتجاهات.pdf"
    with world.reading() as database:
        slides = database.query(Slides).one()
        assert (slides.sha256, slides.size, slides.pages) == (sha256(body), len(body), 2)
    assert (world.count(Upload), world.count(Piece)) == (0, 0)
    assert [path for path in kept(world.app) if path.startswith("pieces/")] == []


def test_a_line_that_breaks_keeps_what_had_arrived(world: World, sender: Sender) -> None:
    body = padded(2 * MEBIBYTE)
    address = sender.begin(len(body)).headers["Location"]
    assert sender.broken(address, body[:1_500_000], 0, len(body)).status_code == 400
    assert sender.offset(address) == 1_500_000
    assert sender.patch(address, body[1_500_000:], 1_500_000).status_code == 204
    assert sender.offset(address) == len(body)


def test_another_process_goes_on_where_the_first_stopped(
    make_app: Callable[..., Flask], world: World, page: Page, sender: Sender
) -> None:
    body = padded(MEBIBYTE)
    address = sender.begin(len(body)).headers["Location"]
    sender.patch(address, body[:300_000], 0)
    restarted = Visitor(make_app())
    cookie = page.visitor.client.get_cookie("session")
    assert cookie is not None
    restarted.client.set_cookie("session", cookie.value)
    again = Sender(restarted, sender.address, sender.csrf)
    assert again.offset(address) == 300_000
    assert again.patch(address, body[300_000:], 300_000).status_code == 204
    assert finish(page, address).status == 302
    assert world.count(Slides) == 1


def test_the_form_sent_again_after_its_answer_was_lost_makes_no_second_row(world: World, page: Page) -> None:
    address = Sender.at(page).whole(pdf())
    first, second = finish(page, address), finish(page, address)
    assert (first.status, second.location, world.count(Slides)) == (302, first.location, 1)


def test_of_the_same_form_twice_at_once_one_row_comes(world: World, page: Page) -> None:
    address = Sender.at(page).whole(pdf())
    cookie = page.visitor.client.get_cookie("session")
    assert cookie is not None
    statuses = []

    def one() -> None:
        visitor = Visitor(world.app)
        visitor.client.set_cookie("session", cookie.value)
        statuses.append(finish(Page(visitor, page.response, root=page.root), address).status)

    _at_once(*[one] * 4)
    assert world.count(Slides) == 1
    # Who comes after the first has ended the upload is led to the same receipt.
    assert statuses == [302] * 4


def test_two_requests_for_the_same_bytes_at_once_make_one_piece_of_them(world: World, sender: Sender) -> None:
    body = padded(MEBIBYTE)[:MEBIBYTE]
    address = sender.begin(len(body)).headers["Location"]
    cookie = sender.visitor.client.get_cookie("session")
    assert cookie is not None
    statuses = []

    def one() -> None:
        visitor = Visitor(world.app)
        visitor.client.set_cookie("session", cookie.value)
        statuses.append(Sender(visitor, sender.address, sender.csrf).patch(address, body, 0).status_code)

    _at_once(*[one] * 6)
    assert sorted(statuses) == [204] + [409] * 5
    assert sender.offset(address) == len(body)
    assert world.count(Piece) == 1
    assert len([path for path in kept(world.app) if path.startswith("pieces/")]) == 1


def _at_once(*work: Callable[[], None]) -> None:
    threads = [threading.Thread(target=one) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_an_upload_belongs_to_the_link_it_came_by(world: World, page: Page, sender: Sender) -> None:
    address = sender.whole(pdf())
    code = address.rpartition("/")[2]
    other = make_speaker(world, 1, "other")
    give_role(world, 1, other)
    theirs = page.visitor.get(invited(world, other))
    stranger = Sender.at(theirs)
    foreign = f"{stranger.address}/{code}"
    assert stranger.ask("HEAD", foreign).status_code == 404
    assert stranger.patch(foreign, b"x", 0).status_code == 404
    assert stranger.ask("DELETE", foreign).status_code == 404
    assert stranger.ask("HEAD", f"{sender.address[:-20]}forged/uploads/{code}").status_code == 404
    assert finish(theirs, foreign).errors == ["Choose a file."]
    assert sender.offset(address) == len(pdf())


def test_a_file_over_the_limit_is_refused_in_words_before_it_is_sent(world: World, page: Page) -> None:
    for language, sentence in (
        ("en", "This file is too large: at most \u2068{}\u2069 can be sent."),
        ("fr", "Ce fichier est trop volumineux. Taille maximale\u00a0: \u2068{}\u2069."),
        ("ar", "هذا الملف كبير جدا. الحد الأقصى: \u2068{}\u2069."),
    ):
        sender = Sender.at(page)
        sender.address = sender.address.replace("/en/", f"/{language}/")
        answer = sender.begin(4 * MEBIBYTE + 1)
        assert answer.status_code == 413
        limit = format_size(4 * MEBIBYTE, Language.of(language))
        assert answer.json == {"error": sentence.format(limit)}
    assert world.count(Upload) == 0


def test_more_bytes_than_were_announced_are_refused_unread(sender: Sender) -> None:
    address = sender.begin(10).headers["Location"]
    assert sender.patch(address, b"x" * 11, 0).status_code == 413
    assert sender.offset(address) == 0


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_piece_whose_checksum_differs_leaves_nothing(world: World, sender: Sender, algorithm: str) -> None:
    address = sender.begin(20).headers["Location"]
    right = base64.b64encode(hashlib.new(algorithm, b"x" * 10).digest()).decode()
    assert sender.patch(address, b"y" * 10, 0, Upload_Checksum=f"{algorithm} {right}").status_code == 460
    assert (sender.offset(address), kept(world.app)) == (0, [])
    assert sender.patch(address, b"x" * 10, 0, Upload_Checksum=f"{algorithm} {right}").status_code == 204
    assert sender.offset(address) == 10
    assert sender.patch(address, b"x", 10, Upload_Checksum="crc32 AAAA").status_code == 400


def test_what_the_protocol_does_not_allow_is_refused_by_its_status(sender: Sender) -> None:
    address = sender.begin(10).headers["Location"]
    assert sender.patch(address, b"x", 3).status_code == 409
    assert sender.patch(address, b"x", 0, Content_Type="text/plain").status_code == 415
    assert sender.ask("PATCH", address, data=b"x", headers={"Tus-Resumable": "0.2.2"}).status_code == 412
    assert sender.ask("POST", sender.address, headers={"Upload-Length": "-1"}).status_code == 400
    assert sender.ask("POST", sender.address, headers={"Upload-Length": "9" * 30}).status_code == 400
    assert sender.ask("POST", sender.address).status_code == 400
    without = sender.visitor.client.post(sender.address, headers=VERSION | {"Upload-Length": "1"})
    assert without.status_code == 400, "no token of CSRF"


def test_an_upload_that_is_ended_is_gone(world: World, sender: Sender) -> None:
    address = sender.whole(pdf())
    assert sender.ask("DELETE", address).status_code == 204
    assert sender.ask("HEAD", address).status_code == 404
    assert (world.count(Upload), kept(world.app)) == (0, [])


def test_an_upload_that_is_left_expires_and_is_swept_by_the_hour(world: World, sender: Sender) -> None:
    address = sender.whole(pdf())
    with clock.at(clock.now() + service.KEPT + timedelta(minutes=1)):
        assert sender.ask("HEAD", address).status_code == 404
        with world.app.app_context():
            do_hourly_work({})
    assert (world.count(Upload), world.count(Piece), kept(world.app)) == (0, 0, [])


def test_each_piece_gives_an_upload_time_anew(sender: Sender) -> None:
    address = sender.begin(20).headers["Location"]
    with clock.at(clock.now() + service.KEPT - timedelta(minutes=1)):
        sender.patch(address, b"x", 0)
    with clock.at(clock.now() + service.KEPT + timedelta(hours=1)):
        assert sender.offset(address) == 1


def test_one_upload_too_many_ends_the_oldest(world: World, sender: Sender) -> None:
    first = sender.begin(10).headers["Location"]
    for _number in range(service.MOST_OPEN):
        sender.begin(10)
    assert sender.ask("HEAD", first).status_code == 404
    assert world.count(Upload) == service.MOST_OPEN


def test_pieces_that_no_upload_names_are_swept(world: World, sender: Sender) -> None:
    address = sender.whole(pdf())
    with world.app.app_context():
        storage().put_piece("lost", b"x")
        assert service.sweep_pieces(db.session(), older_than=timedelta(days=1)) == 0
        with clock.at(clock.now() + timedelta(days=2)):
            assert service.sweep_pieces(db.session(), older_than=timedelta(days=1)) == 1
    assert len(kept(world.app)) == 1
    assert sender.offset(address) == len(pdf())


def test_an_empty_file_is_refused_in_words(world: World, page: Page, sender: Sender) -> None:
    refused = finish(page, sender.whole(b""))
    assert refused.errors == ["This file is empty. Look whether it is the right one."]
    assert (world.count(Upload), world.count(Slides), kept(world.app)) == (0, 0, [])


def test_a_wrong_field_keeps_the_file_for_another_try(world: World, page: Page, sender: Sender) -> None:
    address = sender.whole(pdf())
    assert finish(page, address, language_code="de").status == 422
    assert sender.offset(address) == len(pdf())
    assert finish(page, address).status == 302
    assert world.count(Slides) == 1


def test_a_file_that_is_not_whole_is_none(world: World, page: Page, sender: Sender) -> None:
    address = sender.begin(10).headers["Location"]
    sender.patch(address, b"x", 0)
    assert finish(page, address).errors == ["Choose a file."]
    assert world.count(Slides) == 0


def test_the_folder_of_pieces_is_in_the_store(world: World, sender: Sender, tmp_path: Path) -> None:
    sender.whole(pdf())
    assert len(list((tmp_path / "instance" / "files" / "pieces").rglob("*"))) == 2
