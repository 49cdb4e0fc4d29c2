"""What a manifest may not do: publish what it does not name, break pages, or say what a form would refuse."""

from __future__ import annotations

import pytest

from conference.core.languages import ENGLISH
from conference.library.models import Document
from tests.client import Page, Visitor
from tests.library.test_manifest import MANAGE, add, event, organiser, packed, send, take_over
from tests.made.library import make_document, pdf
from tests.world import World

__all__ = ["event", "organiser"]
FILE = "/en/thamm-2021/documents/thamm-2021-1/en"


@pytest.mark.parametrize("replace", [{}, {"replace": "y"}])
@pytest.mark.parametrize("more", [{"summary": "With a summary now"}, {"due_on": "2021-02-03"}])
def test_only_the_file_that_a_row_names_is_published(
    world: World, event: int, organiser: Visitor, more: dict[str, str], replace: dict[str, str]
) -> None:
    document = make_document(world, event, "THAMM/2021/1", title="Concept note")
    current = organiser.get(FILE).response.data
    add(world, document, ENGLISH, "A draft that nobody has looked at")
    row = {"symbol": "THAMM/2021/1", "language": "en", "title": "Concept note", "state": "published", "file": "a.pdf"}
    take_over(send(organiser, packed(row | more, a__pdf=current)), **replace)
    assert organiser.get(FILE).response.data == current


def problems(page: Page) -> list[str]:
    return [text for text in page.texts("table td, table li") if text]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"belongs_to": "THAMM/2021/1"}, "What belongs to another document says so twice"),
        ({"part": "add"}, "What belongs to another document says so twice"),
        ({"belongs_to": "THAMM/2021/9", "part": "add"}, "This document would belong to itself"),
        ({"belongs_to": "THAMM/2021/1", "part": "add", "part_number": "9" * 23}, "This cannot be understood"),
        ({"belongs_to": "THAMM/2021/1", "part": "add", "part_number": "-1"}, "This cannot be understood"),
        ({"responsible_email": "nobody\nx"}, "This cannot be understood"),
        ({"visible_to": "ministers"}, "This cannot be understood"),
        ({"visibility": "category"}, "Nobody could read this document"),
        ({"visibility": "sessions"}, "Nobody could read this document"),
    ],
)
def test_what_a_form_would_refuse_is_a_problem_of_its_row(
    world: World, event: int, organiser: Visitor, facts: dict[str, str], sentence: str
) -> None:
    make_document(world, event, "THAMM/2021/1", title="Concept note")
    row = {"symbol": "THAMM/2021/9", "language": "en", "title": "Another"} | facts
    page = send(organiser, packed(row))
    assert any(sentence in text for text in problems(page)), problems(page)
    assert page.all("form[action$=apply]") == []
    assert world.count(Document) == 1
    assert organiser.get(f"{MANAGE}/thamm-2021-1").status == 200


def test_two_documents_do_not_belong_to_each_other(world: World, event: int, organiser: Visitor) -> None:
    rows = [
        {"symbol": "A/1", "language": "en", "title": "One", "belongs_to": "A/2", "part": "rev"},
        {"symbol": "A/2", "language": "en", "title": "Two", "belongs_to": "A/1", "part": "rev"},
    ]
    page = send(organiser, packed(*rows))
    assert sum("This document would belong to itself" in text for text in problems(page)) >= 2
    assert world.count(Document) == 0


def test_an_addendum_comes_with_its_base_and_is_told_on_both_pages(
    world: World, event: int, organiser: Visitor
) -> None:
    make_document(world, event, "THAMM/2021/1", title="Concept note")
    facts = {"belongs_to": "THAMM/2021/1", "part": "add", "part_number": "1", "state": "published", "file": "a.pdf"}
    row = {"symbol": "THAMM/2021/1/Add.1", "language": "en", "title": "More"} | facts
    assert take_over(send(organiser, packed(row, a__pdf=pdf("more")))).status == 302
    assert "Added to by" in organiser.get("/en/thamm-2021/documents/thamm-2021-1").source
    assert "Adds to" in organiser.get("/en/thamm-2021/documents/thamm-2021-1-add-1").source
