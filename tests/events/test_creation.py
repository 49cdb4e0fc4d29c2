"""A site administrator makes an event, which begins as a draft."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from conference.accounts.models import Account
from conference.core.database import db, write
from conference.core.languages import FRENCH
from conference.events.models import Event, EventRole, Publication, Role
from conference.events.service import SlugTaken, create_event
from tests.client import Visitor
from tests.world import World

PATH = "/fr/new-event"
GOOD: dict[str, Any] = {
    "title": "Atelier régional",
    "slug": "Atelier-2027",
    "kind": "workshop",
    "format": "hybrid",
    "starts_on": "2027-03-01",
    "ends_on": "2027-03-02",
    "zone": "Africa/Tunis",
    "language_codes": ["fr", "ar"],
    "source_code": "fr",
}


@pytest.fixture
def administrator(world: World) -> Visitor:
    return world.signed_in(world.account("admin@example.org", is_site_administrator=True))


def test_it_begins_as_a_draft_whose_organiser_is_its_maker(world: World, administrator: Visitor) -> None:
    done = administrator.get(PATH).submit(**GOOD)
    assert done.location == "/fr/atelier-2027/manage/event"
    assert administrator.follow(done).status == 200
    with world.reading() as session:
        event = session.scalars(select(Event)).one()
        assert (event.slug, event.publication, event.language_codes) == (
            "atelier-2027",
            Publication.DRAFT,
            ["fr", "ar"],
        )
        assert (event.source, event.title.text(FRENCH)) == (FRENCH, "Atelier régional")
        assert [given.role for given in session.scalars(select(EventRole))] == [Role.ORGANISER]
    assert Visitor(world.app).get("/fr/atelier-2027/").status == 404


def test_from_a_page_in_a_language_that_it_lacks_its_source_opens(administrator: Visitor) -> None:
    done = administrator.get("/en/new-event").submit(**GOOD)
    assert done.location == "/fr/atelier-2027/manage/event"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 10_000}, "title"),
        ({"slug": ""}, "slug"),
        ({"slug": "ورشة"}, "slug"),
        ({"slug": "two words"}, "slug"),
        ({"slug": "-first"}, "slug"),
        ({"slug": "last-"}, "slug"),
        ({"slug": "de"}, "slug"),
        ({"slug": "manage"}, "slug"),
        ({"slug": "new-event"}, "slug"),
        ({"slug": "TAKEN"}, "slug"),
        ({"slug": "x" * 61}, "slug"),
        ({"starts_on": "tomorrow"}, "starts_on"),
        ({"ends_on": ""}, "ends_on"),
        ({"ends_on": "2027-02-28"}, "ends_on"),
        ({"zone": "CET/Nowhere"}, "zone"),
        ({"kind": "party"}, "kind"),
        ({"language_codes": None}, "language_codes"),
        ({"source_code": "en"}, "source_code"),
    ],
)
def test_bad_input_makes_no_event(world: World, administrator: Visitor, typed: dict[str, Any], name: str) -> None:
    world.event("taken")
    page = administrator.get(PATH).submit(**(GOOD | typed))
    assert page.status == 422
    assert [one.get("id") for one in page.all(".field-error")] == [f"{name}-error"]
    assert world.count(Event) == 1
    if name != "title":
        assert page.values()["title"] == "Atelier régional"


def test_others_may_not(world: World) -> None:
    organiser = world.organiser(world.event())
    assert organiser.get(PATH).status == 403
    assert Visitor(world.app).get(PATH).location == "/fr/sign-in?next=/fr/new-event"


def test_of_two_at_once_one_gets_the_address(app: Flask, world: World) -> None:
    account = world.account("admin@example.org")

    def attempt(_number: int) -> str:
        event = Event(
            slug="wanted",
            starts_on=date(2027, 3, 1),
            ends_on=date(2027, 3, 1),
            zone="Africa/Tunis",
            language_codes=["fr"],
            source_code="fr",
        )
        with app.app_context():
            try:
                with write() as session:
                    create_event(session, event, by=session.get_one(Account, account))
            except SlugTaken:
                return "taken"
            finally:
                db.session.remove()
        return "made"

    with ThreadPoolExecutor(8) as threads:
        outcomes = sorted(threads.map(attempt, range(8)))
    assert outcomes == ["made"] + ["taken"] * 7
    assert world.count(Event) == 1
