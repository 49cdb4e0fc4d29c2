"""What a session holds beyond title and hours: places, notes, ways to join, and people in the order of protocol."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from conference.agenda.models import AgendaVersion, Session
from conference.core.honorifics import Title
from conference.events.models import Role
from tests.client import Page, Visitor
from tests.made.agenda import (
    change,
    give_role,
    let_a_second_pass,
    make_presentation,
    make_session,
    make_speaker,
    publish,
)
from tests.world import World

DRAFT = "/en/thamm-2021/manage/agenda"
SESSION = f"{DRAFT}/sessions/D1-01"
PUBLIC = "/{language}/thamm-2021/agenda/D1-01"
SECRET = "Seat the minister beside the ambassador"


def stored(world: World) -> Session:
    with world.reading() as database:
        return database.scalars(select(Session).where(Session.code == "D1-01")).one()


def save(page: Page, **typed: Any) -> Page:
    return page.submit("form.form--wide", **typed)


def named(page: Page) -> list[str]:
    """Who is named in the draft, in order, as the page shows them with their role."""
    return page.texts("#people ol > li > p")


def test_places_notes_and_channels_are_kept(world: World) -> None:
    event = world.event()
    make_session(world, event)
    visitor = world.organiser(event)
    typed = {
        "capacity": "٦٠",
        "notes": f"{SECRET}\nSecond line",
        "meeting_url": "https://meeting.example.org/floor",
        "channel_fr": "https://meeting.example.org/fr",
        "channel_ar": "https://meeting.example.org/ar",
    }
    assert save(visitor.get(SESSION), **typed).status == 302
    session = stored(world)
    assert (session.capacity, session.notes) == (60, f"{SECRET}\nSecond line")
    assert session.channel_urls == {"ar": "https://meeting.example.org/ar", "fr": "https://meeting.example.org/fr"}
    values = visitor.get(SESSION).values("form.form--wide")
    assert {name: values[name] for name in ("capacity", "channel_fr", "channel_en")} == {
        "capacity": "60",
        "channel_fr": "https://meeting.example.org/fr",
        "channel_en": "",
    }


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"capacity": "0"}, "Enter a whole number from 1 to 100000."),
        ({"capacity": "many"}, "Enter a whole number from 1 to 100000."),
        (
            {"channel_en": "https://meeting.example.org/en"},
            "Tick this language under “Interpretation into”, or take the address out.",
        ),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_lost(world: World, typed: dict[str, str], sentence: str) -> None:
    event = world.event()
    make_session(world, event)
    refused = save(world.organiser(event).get(SESSION), **typed, notes=SECRET)
    assert refused.status == 422
    assert refused.errors == [sentence]
    assert refused.values("form.form--wide")["notes"] == SECRET
    assert (stored(world).capacity, stored(world).notes) == (None, "")


def test_two_organisers_do_not_undo_each_other_s_channels(world: World) -> None:
    event = world.event()
    make_session(world, event)
    visitor = world.organiser(event)
    first, second = visitor.get(SESSION), visitor.get(SESSION)
    save(first, channel_fr="https://meeting.example.org/first")
    clash = save(second, channel_fr="https://meeting.example.org/second")
    assert clash.status == 422
    assert "https://meeting.example.org/first" in " ".join(clash.errors)
    assert stored(world).channel_urls == {"fr": "https://meeting.example.org/first"}
    assert save(clash).status == 302
    assert stored(world).channel_urls == {"fr": "https://meeting.example.org/second"}


def test_notes_and_addresses_never_leave_the_team(app: Flask, world: World, visitor: Visitor) -> None:
    event = world.event()
    hidden = {"notes": SECRET, "channel_urls": {"fr": "https://meeting.example.org/fr"}}
    make_session(world, event, **hidden)
    publish(world, event)
    with world.reading() as database:
        version = database.scalars(select(AgendaVersion)).one()
        frozen = f"{version.data}{version.calendar}{version.difference}"
    pages = [
        visitor.get(path).source
        for path in (
            PUBLIC.format(language="en"),
            "/en/thamm-2021/agenda",
            "/en/thamm-2021/agenda/D1-01.ics",
            "/en/thamm-2021/calendar.ics",
        )
    ]
    translator = world.member(event, Role.TRANSLATOR).get(SESSION)
    for text in (frozen, *pages, translator.source):
        assert SECRET not in text
        assert "meeting.example.org" not in text


@pytest.mark.parametrize(
    ("language", "label"),
    [("en", "Places"), ("fr", "Places"), ("ar", "عدد المقاعد")],
)
def test_readers_see_how_many_places_there_are(world: World, visitor: Visitor, language: str, label: str) -> None:
    event = world.event()
    make_session(world, event, capacity=60)
    publish(world, event)
    page = visitor.get(PUBLIC.format(language=language))
    told = dict(zip(page.texts("dt"), page.texts("dd"), strict=True))
    assert told[label] == "60"


def test_a_session_without_a_limit_says_nothing_of_places(world: World, visitor: Visitor) -> None:
    event = world.event()
    make_session(world, event)
    publish(world, event)
    assert "Places" not in visitor.get(PUBLIC.format(language="en")).texts("dt")


def test_another_number_of_places_is_a_change_in_words(world: World) -> None:
    event = world.event()
    session = make_session(world, event)
    publish(world, event)
    visitor = world.organiser(event)
    change(world, session, capacity=60)
    assert visitor.get(DRAFT).texts(".changes li") == ["Places in Title D1-01: now limited to 60."]
    publish(world, event)
    change(world, session, capacity=80)
    assert visitor.get(DRAFT).texts(".changes li") == ["Places in Title D1-01: 80 instead of 60."]
    publish(world, event)
    change(world, session, capacity=None)
    assert visitor.get(DRAFT).texts(".changes li") == ["Places in Title D1-01: no longer limited."]


@pytest.mark.parametrize(
    ("language", "words"), [("en", "H.E. Leila Ben Ali"), ("fr", "S. E. Leila Ben Ali"), ("ar", "معالي ليلى بن علي")]
)
def test_honorifics_stand_before_names(world: World, visitor: Visitor, language: str, words: str) -> None:
    event = world.event()
    session = make_session(world, event)
    give_role(world, session, make_speaker(world, event, honorific=Title.EXCELLENCY))
    publish(world, event)
    page = visitor.get(PUBLIC.format(language=language))
    assert words.split(" Leila")[0].split(" ليلى")[0] in page.text.replace("\u00a0", " ")
    calendar = visitor.get(f"/{language}/thamm-2021/agenda/D1-01.ics").source.replace("\r\n ", "")
    assert words.split(" Leila")[0].split(" ليلى")[0] in calendar.replace("\u00a0", " ")


def test_a_version_from_before_honorifics_and_places_still_reads(app: Flask, world: World, visitor: Visitor) -> None:
    event = world.event()
    session = make_session(world, event, capacity=5)
    give_role(world, session, make_speaker(world, event, honorific=Title.DR))
    publish(world, event)
    with world.writing() as database:
        version = database.scalars(select(AgendaVersion)).one()
        data = dict(version.data)
        data["speakers"] = [{key: one[key] for key in one if key != "honorific"} for one in data["speakers"]]
        data["sessions"] = [{key: one[key] for key in one if key != "capacity"} for one in data["sessions"]]
        version.data = data
    let_a_second_pass(app)
    page = visitor.get(PUBLIC.format(language="en"))
    assert page.status == 200
    assert "Leila Ben Ali" in page.text
    assert "Dr" not in page.text
    assert world.organiser(event).get(DRAFT).status == 200


def test_people_are_named_in_the_order_of_protocol(world: World) -> None:
    event = world.event()
    session = make_session(world, event)
    people = [
        ("moderator", "ms", "moderator"),
        ("panel-dr", "dr", "panellist"),
        ("panel-he", "excellency", "panellist"),
        ("panel-a", "", "panellist"),
        ("panel-b", "mr", "panellist"),
        ("chair", "professor", "chair"),
    ]
    for code, honorific, role in people:
        speaker = make_speaker(world, event, code, native_name="", latin_name=code, honorific=honorific)
        give_role(world, session, speaker, role)
    visitor = world.organiser(event)
    done = visitor.get(SESSION).submit('form[action$="/roles/by-protocol"]')
    assert named(visitor.follow(done)) == [
        "Professor chair Chair",
        "Ms moderator Moderator",
        "H.E. panel-he Panellist",
        "Dr panel-dr Panellist",
        "panel-a Panellist",
        "Mr panel-b Panellist",
    ]
    # What organisers arrange by hand afterwards stays.
    last = visitor.get(SESSION).all('form[action$="/earlier"]')[-1].get("action")
    visitor.post(last, {"csrf_token": visitor.get(SESSION).values('form[action$="/by-protocol"]')["csrf_token"]})
    assert [one.split()[-2] for one in named(visitor.get(SESSION))][-2:] == ["panel-b", "panel-a"]


def test_presentations_move_both_ways(world: World) -> None:
    event = world.event()
    session = make_session(world, event)
    for title in ("First", "Second", "Third"):
        make_presentation(world, session, title)
    visitor = world.organiser(event)

    def order() -> list[str]:
        return [one.split()[0] for one in visitor.get(SESSION).texts("#presentations ol > li > p")]

    assert order() == ["First", "Second", "Third"]
    visitor.get(SESSION).submit('#presentations form[action$="/later"]')
    assert order() == ["Second", "First", "Third"]
    visitor.get(SESSION).submit('#presentations form[action$="/earlier"]')
    assert order() == ["First", "Second", "Third"]


@pytest.mark.parametrize("role", [Role.TRANSLATOR, Role.DESK])
def test_only_organisers_order_people(world: World, role: Role) -> None:
    event = world.event()
    session = make_session(world, event)
    for code in ("one", "two"):
        give_role(world, session, make_speaker(world, event, code))
    token = world.organiser(event).get(SESSION).values('form[action$="/by-protocol"]')
    assert world.member(event, role).post(f"{SESSION}/roles/by-protocol", token).status in (400, 403)
