"""The public list of speakers and a speaker's own page: order, names, roles, photographs, documents."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from conference.agenda.models import Speaker, SpeakerInSession
from conference.core.clock import now
from conference.core.languages import FRENCH
from conference.core.translated import Translated
from conference.events.service import touch
from conference.library.models import Document, Visibility
from conference.speakers.models import Photograph
from tests.client import Page, Visitor
from tests.made.agenda import (
    give_role,
    let_a_second_pass,
    make_presentation,
    make_session,
    make_speaker,
    publish,
)
from tests.made.photographs import give_photograph
from tests.made.speakers import invited, pdf, send
from tests.queries import count_queries
from tests.world import World, in_three, only

SIZES = ("small", "middle", "large")
LIST = "/en/thamm-2021/speakers"


def names(page: Page) -> list[str]:
    return page.texts(".card .session-title")


def test_the_list_has_the_order_of_the_page_s_language(world: World, visitor: Visitor) -> None:
    event = world.event()
    session = make_session(world, event)
    people = (("zeroual", "زروال", "Zeroual"), ("eloi", "", "Éloi"), ("amrani", "يوسف", "Amrani"))
    for code, native, latin in people:
        give_role(world, session, make_speaker(world, event, code, native_name=native, latin_name=latin))
    publish(world, event)
    assert names(visitor.get(LIST)) == ["يوسف Amrani", "Éloi", "زروال Zeroual"]
    assert names(visitor.get("/ar/thamm-2021/speakers")) == ["Éloi", "زروال Zeroual", "يوسف Amrani"]


def test_letters_stand_where_others_have_a_photograph(world: World, visitor: Visitor) -> None:
    event = world.event()
    session = make_session(world, event)
    shown = make_speaker(world, event)
    give_role(world, session, shown)
    others = {
        "b-latin": {"native_name": "", "latin_name": "Marie-Claire de la Fontaine"},
        "c-arabic": {"native_name": "يوسف العمراني", "latin_name": "Youssef Amrani"},
        "d-role": {"native_name": "", "latin_name": "", "function": in_three("Moderator")},
    }
    for code, changes in others.items():
        give_role(world, session, make_speaker(world, event, code, **changes))
    publish(world, event)
    assert visitor.get(LIST).all(".face") == [], "no one has a photograph: nothing stands for one"
    photograph = give_photograph(world, shown)
    let_a_second_pass(world.app)
    page = visitor.get(LIST)
    assert sorted(page.texts(".face--letters")) == ["", "MF", "ي"]
    (image,) = page.all("main img")
    small, middle, _large = (f"{LIST}/benali/{one.digest}.webp" for one in photograph.squares)
    assert dict(image.attrib) == {
        "class": "face",
        "src": small,
        "srcset": f"{small} 96w, {middle} 240w",
        "sizes": "5rem",
        "alt": "",
        "width": "96",
        "height": "96",
        "loading": "lazy",
        "decoding": "async",
    }


def test_a_profile_tells_who_it_is_and_what_they_do(world: World, visitor: Visitor) -> None:
    event = world.event()
    speaker = make_speaker(world, event, honorific="professor", biography=only(FRENCH, "Une vie"))
    first, second = make_session(world, event), make_session(world, event, "D1-02", hours=("11:00", "12:00"))
    talk = make_presentation(world, second, "Trends")
    give_role(world, first, speaker, "chair")
    give_role(world, second, speaker, "moderator")
    give_role(world, second, speaker, "speaker", talk)
    photograph = give_photograph(world, speaker)
    publish(world, event)
    page = visitor.get(f"{LIST}/benali")
    assert page.h1 == "Professor ليلى بن علي Leila Ben Ali"
    assert page.texts(".profile-head .page-lead") == ["Director · Ministry of Labour"]
    assert page.one(".prose [lang=fr]").get("dir") == "ltr"
    assert page.texts(".session .badge") == ["Chair", "Moderator", "Speaker"]
    assert page.texts(".hours") == ["09:00–10:30", "11:00–12:00"]
    assert page.texts(".session-title") == ["Title D1-01", "Title D1-02"]
    assert page.texts(".session .talk-people") == ["Trends"]
    image = page.one(".profile-head img")
    assert image.get("alt") == "Photograph of Leila Ben Ali"
    large = f"http://localhost{LIST}/benali/{photograph.squares[2].digest}.webp"
    assert page.one("meta[property='og:image']").get("content") == large


def test_a_profile_without_biography_or_photograph_has_no_hole(world: World, visitor: Visitor) -> None:
    event = world.event()
    speaker = make_speaker(world, event, biography=Translated())
    give_role(world, make_session(world, event), speaker)
    publish(world, event)
    page = visitor.get(f"{LIST}/benali")
    assert (page.all("main img"), page.all(".prose"), page.all("meta[property='og:image']")) == ([], [], [])


def with_slides(world: World, event: int) -> tuple[int, Visitor]:
    """A published speaker whose slides an organiser gave to readers; the id of the document, and the organiser."""
    speaker = make_speaker(world, event)
    give_role(world, make_session(world, event), speaker)
    publish(world, event)
    visitor = Visitor(world.app)
    send(visitor.get(invited(world, speaker)), pdf())
    organiser = world.organiser(event)
    organiser.get("/en/thamm-2021/manage/speakers").submit("form[action$='/publish']")
    with world.reading() as database:
        return database.scalars(select(Document.id)).one(), organiser


def test_a_profile_lists_the_speaker_s_documents_as_their_reader_may_see_them(world: World, visitor: Visitor) -> None:
    event = world.event()
    document, organiser = with_slides(world, event)
    other = make_speaker(world, event, "amrani")
    give_role(world, make_session(world, event, "D1-02", hours=("11:00", "12:00")), other)
    publish(world, event)
    let_a_second_pass(world.app)

    def documents(reader: Visitor, code: str = "benali") -> list[str]:
        return reader.get(f"{LIST}/{code}").texts("main .card li > a")

    assert documents(visitor) == ["Title D1-01"]
    assert documents(visitor, "amrani") == []
    with world.writing() as database:
        database.get_one(Document, document).visibility = Visibility.REGISTERED
    let_a_second_pass(world.app)
    stranger = Visitor(world.app).get("/fr/thamm-2021/speakers/benali")
    assert stranger.all("main .card li > a") == []
    assert "SLIDES/D1-01/1" not in stranger.source
    assert documents(organiser) == ["Title D1-01"]


def test_slides_that_are_withdrawn_are_no_longer_named(world: World, visitor: Visitor) -> None:
    event = world.event()
    _document, organiser = with_slides(world, event)
    assert len(visitor.get(f"{LIST}/benali").texts("main .card li > a")) == 1
    organiser.get("/en/thamm-2021/manage/speakers").submit("form[action$='/slides/1/withdraw']")
    let_a_second_pass(world.app)
    assert visitor.get(f"{LIST}/benali").all("main .card") == []


def test_three_and_three_hundred_speakers_cost_the_same_queries(app: Flask, world: World, visitor: Visitor) -> None:
    event = world.event()
    session = make_session(world, event)
    first = [make_speaker(world, event, f"person-{number}") for number in range(3)]
    for speaker in first:
        give_role(world, session, speaker)
    photograph = give_photograph(world, first[0])
    publish(world, event)

    def queries() -> int:
        let_a_second_pass(app)
        visitor.get(LIST)
        with world.writing() as database:
            touch(database, event)
        let_a_second_pass(app)
        with count_queries(app) as seen:
            assert visitor.get(LIST).status == 200
        return len(seen)

    few = queries()
    squares = {f"{name}_{fact}": getattr(photograph, f"{name}_{fact}") for name in SIZES for fact in ("sha256", "size")}
    with world.writing() as database:
        for number in range(3, 300):
            speaker = Speaker(event_id=event, code=f"person-{number}", latin_name=f"Person {number}")
            database.add(speaker)
            database.flush()
            facts = {"side": photograph.side, "may_be_published": True, "uploaded_at": now()}
            database.add(Photograph(speaker_id=speaker.id, **facts, **squares))
            database.add(SpeakerInSession(session_id=session, speaker_id=speaker.id, role="speaker"))
    publish(world, event)
    let_a_second_pass(app)
    assert len(names(visitor.get(LIST))) == 300
    assert (queries(), few <= 12) == (few, True)
