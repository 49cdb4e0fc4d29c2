"""Downloads are counted, each once, of nobody; by whom only where the event says that it keeps that."""

from __future__ import annotations

import io
import threading
from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from conference.core import clock, later
from conference.core.database import db, write
from conference.core.languages import ENGLISH, FRENCH
from conference.events.models import Event, Role
from conference.library import service
from conference.library.counting import Downloads, Taken, note_downloads
from conference.library.models import (
    Document,
    DownloadCount,
    DownloadKind,
    DownloadOfPerson,
    LanguageVersion,
)
from conference.registration.models import Registration, RegistrationState
from tests.client import Visitor, words
from tests.made.library import make_document, make_revision
from tests.world import World

FILE = "/en/thamm-2021/documents/thamm-2021-1/fr"
ZIP = "/en/thamm-2021/documents.zip?language=fr"
PAGE = "/en/thamm-2021/manage/documents/downloads"


def counted(world: World) -> dict[tuple[str, str, str], int]:
    """Per language, day and kind, once everything is written down."""
    later.write_all(world.app)
    with world.app.app_context():
        query = select(LanguageVersion.language_code, DownloadCount.day, DownloadCount.kind, DownloadCount.count).join(
            DownloadCount
        )
        return {(code, day.isoformat(), kind): count for code, day, kind, count in db.session.execute(query)}


@pytest.fixture(autouse=True)
def today() -> object:
    with clock.at(datetime(2021, 7, 5, 23, 30, tzinfo=UTC)):
        yield


def test_a_file_counts_on_the_day_of_the_events_zone_and_a_zip_for_each_of_its_files(
    world: World, visitor: Visitor
) -> None:
    event = world.event()
    make_document(world, event)
    make_document(world, event, "THAMM/2021/2", languages=(ENGLISH,))
    for _time in range(2):
        assert visitor.get(FILE).status == 200
    assert visitor.get(f"{FILE}/1").status == 200
    assert visitor.get(ZIP).status == 200
    assert visitor.get(f"{ZIP}&fallback=en").status == 200
    # 23:30 in UTC is the next day where the event takes place.
    assert counted(world) == {
        ("fr", "2021-07-06", "file"): 3,
        ("fr", "2021-07-06", "zip"): 2,
        ("en", "2021-07-06", "zip"): 1,
    }
    assert counted(world)["fr", "2021-07-06", "file"] == 3, "written down once"


