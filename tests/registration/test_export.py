"""Copies of registrations and the list of participants: who may take what, in which letters, on the record."""

from __future__ import annotations

import csv
import io

import pypdfium2
import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import delete, select, update

from conference.audit.models import AuditEntry
from conference.core.clock import now
from conference.core.csv_files import csv_bytes, plain
from conference.events.models import Role
from conference.registration.models import (
    Answer,
    Consent,
    ConsentPurpose,
    FieldType,
    FieldWording,
    FormField,
    Registration,
)
from conference.registration.queries import copies
from tests.client import Page, Visitor
from tests.made.form import make_field
from tests.made.registration import add
from tests.world import World

FILES = "/en/thamm-2021/manage/registrations/files"


def export(organiser: Visitor, columns: list[str], *, format: str = "csv", language: str = "en") -> Page:
    page = organiser.get(FILES.replace("/en/", f"/{language}/"))
    typed = {"export-columns": columns, "export-format": format}
    return page.submit("form[action$='/export']", **typed)


def table(page: Page) -> list[list[str]]:
    assert page.status == 200, page.errors
    return list(csv.reader(io.StringIO(page.response.data.decode("utf-8-sig"), newline="")))


def sheet(page: Page) -> list[list[object]]:
    assert page.status == 200, page.errors
    book = CalamineWorkbook.from_filelike(io.BytesIO(page.response.data))
    return [list(row) for row in book.get_sheet_by_index(0).to_python()]


def participants(organiser: Visitor, *, language: str = "en", order: str = "country", format: str = "xlsx") -> Page:
    typed = {"list-language_code": language, "list-order": order, "list-format": format}
    return organiser.get(FILES).submit("form[action$='/participants']", **typed)


def agree(world: World, registration_id: int) -> None:
    with world.writing() as session:
        session.add(
            Consent(
                registration_id=registration_id,
                key="participant_list",
                purpose=ConsentPurpose.PARTICIPANT_LIST,
                wording="I agree",
                version="1",
                language_code="en",
                given_at=now(),
            )
        )


def answered(world: World, registration_id: int, key: str, value: dict[str, object]) -> None:
    with world.writing() as session:
        field = session.scalars(select(FormField).where(FormField.key == key)).one()
        wording = FieldWording(
            field_id=field.id, digest="1", label=field.label, help=field.help, choices={}, created_at=now()
        )
        session.add(wording)
        session.flush()
        session.add(
            Answer(
                registration_id=registration_id,
                field_id=field.id,
                wording_id=wording.id,
                language_code="en",
                value=value,
                answered_at=now(),
            )
        )


def test_the_columns_that_were_chosen_are_exported_in_words(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    add(world, event, "leila@example.org")
    assert table(export(organiser, ["state", "native_name", "country", "category"])) == [
        ["State", "Full name", "Country", "Category"],
        ["Confirmed", "Leïla Ben Ali", "Tunisia", "Government"],
    ]


# What spreadsheets take for the beginning of a formula, also behind what cannot be seen, and full-width.
RUNS = [
    *("=", "+", "-", "@", "＝", "＋", "－", "＠", "﹢", "﹣", "﹦", "﹫", "−"),
    *(" =", "\u00a0=", "\u200b=", "\u200e=", "\ufeff@", "\u2066+", "\u3000="),
    *("\t", "\r", "\n", "\t=", "\r\n=", "\n@"),
]


@pytest.mark.parametrize("start", RUNS)
def test_what_a_spreadsheet_would_run_is_text(world: World, start: str) -> None:
    event = world.event()
    organiser = world.organiser(event)
    known = add(world, event, "leila@example.org")
    with world.writing() as session:
        # What no form takes may have come before the form refused it.
        session.get_one(Registration, known).function = f"{start}HYPERLINK(1)"
    assert table(export(organiser, ["function"])) == [["Function"], [f"'{start}HYPERLINK(1)"]]
    assert sheet(export(organiser, ["function"], format="xlsx")) == [["Function"], [f"{start}HYPERLINK(1)"]]


@pytest.mark.parametrize("start", RUNS)
def test_a_question_is_harmless_as_a_heading_too(world: World, start: str) -> None:
    event = world.event()
    key = make_field(world, event, FieldType.TEXT, f"{start}HYPERLINK(1)")
    organiser = world.organiser(event)
    assert table(export(organiser, [f"field:{key}"]))[0] == [f"'{start}HYPERLINK(1)"]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("+212612345678", "+212612345678"),
        ("+212 612 34 56 78", "+212 612 34 56 78"),
        ("\t+212612345678", "'\t+212612345678"),
        ("\r+212612345678", "'\r+212612345678"),
        ("＋212612345678", "'＋212612345678"),
        ("+212612345678*1", "'+212612345678*1"),
        ("+212-612345678", "'+212-612345678"),
        ("+212612345678\n=1", "'+212612345678\n=1"),
        ("+٢١٢٦١٢٣٤٥٦٧٨", "'+٢١٢٦١٢٣٤٥٦٧٨"),
        ("+21", "'+21"),
        ("212612345678", "212612345678"),
        ("Leïla = Omar", "Leïla = Omar"),
        ("a\t=b", "a\t=b"),
    ],
)
def test_a_number_with_its_countrys_code_alone_keeps_its_plus(typed: str, written: str) -> None:
    body = csv_bytes(["Phone"], [[typed]]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(body, newline=""))) == [["Phone"], [written]]
    assert plain(written) == typed


