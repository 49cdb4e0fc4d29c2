"""A server that is killed while files arrive, are read and are published: no row without its file, ever, and after the
sweep no file without its row."""

from __future__ import annotations

import io
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from http.cookiejar import Cookie, CookieJar
from pathlib import Path
from typing import Any
from uuid import uuid4

import lxml.html
import pytest
from sqlalchemy import select, update

from conference.accounts.models import Account
from conference.accounts.service import sign_in
from conference.core import pdf as typeset
from conference.core.clock import now
from conference.core.file_types import PDF
from conference.core.languages import ENGLISH
from conference.core.storage import Storage
from conference.events.models import Role
from conference.library import service
from conference.library.models import Arrival, Document, LibraryImport, PageText, Revision, SearchEntry, TextState
from conference.library.queries import known_blobs
from conference.library.queries.arrivals import known_arrivals
from conference.outbox.models import Message, MessageState
from conference.uploads.models import Piece, Upload
from tests.library.test_manifest import packed
from tests.made.library import make_document, pdf
from tests.registration.test_crash import kill, serving, wait_for
from tests.world import World

MANAGE = "/en/thamm-2021/manage/documents"
SECONDS = 120
FILES = (pytest.param(1, marks=pytest.mark.exhaustive), 7, pytest.param(25, marks=pytest.mark.exhaustive))
"""How many files stand in the store when the server is killed."""
MOMENTS = (pytest.param(0.02, marks=pytest.mark.exhaustive), 0.15, pytest.param(0.4, marks=pytest.mark.exhaustive))
"""Seconds after which the server is killed where nothing can be seen of how far it is."""


