"""An organiser changes the event: its facts, its texts side by side, and its languages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from conference.audit.models import AuditEntry
from conference.core.languages import ARABIC, ENGLISH, FRENCH
from conference.events.models import Event, Publication, Role
from tests.client import Visitor
from tests.made.registration import add
from tests.world import World

PATH = "/en/thamm-2021/manage/event"


@pytest.fixture
def event(world: World) -> int:
    return world.event()


@pytest.fixture
def organiser(world: World, event: int) -> Visitor:
    return world.organiser(event)


def stored(world: World, event: int) -> Event:
    with world.reading() as session:
        found = session.get_one(Event, event)
        session.expunge_all()
        return found


def someone_registers(world: World, event: int, language: str) -> None:
    add(world, event, "leila@example.org", language_code=language)


def test_every_fact_and_every_text_can_be_changed(world: World, event: int, organiser: Visitor) -> None:
    before = stored(world, event).public_revision
    typed: dict[str, Any] = {
        "title-en": "A new title",
        "title-fr": "Un nouveau titre",
        "title-ar": "عنوان جديد",
        "venue-en": "Tunis, 1 Example Street",
        "kind": "workshop",
        "format": "hybrid",
        "starts_on": "٢٠٢٣-٠١-٣٠",
        "ends_on": "2023-02-01",
        "zone": "Africa/Cairo",
        "month_style": "egypt",
        "places": "١٥٠",
        "join_minutes": "20",
        "registration_open": None,
        "publication": "draft",
        "is_rehearsal": "y",
    }
    done = organiser.get(PATH).submit(**typed)
    assert (done.status, done.location) == (302, PATH)
    found = stored(world, event)
    assert {language: found.title.text(language) for language in found.languages} == {
        ENGLISH: "A new title",
        FRENCH: "Un nouveau titre",
        ARABIC: "عنوان جديد",
    }
    assert found.venue.text(ENGLISH) == "Tunis, 1 Example Street"
    facts = (found.kind, found.format, found.starts_on, found.ends_on, found.zone, found.month_style, found.places)
    assert facts == ("workshop", "hybrid", date(2023, 1, 30), date(2023, 2, 1), "Africa/Cairo", "egypt", 150)
    rest = (found.join_minutes, found.registration_open, found.publication, found.is_rehearsal)
    assert rest == (20, False, Publication.DRAFT, True)
    assert found.public_revision == before + 1
    assert organiser.follow(done).texts("[role=status]") == ["The event is saved.Close this message"]


def test_saving_what_was_there_changes_nothing(world: World, event: int, organiser: Visitor) -> None:
    before = stored(world, event)
    assert organiser.get(PATH).submit().status == 302
    after = stored(world, event)
    assert (after.row_version, after.public_revision) == (before.row_version, before.public_revision)
    assert world.count(AuditEntry) == 0


def test_a_change_is_recorded_with_who_and_what(world: World, event: int, organiser: Visitor) -> None:
    organiser.get(PATH).submit(places="80", **{"title-fr": "Autre titre"})
    with world.reading() as session:
        (entry,) = session.query(AuditEntry).all()
        assert (entry.verb, entry.subject, entry.event_id) == ("change event", f"event:{event}", event)
        assert (entry.before["places"], entry.after["places"]) == (None, 80)
        assert entry.after["title"]["fr"]["text"] == "Autre titre"
        assert set(entry.after) == {"places", "title"}
        assert entry.account_id == world.account_id("organiser@example.org")


@pytest.mark.parametrize(
    ("typed", "name", "sentence"),
    [
        ({"title-en": ""}, "title-en", "Enter the title in the source language."),
        (
            {"title-fr": "x" * 201},
            "title-fr",
            "Shorten this text to 200 characters: it has 201.",
        ),
        (
            {"title-ar": "\u202egnitirw"},
            "title-ar",
            "This text holds invisible characters that turn its direction. Type it again instead of pasting it.",
        ),
        ({"starts_on": "5 July"}, "starts_on", "Enter a day as year-month-day, for example 2021-07-05."),
        ({"starts_on": ""}, "starts_on", "Enter the first day."),
        ({"ends_on": "2021-07-04"}, "ends_on", "The last day is before the first. Correct one of them."),
        ({"zone": "Mars/Olympus"}, "zone", "Choose one of the options listed."),
        ({"zone": ""}, "zone", "Choose the time zone of the event’s hours."),
        ({"kind": "party"}, "kind", "Choose one of the options listed."),
        ({"publication": "secret"}, "publication", "Choose one of the options listed."),
        ({"places": "0"}, "places", "Enter a whole number from 1 to 100000."),
        ({"places": "many"}, "places", "Enter a whole number from 1 to 100000."),
        ({"join_minutes": ""}, "join_minutes", "Enter a number of minutes."),
        ({"language_codes": None}, "language_codes", "Choose at least one language."),
        ({"language_codes": ["en", "xx"]}, "language_codes", "Choose one of the options listed."),
        (
            {"language_codes": ["fr", "ar"]},
            "source_code",
            "The source language must be one of the event’s languages.",
        ),
        ({"source_code": "xx"}, "source_code", "Choose one of the options listed."),
    ],
)
def test_bad_input_is_told_beside_the_field_and_nothing_is_lost(
    world: World, event: int, organiser: Visitor, typed: dict[str, Any], name: str, sentence: str
) -> None:
    before = stored(world, event).row_version
    page = organiser.get(PATH).submit(**({"summary-fr": "Écrit avec soin"} | typed))
    assert page.status == 422
    assert page.errors == [sentence]
    values = page.values()
    assert values["summary-fr"] == "Écrit avec soin"
    for key, value in typed.items():
        known = {"kind", "publication", "zone", "source_code", "language_codes"}
        if key not in known:
            assert values[key] == value
    assert stored(world, event).row_version == before
    assert world.count(AuditEntry) == 0


def test_two_people_who_change_different_things_lose_nothing(world: World, event: int, organiser: Visitor) -> None:
    other = world.organiser(event, "other@example.org")
    mine, theirs = organiser.get(PATH), other.get(PATH)
    assert theirs.submit(places="90", **{"title-ar": "عنوانهم"}).status == 302
    assert mine.submit(join_minutes="30", **{"title-fr": "Mon titre"}).status == 302
    found = stored(world, event)
    assert (found.places, found.join_minutes) == (90, 30)
    assert found.title.text(ARABIC) == "عنوانهم"
    assert found.title.text(FRENCH) == "Mon titre"


def test_a_clash_shows_both_and_the_second_decides(world: World, event: int, organiser: Visitor) -> None:
    other = world.organiser(event, "other@example.org")
    mine, theirs = organiser.get(PATH), other.get(PATH)
    assert theirs.submit(places="90", kind="webinar", **{"title-fr": "Leur titre"}).status == 302
    page = mine.submit(places="95", kind="meeting", **{"title-fr": "Mon titre", "summary-en": "Mine"})
    assert page.status == 422
    assert page.texts(".translated-theirs blockquote") == ["Leur titre"]
    assert page.errors == [
        "Somebody changed the text in French while you edited. Both are shown: keep what is right.",
        "Somebody else set this to Webinar while you edited. Choose what is right, then save again.",
        "Somebody else set this to 90 while you edited. Choose what is right, then save again.",
    ]
    values = page.values()
    assert (values["title-fr"], values["places"], values["kind"]) == ("Mon titre", "95", "meeting")
    assert stored(world, event).summary.text(ENGLISH) == "What it is about", "all or nothing"
    assert page.submit().status == 302
    found = stored(world, event)
    assert (found.title.text(FRENCH), found.places, found.kind) == ("Mon titre", 95, "meeting")
    assert found.summary.text(ENGLISH) == "Mine"


def test_a_language_taken_away_keeps_its_texts(world: World, event: int, organiser: Visitor) -> None:
    assert organiser.get(PATH).submit(language_codes=["en", "fr"]).status == 302
    assert Visitor(world.app).get("/ar/thamm-2021/").status == 404
    assert organiser.get(PATH).submit(**{"title-fr": "Encore un titre"}).status == 302
    assert organiser.get(PATH).submit(language_codes=["en", "fr", "ar"]).status == 302
    assert stored(world, event).title.text(ARABIC) == "مؤتمر إقليمي"
    assert Visitor(world.app).get("/ar/thamm-2021/").status == 200


def test_taking_away_the_language_of_this_page_leads_to_the_source(organiser: Visitor) -> None:
    done = organiser.get("/ar/thamm-2021/manage/event").submit(language_codes=["en", "fr"])
    assert done.location == "/en/thamm-2021/manage/event"


def test_a_language_that_people_are_written_to_in_stays(world: World, event: int, organiser: Visitor) -> None:
    someone_registers(world, event, "ar")
    page = organiser.get(PATH).submit(language_codes=["en", "fr"])
    assert page.status == 422
    assert page.errors == ["One person gets their pages and mails in Arabic: this language must stay."]
    assert stored(world, event).language_codes == ["en", "fr", "ar"]


def test_with_another_source_language_old_texts_are_translated_from_it(
    world: World, event: int, organiser: Visitor
) -> None:
    assert organiser.get(PATH).submit(source_code="fr").status == 302
    page = organiser.get(PATH).submit(**{"title-fr": "Titre d’origine"})
    assert page.status == 302
    title = stored(world, event).title
    assert (title.source, title.state(ENGLISH), title.state(ARABIC)) == (FRENCH, "out_of_date", "out_of_date")
    assert title.text(ENGLISH) == "Regional conference"


def test_only_organisers_may(world: World, event: int) -> None:
    answers = {
        "nobody": Visitor(world.app).get(PATH).location,
        "somebody": world.signed_in(world.account()).get(PATH).status,
        "translator": world.member(event, Role.TRANSLATOR).get(PATH).status,
        "desk": world.member(event, Role.DESK).get(PATH).status,
    }
    assert answers == {
        "nobody": "/en/sign-in?next=/en/thamm-2021/manage/event",
        "somebody": 403,
        "translator": 403,
        "desk": 403,
    }


def test_hostile_text_is_shown_as_text(world: World, event: int, organiser: Visitor) -> None:
    hostile = "<script>alert(1)</script> {{ 7*7 }} %(x)s &amp; \"'"
    assert organiser.get(PATH).submit(**{"title-en": hostile, "donor_line-en": hostile}).status == 302
    page = Visitor(world.app).get("/en/thamm-2021/")
    assert page.h1 == hostile
    assert page.texts(".donor-line") == [hostile]
    assert organiser.get(PATH).values()["title-en"] == hostile


def test_all_that_is_wrong_is_told_at_once(organiser: Visitor) -> None:
    page = organiser.get(PATH).submit(ends_on="2021-07-04", places="x", **{"title-en": ""})
    assert page.errors == [
        "Enter the title in the source language.",
        "The last day is before the first. Correct one of them.",
        "Enter a whole number from 1 to 100000.",
    ]
    assert page.one(".error-summary h2").text == "There are 3 points to correct"
