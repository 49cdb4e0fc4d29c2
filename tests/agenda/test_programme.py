"""The printed programme: what stands in it, in which languages, and who may have it."""

from __future__ import annotations

import re
import unicodedata

import pypdfium2
import pytest
from flask import Flask

from conference.agenda import service
from conference.agenda.models import Session
from conference.core.languages import FRENCH
from conference.core.translated import Translated
from conference.events.models import Event, Publication
from tests.client import Page, Visitor
from tests.made.agenda import (
    give_role,
    let_a_second_pass,
    make_presentation,
    make_room,
    make_session,
    make_speaker,
    publish,
)
from tests.queries import count_queries
from tests.world import World, in_three, only

PDF = "/{language}/thamm-2021/agenda/programme.pdf"


def pages_of(answer: Page) -> list[str]:
    """The text of each page, Arabic letters in their plain forms and white space collapsed."""
    assert answer.response.content_type == "application/pdf"
    document = pypdfium2.PdfDocument(answer.response.data)
    texts = [page.get_textpage().get_text_range() for page in document]
    return [" ".join(unicodedata.normalize("NFKC", text).split()) for text in texts]


def whole_agenda(world: World) -> int:
    """Two days, two rooms, a talk and two speakers; published."""
    event = world.event(venue=in_three("Tunis", "Tunis", "تونس العاصمة"))
    hall = make_room(world, event, in_three("Great hall", "Grande salle", "القاعة الكبرى"))
    opening = make_session(
        world, event, "D1-01", room_id=hall, title=in_three("Opening", "Ouverture", "افتتاح المؤتمر")
    )
    make_session(world, event, "PAUSE", hours=("10:30", "11:00"), type="break", title=in_three("Coffee"))
    talk = make_presentation(world, opening, "What changed")
    give_role(world, opening, make_speaker(world, event), "chair")
    other = make_speaker(world, event, "role", native_name="", latin_name="", function=in_three("Expert, ILO"))
    give_role(world, opening, other, "speaker", talk)
    publish(world, event)
    return event


def test_the_programme_says_everything_in_the_language_of_the_page(world: World, visitor: Visitor) -> None:
    whole_agenda(world)
    cover, *rest = pages_of(visitor.get(PDF.format(language="en")))
    assert "Regional conference" in cover
    assert "5–7 July 2021" in cover
    assert "Tunis" in cover
    assert "International Labour Organization" in cover
    assert "Funded by the European Union" in cover
    assert "Times in Tunis" in cover
    body = " ".join(rest)
    for words in (
        "Monday 5 July 2021",
        "09:00–10:30",
        "Opening",
        "Great hall",
        "Abstract D1-01",
        "Floor: English",
        "Coffee",
        "What changed – 20 minutes",
        "Speaker: Expert, ILO",
        "Speakers",
        "Rooms",
    ):
        assert words in body
    assert "Chair: Leila Ben Ali" in body


def test_arabic_words_can_be_searched(world: World, visitor: Visitor) -> None:
    whole_agenda(world)
    answer = visitor.get(PDF.format(language="ar"))
    assert re.search(rb"/Lang ?\(ar\)", answer.response.data)
    cover, *rest = pages_of(answer)
    assert "مؤتمر إقليمي" in cover
    assert "البرنامج" in cover
    body = " ".join(rest)
    for words in ("افتتاح المؤتمر", "القاعة الكبرى", "الاثنين 5 يوليوز 2021", "ليلى بن علي", "القاعات"):
        assert words in body


@pytest.mark.parametrize(
    ("path", "order"),
    [
        ("/en/thamm-2021/agenda/programme.pdf?language=ar&language=en", ["Opening", "افتتاح المؤتمر"]),
        ("/ar/thamm-2021/agenda/programme.pdf?language=en&language=ar", ["افتتاح المؤتمر", "Opening"]),
        (
            "/fr/thamm-2021/agenda/programme.pdf?language=ar&language=fr&language=en",
            ["Ouverture", "Opening", "افتتاح المؤتمر"],
        ),
    ],
)
def test_languages_stand_side_by_side_and_that_of_the_page_leads(
    world: World, visitor: Visitor, path: str, order: list[str]
) -> None:
    whole_agenda(world)
    answer = visitor.get(path)
    day = pages_of(answer)[1]
    assert sorted(order, key=day.index) == order
    width, height = pypdfium2.PdfDocument(answer.response.data)[0].get_size()
    assert width > height
    title = pypdfium2.PdfDocument(answer.response.data).get_metadata_value("Title")
    assert (
        title
        == {
            "en": "Programme – Regional conference",
            "fr": "Programme – Conférence régionale",
            "ar": "البرنامج – مؤتمر إقليمي",
        }[path[1:3]]
    )


