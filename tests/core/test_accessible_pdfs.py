"""Every PDF that we make can be heard: tagged in order, with its language and its title, in each language."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfua
import pikepdf
import pytest

from conference.config import ROOT
from conference.core.document_text.accessibility import examined
from conference.core.languages import LANGUAGES, Language
from conference.core.watermark import Words, marked
from conference.demonstration.documents import document_pdf
from conference.demonstration.library import read_documents
from tests.client import Visitor
from tests.made.agenda import make_presentation, make_session, publish
from tests.made.attendance import mark
from tests.made.certificates import make_certificate
from tests.made.library import pdf
from tests.made.registration import add
from tests.registration.test_export import participants
from tests.world import World

TEMPLATES = {
    "conference/attendance/badges.typ": "test_badges_can_be_heard",
    "conference/attendance/certificates.typ": "test_certificates_can_be_heard",
    "conference/attendance/evidence/list.typ": "test_attendance_lists_can_be_heard",
    "conference/agenda/programme.typ": "test_the_programme_can_be_heard",
    "conference/core/watermark.typ": "test_a_marked_copy_keeps_what_its_source_gives",
    "conference/demonstration/content/documents/template.typ": "test_documents_of_the_demonstration_can_be_heard",
    "conference/registration/participants.typ": "test_the_list_of_participants_can_be_heard",
}
PARTS = "conference/demonstration/content/documents"
VERSIONS = [(document.key, language) for document in read_documents() for language in document.languages]


def nodes(node: Any) -> Iterator[tuple[str, Any]]:
    """The elements of a tree of structure in their order, each with what it is."""
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from nodes(one)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node and node.get("/Type") != "/MCR":
            yield str(node.S).removeprefix("/"), node
        yield from nodes(node.get("/K"))


def faults(body: bytes, language: Language) -> list[str]:
    """What PDF/UA-1 asks for and this file does not give, as far as a program can tell; and another language."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(body)
        file.flush()
        said = examined(Path(file.name))
        found = [f"{one.rule_id} {one.pdfua_clause}" for one in pdfua.validate(file.name).findings]
    return found if said["language"] == language.code else [*found, f"the language is {said['language']!r}"]


def test_every_template_is_looked_at_here() -> None:
    templates = {str(path.relative_to(ROOT)) for path in (ROOT / "conference").rglob("*.typ")}
    assert {one for one in templates if one in TEMPLATES or not one.startswith(PARTS)} == set(TEMPLATES)
    bodies = {f"{PARTS}/{key}.{language}.typ" for key, language in VERSIONS}
    assert templates - set(TEMPLATES) == bodies | {f"{PARTS}/helpers.typ"}


@pytest.mark.parametrize(("key", "language"), VERSIONS, ids=str)
def test_documents_of_the_demonstration_can_be_heard(key: str, language: Language) -> None:
    assert faults(document_pdf(key, language), language) == []


@pytest.mark.parametrize("language", LANGUAGES, ids=str)
def test_the_programme_can_be_heard(world: World, language: Language) -> None:
    event = world.event()
    make_presentation(world, make_session(world, event))
    publish(world, event)
    address = f"/{language}/thamm-2021/agenda/programme.pdf"
    for asked in (f"?language={language}", "?language=en&language=fr&language=ar"):
        assert faults(Visitor(world.app).get(address + asked).response.data, language) == []


@pytest.mark.parametrize("language", LANGUAGES, ids=str)
def test_the_list_of_participants_can_be_heard(world: World, language: Language) -> None:
    event = world.event()
    add(world, event, "participant@example.org")
    answer = participants(world.organiser(event), language=str(language), format="pdf")
    assert faults(answer.response.data, language) == []


@pytest.mark.parametrize("layout", ["a6", "folded", "labels-8", "labels-24"])
@pytest.mark.parametrize("language", LANGUAGES, ids=str)
def test_badges_can_be_heard(world: World, language: Language, layout: str) -> None:
    event = world.event()
    make_session(world, event)
    publish(world, event)
    add(world, event, "participant@example.org", native_name="ليلى بن علي", latin_name="Leila Ben Ali")
    organiser, page = world.organiser(event), f"/{language}/thamm-2021/manage/badges"
    asked = organiser.get(page).values("form#print") | {
        "whose": "all",
        "layout": layout,
        "language_code": str(language),
    }
    answer = organiser.post(page, asked)
    assert answer.response.content_type == "application/pdf"
    assert faults(answer.response.data, language) == []


@pytest.mark.parametrize("language", LANGUAGES, ids=str)
def test_certificates_can_be_heard(world: World, language: Language) -> None:
    event = world.event()
    registration = add(world, event, "participant@example.org", language_code=str(language))
    make_certificate(world, event, registration)
    answer = world.organiser(event).get(f"/{language}/thamm-2021/manage/certificates/all/1.pdf")
    assert faults(answer.response.data, language) == []


@pytest.mark.parametrize("kind", ["present", "sign"])
@pytest.mark.parametrize("language", LANGUAGES, ids=str)
def test_attendance_lists_can_be_heard(world: World, language: Language, kind: str) -> None:
    event = world.event()
    session = make_session(world, event)
    mark(world, session, add(world, event, "participant@example.org"))
    answer = world.organiser(event).get(f"/{language}/thamm-2021/manage/attendance/lists/D1-01/{kind}.pdf")
    assert answer.response.content_type == "application/pdf"
    assert faults(answer.response.data, language) == []


@pytest.mark.parametrize("language", LANGUAGES, ids=str)
def test_a_marked_copy_keeps_what_its_source_gives(language: Language) -> None:
    """The words laid over each page are none of its content: whoever hears it hears the document."""
    words = Words("Salma El Arabi", "Not to be passed on", "THAMM 2021", language)
    source = document_pdf("concept-note", language)
    with tempfile.TemporaryFile() as file:
        file.write(source)
        copy = marked(file, words)
        with copy.stream:
            body = copy.stream.read()
    assert faults(body, language) == []
    with pikepdf.open(BytesIO(body)) as document, pikepdf.open(BytesIO(source)) as before:
        kinds = [[kind for kind, _node in nodes(one.Root.StructTreeRoot.K)] for one in (document, before)]
        assert kinds[0] == kinds[1]
        for page in document.pages:
            drawn = [str(one.operator) for one in pikepdf.parse_content_stream(page)]
            assert drawn[-7:] == ["BMC", "q", "gs", "cm", "Do", "Q", "EMC"]


def test_a_file_without_all_that_is_found_out() -> None:
    """No tags, no language, no title, and nothing that says what it keeps to."""
    lacking = {"UA-01-005 7.1", "UA-01-002 6.2", "UA-06-001 7.2", "UA-07-001 7.1", "UA-07-002 7.1", "UA-28-004 5"}
    assert set(faults(pdf(), Language.of("en"))) == lacking | {"the language is ''"}