def test_a_telephone_number_keeps_its_plus(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    key = make_field(world, event, FieldType.PHONE)
    answered(world, add(world, event, "leila@example.org"), key, {"text": "+212612345678"})
    assert table(export(organiser, [f"field:{key}"]))[1:] == [["+212612345678"]]
    assert sheet(export(organiser, [f"field:{key}"], format="xlsx"))[1:] == [["+212612345678"]]


def test_sensitive_answers_are_for_those_who_may_see_them(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    key = make_field(world, event, FieldType.TEXT)
    answered(world, add(world, event, "leila@example.org"), key, {"text": "Gluten"})
    with world.writing() as session:
        field = session.scalars(select(FormField).where(FormField.key == key)).one()
        field.is_sensitive, field.seen_by = True, [Role.DESK.value]
    page = export(organiser, ["native_name", f"field:{key}"])
    assert page.status == 422
    with world.writing() as session:
        session.scalars(select(FormField).where(FormField.key == key)).one().seen_by = [Role.ORGANISER.value]
    assert table(export(organiser, [f"field:{key}"]))[1:] == [["Gluten"]]


def test_it_is_on_record_who_took_a_copy(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    add(world, event, "leila@example.org")
    export(organiser, ["native_name"])
    participants(organiser)
    with world.reading() as session:
        taken = session.scalars(select(AuditEntry).where(AuditEntry.verb == "export registrations")).all()
    assert [(one.after["format"], one.after["rows"], one.account_id) for one in taken] == [
        ("CSV", 1, world.account_id("organiser@example.org")),
        ("XLSX", 0, world.account_id("organiser@example.org")),
    ]


def test_a_copy_without_columns_is_refused_beside_them(world: World) -> None:
    page = export(world.organiser(world.event()), [])
    assert (page.status, page.errors) == (422, ["Choose at least one column."])


def test_only_confirmed_people_who_agreed_are_in_the_list_of_participants(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    add(world, event, "silent@example.org", native_name="Silent")
    agree(world, add(world, event, "leila@example.org"))
    rows = sheet(participants(organiser))
    assert [row[1] for row in rows] == ["Full name", "Leïla Ben Ali"]


def test_heads_of_delegation_and_higher_titles_come_first(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    people = {"Amina": "ms", "Basma": "dr", "Chérif": "excellency", "Driss": "mr"}
    for name, title in people.items():
        one = add(world, event, f"{title}@example.org", native_name=name, title=title)
        agree(world, one)
    with world.writing() as session:
        session.scalars(select(Registration).where(Registration.native_name == "Driss")).one().is_head = True
    assert [row[1] for row in sheet(participants(organiser))[1:]] == ["Driss", "Chérif", "Basma", "Amina"]


@pytest.mark.parametrize("order", ["country", "category"])
@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "List of participants"), ("fr", "Liste des participants"), ("ar", None)],
)
def test_the_list_of_participants_is_a_document_in_every_language(
    world: World, language: str, title: str | None, order: str
) -> None:
    event = world.event()
    organiser = world.organiser(event)
    agree(world, add(world, event, "omar@example.org", native_name="عمر العلوي", latin_name="Omar Alaoui"))
    page = participants(organiser, language=language, order=order, format="pdf")
    assert page.status == 200, page.errors
    text = pypdfium2.PdfDocument(page.response.data)[0].get_textpage().get_text_range()
    # Text of right-to-left pages is given back in another order of words.
    assert {"Omar", "Alaoui"} <= set(text.split())
    assert title is None or title in text


def test_a_list_of_participants_without_anybody_says_so(world: World) -> None:
    page = participants(world.organiser(world.event()), format="pdf")
    text = pypdfium2.PdfDocument(page.response.data)[0].get_textpage().get_text_range()
    assert "Nobody who agreed to appear in this list is confirmed yet." in " ".join(text.split())


def test_whoever_disappears_during_an_export_is_left_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "BATCH", 1)
    event = world.event()
    first, erased, gone, last = (add(world, event, f"{name}@example.org", native_name=name) for name in "abcd")
    with world.writing() as session:
        rows = copies.people(session, event, states=["confirmed"], category="", answers=True)
        seen = [next(rows)[0].id]
        quietly = {"synchronize_session": False}
        session.execute(
            update(Registration).where(Registration.id == erased).values(erased_at=now()).execution_options(**quietly)
        )
        session.execute(delete(Registration).where(Registration.id == gone).execution_options(**quietly))
        assert [*seen, *(one.id for one, _answers in rows)] == [first, last]
