"""Many files brought at once: what each says of itself is proposed, and nothing happens before somebody confirms."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from conference.core import pdf as typeset
from conference.core.clock import now
from conference.core.languages import ENGLISH
from conference.events.models import Role
from conference.library.contributions import WORK_OF_THE_HOUR
from conference.library.models import Arrival, Document, LanguageVersion, Revision
from tests.client import Page, Visitor
from tests.made.library import make_document, pdf
from tests.made.pieces import Sender, finish
from tests.queries import count_queries
from tests.world import World

MANAGE = "/en/thamm-2021/manage/documents"
BRING = f"{MANAGE}/bring"
WORDS = {
    "en": "Migration for work is governed by the laws of the countries and by the standards that they have agreed on.",
    "fr": "La migration de main-d’œuvre est régie par les lois des pays et par les normes dont ils sont convenus.",
    "ar": "تخضع هجرة اليد العاملة لقوانين البلدان وللمعايير التي اتفقت عليها الدول المعنية في المنطقة.",
}
OTHER_KIND = (
    "This file is of another kind than its name says, or of one that we do not take: send PDF, PPTX, DOCX, XLSX, HTML, "
    "TXT."
)
TITLES = {"en": "Concept note of the conference", "fr": "Note de cadrage de la conférence", "ar": "مذكرة مفاهيمية"}


@pytest.fixture
def paper(tmp_path: Any) -> Any:
    """A tagged PDF as our own programme sets it: with a symbol on its first page, a heading, a paragraph."""
    template = tmp_path / "paper.typ"
    template.write_text(
        "#let data = json(bytes(sys.inputs.data))\n#data.symbol\n\n#heading(data.title)\n#data.words", encoding="utf-8"
    )

    def made(language: str = "en", symbol: str = "THAMM/2021/1", words: str = "") -> bytes:
        values = {"title": TITLES[language], "language": language, "symbol": symbol}
        return typeset.render(template, values | {"words": words or WORDS[language]})

    return made


@pytest.fixture
def event(world: World) -> int:
    return world.event()


@pytest.fixture
def organiser(world: World, event: int) -> Visitor:
    return world.organiser(event)


def bring(visitor: Visitor, *files: tuple[bytes, str]) -> Page:
    page = visitor.get(BRING)
    data = page.values("form[data-upload]")
    return visitor.post(BRING, data | {"file": [(io.BytesIO(body), name) for body, name in files]})


def waiting(world: World) -> list[tuple[str, str, str, str, str]]:
    with world.reading() as session:
        found = session.scalars(select(Arrival).order_by(Arrival.id))
        return [(one.name, one.language_code, one.symbol, one.symbol_from, one.title) for one in found]


def library(world: World) -> list[tuple[str, str, dict[str, str]]]:
    """Each revision's symbol and language, and the titles of its document."""
    with world.reading() as session:
        found = session.scalars(select(Revision).join(LanguageVersion).join(Document).order_by(Revision.id))
        return [
            (
                one.version.document.symbol,
                one.version.language_code,
                {language.code: one.version.document.title.text(language) for language in one.version.document.title},
            )
            for one in found
        ]


def confirm(page: Page, **typed: Any) -> Page:
    """Send the rows as they are shown, with some fields typed over."""
    return page.submit("form[action$=confirm]", **{name.replace("__", "-"): value for name, value in typed.items()})


def test_many_files_say_what_they_are_and_wait(world: World, organiser: Visitor, paper: Any) -> None:
    done = bring(organiser, *((paper(code), f"scan {code}.pdf") for code in ("en", "fr", "ar")))
    assert (done.status, done.location) == (302, BRING)
    assert library(world) == []
    world.deliver()
    assert waiting(world) == [
        (f"scan {code}.pdf", code, "THAMM/2021/1", "page", TITLES[code]) for code in ("en", "fr", "ar")
    ]


