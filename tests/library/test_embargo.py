"""An embargo ends by itself: what was kept until then goes, and only what organisers chose was said before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from conference.core import clock
from conference.core.clock import now
from conference.core.languages import ENGLISH
from conference.events.models import Event
from conference.library.models import Document, Visibility
from conference.registration.models import RegistrationState
from conference.speakers.models.early_access import EarlyAccess
from conference.speakers.queries.early_programme import early_files, early_programme
from tests.client import Visitor
from tests.made.agenda import make_session, publish
from tests.made.early_access import make_early_access
from tests.made.library import make_document
from tests.made.readers import EN, Library, registered
from tests.world import World, in_three

SYMBOL = "LATER/1"


@pytest.fixture
def opens_at(world: World) -> datetime:
    """A public document in a session, with another one beside it, from an hour from now."""
    event, instant = world.event(), now() + timedelta(hours=1)
    session = make_session(world, event, "D1-01")
    publish(world, event)
    make_document(world, event, "NOW/1", title="There", sessions=[session])
    make_document(world, event, SYMBOL, title="Paper", sessions=[session], embargo_until=instant)
    return instant


PAGES = ("documents", "agenda", "agenda/D1-01", "", "schedule.xml")


def test_a_page_that_is_kept_for_all_is_kept_until_the_embargo_ends(
    world: World, visitor: Visitor, opens_at: datetime
) -> None:
    before = {path: visitor.get(f"{EN}/{path}").response.data for path in PAGES}
    for path in PAGES:
        assert visitor.get(f"{EN}/{path}").response.data == before[path]
        assert b"later-1" not in before[path]
    site_map = visitor.get("/sitemap.xml").source
    assert visitor.get(f"{EN}/documents/later-1").status == 404
    with clock.at(opens_at - timedelta(seconds=1)):
        assert visitor.get(f"{EN}/documents").response.data == before["documents"]
    with clock.at(opens_at):
        for path in PAGES:
            answer = visitor.get(f"{EN}/{path}").response.data
            if path == "agenda":
                assert b"2 documents" in answer
                assert b"2 documents" not in before[path]
            else:
                assert b"later-1" in answer, path
        assert visitor.get(f"{EN}/documents/later-1").status == 200
        assert visitor.get("/sitemap.xml").source != site_map
        assert visitor.get(f"{EN}/documents?q=paper").texts(".document-meta bdi") == [SYMBOL]


def test_whoever_has_the_schedule_of_before_is_not_told_that_it_is_unchanged(
    visitor: Visitor, opens_at: datetime
) -> None:
    for path in (f"{EN}/schedule.xml", f"{EN}/schedule.json", "/thamm-2021/schedule2.json"):
        tag = visitor.get(path).response.headers["ETag"]
        assert visitor.get(path, headers={"If-None-Match": tag}).status == 304
        with clock.at(opens_at):
            after = visitor.get(path, headers={"If-None-Match": tag})
            assert (after.status, "later-1" in after.source) == (200, True)


def test_nothing_is_said_of_it_unless_the_organisers_chose_so(
    world: World, visitor: Visitor, opens_at: datetime
) -> None:
    assert visitor.get(f"{EN}/documents/later-1").status == 404
    assert visitor.get(f"{EN}/documents").all("#announced") == []
    with world.writing() as database:
        document = database.scalars(select(Document).where(Document.symbol == SYMBOL)).one()
        document.embargo_announced = True
        document.event.public_revision += 1
    page = Visitor(world.app).get(f"{EN}/documents/later-1")
    with world.reading() as database:
        zone = database.get_one(Event, 1).zone_info
    hour = opens_at.astimezone(zone).strftime("%H:%M")
    assert page.texts("h1") == ["Paper"]
    assert hour in page.texts(".notice")[0]
    assert page.all("a[download]") == []
    signed_in = world.signed_in(world.account())
    assert hour in signed_in.get(f"{EN}/documents").texts("section[aria-labelledby=announced]")[0]
    for path in (
        f"{EN}/documents/later-1/en",
        f"{EN}/documents/later-1/en/1",
        "/api/v1/events/thamm-2021/documents/later-1",
    ):
        assert signed_in.get(path).status == 404
    with clock.at(opens_at):
        assert signed_in.get(f"{EN}/documents").all("#announced") == []
        assert signed_in.get(f"{EN}/documents/later-1").all("a[download]") != []


def test_what_is_announced_is_told_to_nobody_who_will_not_read_it(world: World, opens_at: datetime) -> None:
    with world.writing() as database:
        document = database.scalars(select(Document).where(Document.symbol == SYMBOL)).one()
        document.embargo_announced, document.visibility = True, Visibility.CONFIRMED
    stranger = world.signed_in(world.account())
    assert stranger.get(f"{EN}/documents/later-1").status == 404
    assert stranger.get(f"{EN}/documents").all("#announced") == []


def test_who_has_early_access_has_it_before(world: World, opens_at: datetime) -> None:
    make_document(world, 1, "TEAM/1", visibility="organisers")
    access_id = make_early_access(world, 1)
    with world.reading() as database:
        access = database.get_one(EarlyAccess, access_id)
        files = early_files(database, access, early_programme(database, access))
        assert {one.symbol for one in files} == {"NOW/1", SYMBOL}


def test_the_form_takes_the_hour_on_the_events_clocks_and_shows_it_again(world: World) -> None:
    event = world.event()
    make_document(world, event)
    organiser = world.organiser(event)
    path = f"{EN}/manage/documents/thamm-2021-1"
    saved = organiser.get(path).submit(embargo_until="2021-07-05T10:00", embargo_announced="y")
    assert saved.status == 302
    with world.reading() as database:
        document = database.scalars(select(Document)).one()
        assert document.embargo_until == datetime(2021, 7, 5, 9, tzinfo=UTC)
        assert document.embargo_announced is True
    assert organiser.get(path).values("form.form")["embargo_until"] == "2021-07-05T10:00"
    assert organiser.get(path).submit(embargo_until="").status == 302
    with world.reading() as database:
        assert database.scalars(select(Document)).one().embargo_until is None


def test_the_hour_stays_the_same_on_the_clocks_of_another_zone(world: World) -> None:
    event = world.event()
    make_document(world, event, embargo_until=datetime(2021, 7, 5, 9, tzinfo=UTC))
    organiser = world.organiser(event)
    asked = organiser.get(f"{EN}/manage/event").submit(zone="Africa/Cairo")
    assert asked.submit(zone_keeps="hours").status == 302
    with world.reading() as database:
        document = database.scalars(select(Document)).one()
        assert document.embargo_until == datetime(2021, 7, 5, 8, tzinfo=UTC)


def test_the_form_says_who_may_read_and_refuses_what_would_be_nobody(world: World) -> None:
    event = world.event()
    session = make_session(world, event, "D1-01")
    make_document(world, event, title=in_three("A", "B", "C"))
    organiser = world.organiser(event)
    path = f"{EN}/manage/documents/thamm-2021-1"
    refused = organiser.get(path).submit(visibility="category")
    assert (refused.status, refused.errors) == (
        422,
        ["Choose at least one category, or another answer to who may read it."],
    )
    refused = organiser.get(path).submit(visibility="sessions")
    assert (refused.status, refused.errors) == (
        422,
        ["Choose at least one session, or another answer to who may read it."],
    )
    assert organiser.get(path).submit(visibility="category", visible_to=["donor", "workers"]).status == 302
    with world.reading() as database:
        document = database.scalars(select(Document)).one()
        assert (document.visibility, document.visible_to) == ("category", ["donor", "workers"])
    page = organiser.get(f"{EN}/documents/thamm-2021-1")
    assert "This document is for confirmed participants of these categories: Workers" in page.text
    assert organiser.get(path).submit(visibility="sessions", session_codes=["D1-01"]).status == 302
    with world.reading() as database:
        assert [one.id for one in database.scalars(select(Document)).one().sessions] == [session]
    history = organiser.get(f"{EN}/manage/history").text
    assert "Categories that may read it" in history


@pytest.mark.parametrize(
    ("visibility", "sentence"),
    [
        ("registered", "This document is for everybody who registered. Others do not see it."),
        ("confirmed", "This document is for confirmed participants. Others do not see it."),
        ("public", ""),
    ],
)
def test_a_reader_is_told_why_others_do_not_see_it(world: World, visibility: str, sentence: str) -> None:
    event = world.event()
    make_document(world, event, visibility=visibility, languages=(ENGLISH,))
    reader = registered(RegistrationState.CONFIRMED)(world, Library(event, now()), "reader@example.org")
    page = reader.get(f"{EN}/documents/thamm-2021-1")
    assert page.texts(".notice--saffron") == ([sentence] if sentence else [])
