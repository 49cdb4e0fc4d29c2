"""What a PDF gives to those who hear it: looked at when its text is read, told to the team, never to readers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from conference.core import pdf as typeset
from conference.core.file_types import FileType
from conference.core.languages import ARABIC, ENGLISH, FRENCH, Language
from conference.library.contributions import WORK_OF_THE_HOUR
from conference.library.models import PageText, Revision
from tests.client import Visitor
from tests.made.library import make_document, make_revision, pdf
from tests.world import World

MANAGE = "/en/thamm-2021/manage/documents"
LACKS = [
    "It holds no text that a screen reader could read aloud.",
    "It is not tagged: a screen reader does not know its headings, lists and tables, nor their order.",
    "It does not say its language: a screen reader may read it aloud in a wrong one.",
    "It has no title: a screen reader announces the name of the file instead.",
]


@pytest.fixture
def event(world: World) -> int:
    return world.event()


@pytest.fixture
def organiser(world: World, event: int) -> Visitor:
    return world.organiser(event)


@pytest.fixture
def paper(tmp_path: Path) -> Any:
    template = tmp_path / "paper.typ"
    template.write_text("Les droits des travailleurs", encoding="utf-8")

    def made(language: str) -> bytes:
        return typeset.render(template, {"title": "Les droits", "language": language})

    return made


def bring(world: World, event: int, body: bytes, language: Language, **changes: FileType) -> None:
    make_revision(world, make_document(world, event, languages=()), language, body=body, **changes)
    world.deliver()


def examined(world: World) -> list[dict[str, Any]]:
    with world.reading() as session:
        return [one.examined for one in session.scalars(select(Revision).order_by(Revision.id))]


def test_what_a_pdf_lacks_is_said_where_its_team_works(world: World, event: int, organiser: Visitor) -> None:
    bring(world, event, pdf(), ENGLISH)
    assert examined(world) == [{"tagged": False, "language": "", "title": "", "text": False}]
    page = organiser.get(f"{MANAGE}/thamm-2021-1")
    assert page.texts(".examined li") == LACKS
    assert page.texts(".examined .badge") == ["Not accessible"]
    assert "Not accessible" in organiser.get(MANAGE).text


def test_nothing_lacks_a_pdf_that_is_tagged_in_its_language(
    world: World, event: int, organiser: Visitor, paper: Any
) -> None:
    bring(world, event, paper("fr"), FRENCH)
    assert examined(world) == [{"tagged": True, "language": "fr", "title": "Les droits", "text": True}]
    page = organiser.get(f"{MANAGE}/thamm-2021-1")
    assert "Accessible Tagged, with text, title and language." in page.text
    assert "Not accessible" not in organiser.get(MANAGE).text


def test_a_pdf_that_names_another_language_is_pointed_out(
    world: World, event: int, organiser: Visitor, paper: Any
) -> None:
    bring(world, event, paper("fr"), ENGLISH)
    assert organiser.get(f"{MANAGE}/thamm-2021-1").texts(".examined li") == [
        "It says that it is in another language (French): a screen reader would read it aloud wrongly."
    ]


def test_a_real_arabic_document_says_that_it_is_american(
    world: World, event: int, organiser: Visitor, shared_data: Path
) -> None:
    body = (shared_data / "documents" / "docling_right_to_left_01.pdf").read_bytes()
    bring(world, event, body, ARABIC)
    assert examined(world) == [{"tagged": True, "language": "en-US", "title": "", "text": True}]
    assert organiser.get(f"{MANAGE}/thamm-2021-1").texts(".examined li") == [
        "It says that it is in another language (English): a screen reader would read it aloud wrongly.",
        "It has no title: a screen reader announces the name of the file instead.",
    ]


def test_the_sentences_of_attachments_and_scans_stand_beside(
    world: World, event: int, organiser: Visitor, shared_data: Path
) -> None:
    body = (shared_data / "documents" / "pypdf_with-attachment.pdf").read_bytes()
    bring(world, event, body, ENGLISH)
    assert "This PDF has 1 other file attached to it" in organiser.get(f"{MANAGE}/thamm-2021-1").text


def test_readers_are_told_nothing_of_it(world: World, event: int, organiser: Visitor) -> None:
    bring(world, event, pdf(), ENGLISH)
    assert "Not accessible" in organiser.get(f"{MANAGE}/thamm-2021-1").text
    page = Visitor(world.app).get("/en/thamm-2021/documents/thamm-2021-1")
    assert page.status == 200
    assert "ccessible" not in page.text
    assert page.all(".examined") == []


def test_what_was_read_before_anybody_examined_it_is_examined_once(world: World, event: int, paper: Any) -> None:
    bring(world, event, paper("fr"), FRENCH)
    before = examined(world)
    with world.writing() as session:
        session.execute(update(Revision).values(examined={}))
    (work,) = [one for one in WORK_OF_THE_HOUR if one.name == "examine documents"]
    with world.writing() as session:
        assert work.due(session) == [event]
        work.do(session, event)
        session.flush()
        assert work.due(session) == []
    world.deliver()
    assert examined(world) == before
    with world.reading() as session:
        assert work.due(session) == []
        assert len(session.scalars(select(PageText)).all()) == 1