def test_what_goes_on_what_is_there_already_and_what_robots_take_does_not_count(world: World, visitor: Visitor) -> None:
    make_document(world, world.event())
    size = len(visitor.get(FILE).response.data)
    etag = visitor.get(FILE).response.headers["ETag"]
    first = counted(world)["fr", "2021-07-06", "file"]
    assert visitor.client.head(FILE).status_code == 200
    for headers, status in (
        ({"Range": "bytes=10-"}, 206),
        ({"Range": "bytes=-20"}, 206),
        ({"Range": "bytes=0-1"}, 206),
        ({"Range": f"bytes={size}-"}, 416),
        ({"If-None-Match": etag}, 304),
        ({"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}, 200),
        ({"User-Agent": "Twitterbot/1.0"}, 200),
        ({"User-Agent": "Baiduspider"}, 200),
        ({"User-Agent": ""}, 200),
        ({"Sec-Purpose": "prefetch"}, 200),
    ):
        assert visitor.get(FILE, headers=headers).status == status, headers
        assert visitor.get(ZIP, headers=headers | {"Range": "bytes=40-"}).status in (206, 200)
    found = counted(world)
    assert found == {("fr", "2021-07-06", "file"): first}


@pytest.mark.parametrize("headers", [{"Range": "bytes=0-"}, {"Range": "bytes=0-2000"}, {"User-Agent": "curl/8.5.0"}])
def test_who_begins_counts_in_parts_too(world: World, visitor: Visitor, headers: dict[str, str]) -> None:
    make_document(world, world.event())
    visitor.get(FILE, headers=headers)
    assert counted(world) == {("fr", "2021-07-06", "file"): 1}


def test_what_is_not_given_is_not_counted(world: World, visitor: Visitor) -> None:
    event = world.event()
    document = make_document(world, event, visibility="organisers", languages=(FRENCH,))
    make_revision(world, document, FRENCH, publish=False)
    assert visitor.get(FILE).status == 404
    assert visitor.get(ZIP).status == 200
    assert world.organiser(event).get(f"{FILE}/2").status == 200
    assert counted(world) == {}


@pytest.mark.databases
def test_counts_of_many_at_once_are_all_there(world: World) -> None:
    """Several processes write down at once; none waits for an event's lock, and none loses what another counts."""
    make_document(world, world.event())
    with world.app.app_context():
        ids = db.session.scalars(select(LanguageVersion.id)).all()
    days = [date(2021, 7, 5), date(2021, 7, 6)]
    start = threading.Barrier(6)

    def run(number: int) -> None:
        with world.app.app_context():
            start.wait()
            for _time in range(5):
                ordered = ids if number % 2 else list(reversed(ids))
                taken = {Taken(one, day, DownloadKind.ZIP): 1 for one in ordered for day in days}
                with write() as session:
                    service.add_downloads(session, taken)
            db.session.remove()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(counted(world).values()) == {30}
    assert len(counted(world)) == 6


def test_requests_at_once_are_all_counted(world: World) -> None:
    make_document(world, world.event())
    with world.app.app_context():
        one = Taken(db.session.scalars(select(LanguageVersion.id)).first() or 0, date(2021, 7, 5), DownloadKind.FILE)

    def run() -> None:
        with world.app.app_context():
            for _time in range(200):
                note_downloads([one])

    threads = [threading.Thread(target=run) for _number in range(5)]
    for thread in threads:
        thread.start()
    for _time in range(10):
        later.write_all(world.app)
    for thread in threads:
        thread.join()
    assert sum(counted(world).values()) == 1000


def test_what_cannot_be_written_down_waits_for_the_next_time() -> None:
    one = Taken(1, date(2021, 7, 5), DownloadKind.FILE)
    written: list[dict[Taken, int]] = []
    is_away = True

    def add(taken: Mapping[Taken, int]) -> None:
        if is_away:
            raise ConnectionError
        written.append(dict(taken))

    downloads = Downloads(add)
    downloads.note([one, one])
    with pytest.raises(ConnectionError):
        downloads.write_down()
    downloads.note([one])
    is_away = False
    downloads.write_down()
    downloads.write_down()
    assert written == [{one: 3}]


def test_what_is_gone_is_left_out(world: World, visitor: Visitor) -> None:
    event = world.event()
    make_document(world, event)
    make_document(world, event, "THAMM/2021/2")
    visitor.get(FILE)
    visitor.get("/en/thamm-2021/documents/thamm-2021-2/en")
    with world.writing() as session:
        session.delete(session.query(Document).filter_by(symbol="THAMM/2021/2").one())
    assert counted(world) == {("fr", "2021-07-06", "file"): 1}


def confirmed(world: World) -> Visitor:
    visitor = Visitor(world.app)
    visitor.get("/en/thamm-2021/register").submit(
        native_name="Leila", email="leila@example.org", organisation="Union", country="TN", category="workers"
    )
    with world.writing() as session:
        session.query(Registration).one().state = RegistrationState.CONFIRMED
    return world.signed_in(world.account("leila@example.org"))


def people(world: World) -> int:
    later.write_all(world.app)
    with world.app.app_context():
        return sum(db.session.scalars(select(DownloadOfPerson.count)))


def test_nothing_of_anybody_is_kept_unless_the_event_says_so(world: World) -> None:
    event = world.event()
    make_document(world, event)
    leila = confirmed(world)
    leila.get(FILE)
    assert people(world) == 0
    assert "keep which documents" not in leila.get("/en/thamm-2021/documents").text
    page = world.organiser(event).get(PAGE)
    assert "We count downloads and keep nothing of who downloads." in page.text
    saved = page.submit("form.form", keeps_people=True)
    assert saved.status == 302
    for path in ("documents", "documents/thamm-2021-1", "take-home"):
        assert "keep which documents you download" in Visitor(world.app).get(f"/en/thamm-2021/{path}").text
    leila.get(FILE)
    leila.get(ZIP)
    Visitor(world.app).get(FILE)
    assert people(world) == 2
    assert counted(world) == {("fr", "2021-07-06", "file"): 3, ("fr", "2021-07-06", "zip"): 1}


def keeping(world: World, event: int) -> Visitor:
    """Somebody of whom a download is kept."""
    with world.writing() as session:
        service.change_download_rule(session, session.get_one(Event, event), keeps_people=True, by=None)
    leila = confirmed(world)
    leila.get(FILE)
    assert people(world) == 1
    return leila


def test_what_is_kept_is_shown_with_what_is_held_and_goes_with_it(world: World) -> None:
    from conference.library.personal_data import DownloadsOfPerson

    event = world.event()
    make_document(world, event)
    leila = keeping(world, event)
    with world.app.test_request_context("/en/thamm-2021/documents"):
        world.app.preprocess_request()
        registration = db.session.scalars(select(Registration)).one()
        held = DownloadsOfPerson().show(db.session(), registration)
        assert [dict(row.data) for row in held.rows] == [
            {
                "document": "THAMM/2021/1",
                "title": "Concept note",
                "language": "fr",
                "day": "2021-07-06",
                "how": "file",
                "count": 1,
            }
        ]
    leila.get(FILE)
    with world.writing() as session:
        registration = session.query(Registration).one()
        DownloadsOfPerson().erase(session, [registration.id])
        registration.erased_at = clock.now()
    assert people(world) == 0, "what was counted a moment before is of nobody"
    assert counted(world) == {("fr", "2021-07-06", "file"): 2}


def test_what_was_kept_goes_when_the_event_keeps_it_no_more(world: World) -> None:
    event = world.event()
    make_document(world, event)
    keeping(world, event)
    page = world.organiser(event).get(PAGE)
    assert "It is kept of 1 person what they downloaded." in page.text
    assert page.submit("form.form", keeps_people=None).status == 302
    assert people(world) == 0
    assert counted(world) == {("fr", "2021-07-06", "file"): 1}


def test_organisers_see_the_numbers_and_take_them_as_a_workbook(world: World, visitor: Visitor) -> None:
    event = world.event()
    make_document(world, event)
    organiser = world.organiser(event)
    assert "No downloads yet" in organiser.get(PAGE).text
    visitor.get(FILE)
    visitor.get(ZIP)
    visitor.get("/en/thamm-2021/documents/thamm-2021-1/en")
    later.write_all(world.app)
    page = organiser.get(PAGE)
    assert page.texts(".page-lead") == ["3 files were downloaded."]
    table = page.all("section[aria-labelledby=documents] tbody tr")
    rows = [[words(cell) for cell in row] for row in table]
    assert [row[2:] for row in rows] == [["1", "2", "0", "3"]]
    assert len(page.all(".chart-row")) == 3
    book = CalamineWorkbook.from_filelike(io.BytesIO(organiser.get(f"{PAGE}.xlsx").response.data))
    first, second = (book.get_sheet_by_index(number).to_python() for number in (0, 1))
    assert first[1] == ["THAMM/2021/1", "Concept note", 1, 2, 0, 3]
    assert len(second) == 4


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}.xlsx"])
def test_numbers_are_the_organisers(world: World, path: str) -> None:
    event = world.event()
    assert Visitor(world.app).get(path).status == 302
    assert confirmed(world).get(path).status == 403
    assert world.member(event, Role.TRANSLATOR).get(path).status == 403
    assert world.organiser(event).get(path).status == 200