def test_what_is_confirmed_as_it_stands_becomes_one_document_in_three_languages(
    world: World, organiser: Visitor, paper: Any
) -> None:
    bring(organiser, *((paper(code), f"{code}.pdf") for code in ("en", "fr", "ar")))
    world.deliver()
    done = confirm(organiser.get(BRING))
    (said,) = organiser.follow(done).texts(".notice p")
    assert said == "3 files are in their places. Readers see them once you publish them."
    assert library(world) == [("THAMM/2021/1", code, TITLES) for code in ("en", "fr", "ar")]
    assert waiting(world) == []
    assert organiser.get("/en/thamm-2021/documents").texts(".document-title") == []


def test_before_it_is_read_a_row_says_so_and_can_be_filled_in_by_hand(
    world: World, organiser: Visitor, paper: Any
) -> None:
    bring(organiser, (paper("fr"), "note.pdf"))
    page = organiser.get(BRING)
    assert "Its text is being read; what it says stands here in a moment." in page.text
    refused = confirm(page, **{"file-1-take": "y"})
    assert refused.errors == [
        "Choose the language of the file.",
        "Enter the symbol, for example THAMM/2021/3.",
    ]
    typed = {"file-1-take": "y", "file-1-language_code": "fr", "file-1-symbol": "THAMM/2021/٧"}
    untitled = confirm(organiser.get(BRING), **typed)
    assert (untitled.status, untitled.errors) == (
        422,
        ["Enter a title: there is no document with this symbol yet."],
    )
    assert untitled.values("form[action$=confirm]")["file-1-symbol"] == "THAMM/2021/٧"
    confirm(untitled, **{"file-1-title": "Note"})
    assert library(world) == [("THAMM/2021/7", "fr", {"fr": "Note"})]


def test_a_title_never_comes_from_the_name_of_the_file(world: World, organiser: Visitor) -> None:
    bring(organiser, (pdf("a scan"), "THAMM-2021-4-Add.1 final version.pdf"))
    world.deliver()
    assert waiting(world) == [("THAMM-2021-4-Add.1 final version.pdf", "", "THAMM/2021/4/Add.1", "name", "")]
    page = organiser.get(BRING)
    assert "Guessed from the file’s name." in page.text
    assert "file-1-take" not in page.values("form[action$=confirm]")


def test_a_file_that_is_here_is_pointed_out_with_its_place(
    world: World, event: int, organiser: Visitor, paper: Any
) -> None:
    bring(organiser, (paper("en"), "a.pdf"))
    world.deliver()
    confirm(organiser.get(BRING))
    bring(organiser, (paper("en"), "b.pdf"), (paper("en"), "c.pdf"))
    world.deliver()
    page = organiser.get(BRING)
    first, second = page.texts("tbody th")
    assert "Here already THAMM/2021/1, English, rev. 1" in first.replace("\u2068", "").replace("\u2069", "")
    assert "The same file stands further up in this list." in second
    assert [name for name in page.values("form[action$=confirm]") if name.endswith("take")] == []
    again = confirm(page, **{"file-2-take": "y"})
    assert again.errors == ["This very file is here already: it is revision 1."]
    assert len(library(world)) == 1


def test_a_file_for_a_document_that_is_here_becomes_its_version(
    world: World, event: int, organiser: Visitor, paper: Any
) -> None:
    make_document(world, event, "THAMM/2021/1", languages=(ENGLISH,))
    bring(organiser, (paper("fr"), "fr.pdf"))
    world.deliver()
    page = organiser.get(BRING)
    assert "A document that is here: Concept note" in page.text
    confirm(page)
    titles = {"en": "Concept note", "fr": "Concept note (français)", "ar": "Concept note (عربي)"}
    assert library(world) == [("THAMM/2021/1", "en", titles), ("THAMM/2021/1", "fr", titles)]