def test_the_file_is_named_for_the_event_its_version_and_its_languages(world: World, visitor: Visitor) -> None:
    whole_agenda(world)
    answer = visitor.get("/fr/thamm-2021/agenda/programme.pdf?language=ar&language=fr")
    assert answer.response.headers["Content-Disposition"] == ('attachment; filename="thamm-2021_programme_1_fr-ar.pdf"')


def test_a_text_in_another_language_says_so(world: World, visitor: Visitor) -> None:
    event = world.event()
    make_session(world, event, "D1-01", title=only(FRENCH, "Séance en français"), abstract=Translated())
    publish(world, event)
    body = " ".join(pages_of(visitor.get(PDF.format(language="ar")))[1:])
    # Where an Arabic line holds Latin words, extraction tells the words, not their order.
    assert {"Séance", "en", "français", "متاح", "بالفرنسية", "فقط", "حاليا"} <= set(body.split())


def test_what_is_cancelled_or_not_published_is_not_printed(app: Flask, world: World, visitor: Visitor) -> None:
    event = whole_agenda(world)
    going = make_session(world, event, "D2-01", hours=("11:00", "12:00"), title=in_three("Called off later"))
    publish(world, event)
    unseen = make_session(world, event, "D2-02", hours=("14:00", "15:00"), title=in_three("Only a draft"))
    assert "Called off later" in " ".join(pages_of(visitor.get(PDF.format(language="en"))))
    with world.writing() as database:
        cancelled, draft = database.get_one(Session, going), database.get_one(Session, unseen)
        service.cancel_session(database, cancelled.event, cancelled, by=None)
        service.delete_session(database, draft.event, draft, by=None)
    publish(world, event)
    let_a_second_pass(app)
    text = " ".join(pages_of(visitor.get(PDF.format(language="en"))))
    assert "Called off later" not in text
    assert "Only a draft" not in text


def test_a_name_in_letters_that_cannot_be_printed_leaves_the_programme_possible(world: World, visitor: Visitor) -> None:
    event = world.event()
    session = make_session(world, event, title=in_three("Skills 😀"))
    give_role(world, session, make_speaker(world, event, native_name="王芳", latin_name="Wang Fang"))
    publish(world, event)
    body = " ".join(pages_of(visitor.get(PDF.format(language="en"))))
    assert "Skills □" in body
    assert "Wang Fang" in body


def test_the_page_offers_the_languages_of_the_event(world: World, visitor: Visitor) -> None:
    whole_agenda(world)
    for language, first in (("en", "English"), ("fr", "français"), ("ar", "العربية")):
        page = visitor.get(f"/{language}/thamm-2021/agenda/programme")
        assert page.texts("label.choice")[0].lower() == first.lower()
        assert next(box.get("value") for box in page.all("[name=language]")) == language
        assert [box.get("value") for box in page.all("[name=language][checked]")] == [language]
        assert len(page.all("[name=language]")) == 3


def test_an_event_of_one_language_asks_for_none(world: World, visitor: Visitor) -> None:
    event = world.event(language_codes=["en"])
    make_session(world, event)
    publish(world, event)
    page = visitor.get("/en/thamm-2021/agenda/programme")
    assert page.all("[name=language]") == []
    assert visitor.get("/en/thamm-2021/agenda/programme.pdf?language=fr").status == 404
    assert visitor.get(PDF.format(language="en")).status == 200


def test_nothing_is_printed_before_a_publication_or_of_a_hidden_event(world: World, visitor: Visitor) -> None:
    event = world.event()
    make_session(world, event)
    for path in ("programme", "programme.pdf"):
        assert visitor.get(f"/en/thamm-2021/agenda/{path}").status == 404
    publish(world, event)
    with world.writing() as database:
        database.get_one(Event, event).publication = Publication.DRAFT
    for path in ("programme", "programme.pdf"):
        assert visitor.get(f"/en/thamm-2021/agenda/{path}").status == 404


@pytest.mark.parametrize("asked", ["de", "EN", "", "en/../fr"])
def test_a_language_that_the_event_has_not_is_not_found(world: World, visitor: Visitor, asked: str) -> None:
    whole_agenda(world)
    assert visitor.get(f"/en/thamm-2021/agenda/programme.pdf?language={asked}").status == 404


def test_a_long_programme_asks_no_more_of_the_database(app: Flask, world: World, visitor: Visitor) -> None:
    event = world.event()
    for number in range(30):
        make_session(world, event, f"S-{number:02}", hours=(f"{8 + number // 4:02}:00", f"{9 + number // 4:02}:00"))
    publish(world, event)
    with count_queries(app) as queries:
        assert visitor.get(PDF.format(language="en")).status == 200
    assert len(queries) <= 6
