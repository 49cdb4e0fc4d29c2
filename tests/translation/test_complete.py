"""The demonstration goes from English alone to three complete languages, by files that went out and came back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from conference.accounts.models import Account
from conference.agenda.models import Session
from conference.agenda.service import publish_agenda
from conference.core.languages import ENGLISH, LANGUAGES
from conference.core.translated import Translated
from conference.demonstration import content, loader
from conference.events.models import Event
from conference.translation.queries import texts_of
from conference.translation.sources import BY_KIND, SOURCES
from tests.client import Page, Visitor
from tests.made.translation import DESK, counts, exported, send, take_over, translated, units
from tests.world import World, only

EVENT = "thamm-2021"


@pytest.fixture
def complete(world: World, monkeypatch: pytest.MonkeyPatch) -> dict[str, Translated]:
    """The demonstration's conference in English alone, its agenda published so; what its texts are in full, by id."""
    monkeypatch.setattr(content, "event_slugs", lambda: (EVENT,))
    with world.app.app_context():
        loader.load()
    with world.writing() as database:
        event = the_event(database)
        found = {one.id: one for one in texts_of(database, event.id, SOURCES)}
        for one in found.values():
            row: Any = database.get_one(BY_KIND[one.kind].model, one.row)
            setattr(row, one.field, only(ENGLISH, one.text.text(ENGLISH)))
    publish(world)
    return {id_: one.text for id_, one in found.items()}


def the_event(database: Any) -> Event:
    found: Event = database.scalars(select(Event).where(Event.slug == EVENT)).one()
    return found


def publish(world: World) -> None:
    with world.writing() as database:
        publish_agenda(database, the_event(database), note=Translated(), by=None)


def organiser_of(world: World) -> Visitor:
    number = world.account_id(loader.ORGANISER)
    assert number is not None
    with world.writing() as database:
        database.get_one(Account, number).language_code = "en"
    return world.signed_in(number)


def pages(visitor: Visitor, start: str) -> Iterator[Page]:
    """Every page of the event that links lead to, in the language of the one that they begin with."""
    inside = f"/{start.split('/')[1]}/{EVENT}/"
    waiting, seen = [start], {start}
    while waiting:
        page = visitor.get(waiting.pop())
        if page.root is None:
            continue
        yield page
        for link in page.all("a[href]"):
            path = urlsplit(str(link.get("href"))).path
            if path.startswith(inside) and path not in seen and "/print" not in path and "." not in path:
                seen.add(path)
                waiting.append(path)


def test_three_complete_languages_through_xliff_alone(world: World, complete: dict[str, Translated]) -> None:
    total = len(complete)
    organiser = organiser_of(world)
    assert organiser.get(DESK).texts(".progress p") == [
        f"English: {total} of {total} texts are complete.",
        f"French: 0 of {total} texts are complete.",
        f"Arabic: 0 of {total} texts are complete.",
    ]
    assert len(organiser.get(f"/fr/{EVENT}/manage/agenda").all(".fallback")) > 10

    def in_its_language(unit: Any) -> str:
        language = unit.getparent().getparent().get("target-language")
        return next(complete[unit.get("id")].text(one) for one in LANGUAGES if one.code == language)

    body = exported(organiser, to=["fr", "ar"])
    assert len(units(body)) == 2 * total
    page = send(organiser, translated(body, in_its_language))
    decide = {name: "take" for name in page.values("form[action$='/apply']") if name.startswith("choice.")}
    assert counts(page).endswith(f"{len(decide)} to decide, 0 unchanged.")
    take_over(page, **decide)
    publish(world)

    assert organiser.get(DESK).texts(".progress p") == [
        f"{name}: {total} of {total} texts are complete." for name in ("English", "French", "Arabic")
    ]
    for language in ("fr", "ar"):
        public = list(pages(Visitor(world.app), f"/{language}/{EVENT}/"))
        assert len(public) > 40
        # The list of changes tells what earlier versions of the agenda said, which never changes.
        marked = {one.response.request.path for one in public if one.fallbacks}
        assert marked == {f"/{language}/{EVENT}/agenda/changes"}
        for part in ("agenda", "documents", "translation", "registration/form", "settings", "speakers"):
            assert organiser.get(f"/{language}/{EVENT}/manage/{part}").fallbacks == []


def test_one_changed_title_puts_its_two_translations_out_of_date_and_nothing_else(
    world: World, complete: dict[str, Translated]
) -> None:
    with world.writing() as database:
        event = the_event(database)
        for one in texts_of(database, event.id, SOURCES):
            setattr(database.get_one(BY_KIND[one.kind].model, one.row), one.field, complete[one.id])
        row = database.scalars(select(Session.id).where(Session.event_id == event.id)).first()
    organiser, id_ = organiser_of(world), f"session.{row}.title"
    page = organiser.get(f"{DESK}/session/{row}/title")
    page.submit(**{"title-en": "Another title"})
    assert organiser.get(DESK).texts("tbody .parity li") == ["French Out of date", "Arabic Out of date"]
    assert [(one.get("id"), one.find("{*}target").get("state")) for one in units(exported(organiser))] == [
        (id_, "needs-review-translation")
    ] * 2
    body = translated(exported(organiser), lambda unit: "Autre titre")
    take_over(send(organiser, body))
    assert organiser.get(DESK).texts(".empty h2") == ["Everything is translated"]