def test_one_wrong_row_keeps_none_of_the_others_out(world: World, organiser: Visitor, paper: Any) -> None:
    bring(organiser, (paper("en"), "a.pdf"), (paper("fr", "THAMM/2021/2"), "b.pdf"))
    world.deliver()
    page = confirm(organiser.get(BRING), **{"file-1-symbol": "///"})
    assert page.errors == ["Enter a symbol with letters or digits, for example THAMM/2021/3."]
    assert [one[:2] for one in library(world)] == [("THAMM/2021/2", "fr")]
    assert [one[0] for one in waiting(world)] == ["a.pdf"]


def test_a_file_that_is_refused_keeps_none_of_the_others_out(world: World, organiser: Visitor, paper: Any) -> None:
    page = bring(organiser, (b"MZ program", "a.exe"), (paper("en"), "b.pdf"), (b"", "c.pdf"))
    assert page.status == 422
    assert page.texts("[data-sentence]") == [
        OTHER_KIND,
        "This file is empty. Look whether it is the right one.",
    ]
    assert [one[0] for one in waiting(world)] == ["b.pdf"]


def test_nothing_chosen_is_said_beside_the_field(organiser: Visitor) -> None:
    page = bring(organiser)
    assert (page.status, page.errors) == (422, ["Choose a file."])


def test_a_file_in_pieces_is_taken_once(world: World, organiser: Visitor, paper: Any) -> None:
    page, body = organiser.get(BRING), paper("ar")
    address = Sender.at(page).whole(body, "مذكرة.pdf")
    assert finish(page, address).location == BRING
    assert finish(page, address).status in (302, 422)
    assert [one[0] for one in waiting(world)] == ["مذكرة.pdf"]
    assert organiser.get(f"{BRING}/1").response.data == body


def test_what_is_ticked_is_dropped_and_the_rest_waits(world: World, organiser: Visitor, paper: Any) -> None:
    bring(organiser, (paper("en"), "a.pdf"), (paper("fr"), "b.pdf"))
    page = organiser.get(BRING)
    token = page.values("form[action$=confirm]")["csrf_token"]
    organiser.post(f"{BRING}/drop", {"csrf_token": token, "file-2-take": "y"})
    assert [one[0] for one in waiting(world)] == ["a.pdf"]


def test_what_nobody_decides_about_is_forgotten_after_two_weeks(
    world: World, event: int, organiser: Visitor, paper: Any
) -> None:
    bring(organiser, (paper("en"), "a.pdf"), (paper("fr"), "b.pdf"))
    with world.writing() as session:
        session.execute(update(Arrival).where(Arrival.id == 1).values(arrived_at=now() - timedelta(days=14, hours=1)))
    (work,) = [one for one in WORK_OF_THE_HOUR if one.name == "forget files brought to the library"]
    with world.writing() as session:
        assert work.due(session) == [event]
        work.do(session, event)
    assert [one[0] for one in waiting(world)] == ["b.pdf"]


def test_the_file_of_another_event_is_nobodys_here(world: World, organiser: Visitor, paper: Any) -> None:
    other = world.event("elsewhere")
    bring(organiser, (paper("en"), "a.pdf"))
    stranger = world.organiser(other, "other@example.org")
    assert stranger.get(f"{BRING}/1").status == 403
    assert stranger.get("/en/elsewhere/manage/documents/bring/1").status == 404


def test_translators_do_not_bring_files(world: World, event: int) -> None:
    assert world.member(event, Role.TRANSLATOR).get(BRING).status == 403


def test_three_rows_and_thirty_take_the_same_queries(world: World, organiser: Visitor, paper: Any) -> None:
    def cost(count: int) -> int:
        bring(organiser, *((pdf(f"{count} {one}"), f"THAMM-2021-{one + 1}.pdf") for one in range(count)))
        with count_queries(world.app) as queries:
            assert organiser.get(BRING).status == 200
        return len(queries)

    few, many = cost(3), cost(27)
    assert few == many
    assert few <= 12