@dataclass
class Browser:
    """An organiser at a real server."""

    address: str
    opener: urllib.request.OpenerDirector

    @classmethod
    def of(cls, world: World, address: str, account: int) -> Browser:
        with world.writing() as session:
            secret = sign_in(session, session.get_one(Account, account), strength="link", device="test")
        jar = CookieJar()
        jar.set_cookie(_cookie(world.app.config["SIGN_IN_COOKIE"], secret))
        return cls(address, urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar)))

    def page(self, path: str) -> Any:
        with self.opener.open(self.address + path, timeout=SECONDS) as answer:
            return lxml.html.fromstring(answer.read().decode())

    def token(self, path: str) -> str:
        return str(self.page(path).cssselect("input[name=csrf_token]")[0].get("value"))

    def post(self, path: str, fields: dict[str, str], files: list[tuple[str, bytes]] | None = None) -> None:
        """Send a form; a server that is killed meanwhile does not answer."""
        body, boundary = io.BytesIO(), uuid4().hex
        for name, value in fields.items():
            body.write(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
        for name, content in files or []:
            head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
            body.write(head.encode() + content + b"\r\n")
        body.write(f"--{boundary}--\r\n".encode())
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        with suppress(OSError):
            self.opener.open(
                urllib.request.Request(self.address + path, body.getvalue(), headers), timeout=SECONDS
            ).read()


def _cookie(name: str, value: str) -> Cookie:
    return Cookie(0, name, value, None, False, "127.0.0.1", True, False, "/", True, False, None, False, None, None, {})


@contextmanager
def killed_when(process: Any, is_time: Callable[[], object]) -> Iterator[None]:
    """What stands in the block goes on while the server is killed, or has been answered before."""
    is_over = threading.Event()

    def watch() -> None:
        while not is_over.is_set() and not is_time():
            time.sleep(0.002)
        kill(process)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        is_over.set()
        watcher.join()


def after(seconds: float) -> Callable[[], bool]:
    began = time.monotonic()
    return lambda: time.monotonic() - began > seconds


def store(instance: Path) -> Storage:
    return Storage.at(f"file://{instance}/files")


def blobs(instance: Path) -> set[str]:
    return {path.name for path in (instance / "files").rglob("*") if path.is_file() and len(path.name) == 64}


def pieces(instance: Path) -> set[str]:
    return {path.name for path in (instance / "files" / "pieces").rglob("*") if path.is_file()}


def assert_whole(world: World, instance: Path) -> None:
    """Every row has its file; after the sweep every file has its row."""
    with world.reading() as session:
        named = known_blobs(session) | known_arrivals(session)
        assert named <= blobs(instance)
        assert {key.rpartition("/")[2] for key in session.scalars(select(Piece.key))} <= pieces(instance)
        store(instance).sweep(session, older_than=timedelta(0))
    assert blobs(instance) == named


@pytest.fixture
def account(world: World) -> int:
    return world.account("organiser@example.org", event=world.event(), roles=(Role.ORGANISER,))


@pytest.mark.parametrize("count", FILES)
def test_killed_while_many_files_arrive(world: World, account: int, tmp_path: Path, count: int) -> None:
    instance = tmp_path / "served"
    files = [(f"{number}.pdf", pdf(f"{number} " + "x" * 300_000)) for number in range(60)]
    with serving(world, instance, WORKER_THREADS="0") as (process, address):
        browser = Browser.of(world, address, account)
        token = browser.token(f"{MANAGE}/bring")
        with killed_when(process, lambda: len(blobs(instance)) >= count):
            browser.post(f"{MANAGE}/bring", {"csrf_token": token}, files)
    assert_whole(world, instance)
    with world.reading() as session:
        names = session.scalars(select(Arrival.name).order_by(Arrival.id)).all()
    assert names == [name for name, _body in files][: len(names)]


@pytest.mark.parametrize("count", FILES)
def test_killed_while_a_file_arrives_in_pieces(world: World, account: int, tmp_path: Path, count: int) -> None:
    instance, size = tmp_path / "served", 40 * 1024 * 1024
    with serving(world, instance, WORKER_THREADS="0") as (process, address):
        browser = Browser.of(world, address, account)
        tus = {"Tus-Resumable": "1.0.0", "X-CSRFToken": browser.token(f"{MANAGE}/bring")}
        begin = urllib.request.Request(
            f"{address}{MANAGE}/bring/uploads", b"", tus | {"Upload-Length": str(size)}, method="POST"
        )
        with browser.opener.open(begin, timeout=SECONDS) as answer:
            location = answer.headers["Location"]
        headers = tus | {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
        send = urllib.request.Request(f"{address}{location}", bytes(size), headers, method="PATCH")
        with killed_when(process, lambda: len(pieces(instance)) >= count), suppress(OSError):
            browser.opener.open(send, timeout=SECONDS).read()
    assert_whole(world, instance)
    with world.reading() as session:
        upload = session.scalars(select(Upload)).one()
        assert upload.received == sum(piece.size for piece in upload.pieces)


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_while_a_library_is_taken_over(world: World, account: int, tmp_path: Path, moment: float) -> None:
    """All of it is there, or nothing: what waits is not lost either."""
    instance, count = tmp_path / "served", 40
    rows = [
        {"symbol": f"A/{one}", "language": "en", "title": f"Title {one}", "state": "published", "file": f"{one}.pdf"}
        for one in range(count)
    ]
    body = packed(*rows, **{f"{one}__pdf": pdf(f"{one}") for one in range(count)})
    with serving(world, instance, WORKER_THREADS="0") as (process, address):
        browser = Browser.of(world, address, account)
        browser.post(f"{MANAGE}/imports", {"csrf_token": browser.token(f"{MANAGE}/imports")}, [("library.zip", body)])
        assert_whole(world, instance)
        token = browser.token(f"{MANAGE}/imports/1")
        with killed_when(process, after(moment)):
            browser.post(f"{MANAGE}/imports/1/apply", {"csrf_token": token})
    assert_whole(world, instance)
    with world.reading() as session:
        waits = bool(session.scalars(select(LibraryImport)).one().file_sha256)
        published = session.scalars(select(Revision).where(Revision.published_at.is_not(None))).all()
        assert (len(published), world.count(Document), world.count(SearchEntry)) == (
            (0, 0, 0) if waits else (count, count, count)
        )


def test_killed_while_texts_are_read_each_is_read_in_the_end(world: World, account: int, tmp_path: Path) -> None:
    """A text is there whole or not at all. The lease of what the killed worker had taken up is not waited for."""
    instance, template = tmp_path / "served", tmp_path / "paper.typ"
    template.write_text("#lorem(200)", encoding="utf-8")
    with world.reading():
        document = make_document(world, 1, languages=())
    kept = store(instance)
    for number in range(8):
        body = typeset.render(template, {"title": f"Paper {number}", "language": "en"})
        blob = kept.keep(io.BytesIO(body))
        with world.writing() as database:
            service.add_revision(
                database,
                database.get_one(Document, document),
                language=ENGLISH,
                blob=blob,
                file_type=PDF,
                pages=1,
                by=None,
            )
    with serving(world, instance) as (process, _address):
        wait_for(lambda: read(world), "no text is read")
        kill(process)
    done = read(world)
    with world.writing() as session:
        whole = set(session.scalars(select(PageText.revision_id)))
        assert whole == done
        session.execute(
            update(Message)
            .where(Message.state == MessageState.SENDING)
            .values(lease_until=now() - timedelta(minutes=1))
        )
    with serving(world, instance):
        wait_for(lambda: len(read(world)) == 8, "the texts are never read")
        time.sleep(0.1)
    with world.reading() as session:
        assert len(session.scalars(select(PageText)).all()) == 8
        assert {one.examined["tagged"] for one in session.scalars(select(Revision))} == {True}
    assert_whole(world, instance)


def read(world: World) -> set[int]:
    with world.reading() as session:
        return set(session.scalars(select(Revision.id).where(Revision.text_state == TextState.READ)))
