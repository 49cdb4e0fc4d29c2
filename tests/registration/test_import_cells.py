"""Cells as spreadsheets hold them, and files that mean harm: understood exactly, or pointed out by their line."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy import select

from conference.core.text import clean
from conference.registration.models import Answer, FieldType, ParticipantImport, Registration
from tests.client import Page
from tests.core.test_tables import MEBIBYTE, ROW, packed
from tests.made.form import make_field
from tests.made.lists import HEADINGS, LEILA, OMAR, bring_in, check, send, workbook
from tests.made.registration import add, registration
from tests.world import World

NO_NUMBER = "Phone “\u2068{}\u2069” is no telephone number. Write it with the country’s code."
NO_DAY = "Arrival “\u2068{}\u2069” is no day. Write year-month-day, for example 2021-07-05."


def answers(world: World) -> list[dict[str, Any]]:
    with world.reading() as session:
        return [dict(value) for value in session.scalars(select(Answer.value).order_by(Answer.registration_id))]


def people(cells: list[Any], heading: str, *, country: str = "Maroc") -> bytes:
    """A workbook with one person for each of these cells, under one more heading."""
    rows = [
        (f"Person {number}", f"p{number}@example.org", "ANAPEC", country, "Government", "fr", cell)
        for number, cell in enumerate(cells)
    ]
    return workbook([(*HEADINGS, heading), *rows], default_date_format="dd/mm/yyyy")


def wrong(page: Page) -> list[str]:
    return page.texts("tbody p")


@pytest.mark.parametrize(
    ("cell", "country"),
    [
        (212612345678, "Maroc"),
        (212612345678.0, "Tunisie"),
        ("212612345678.0", "Maroc"),
        ("212612345678,00", "Maroc"),
        (612345678, "Maroc"),
        ("0612345678", "Maroc"),
        ("06 12 34 56 78", "المغرب"),
        ("00212612345678", "Tunisie"),
        ("٠٦١٢٣٤٥٦٧٨", "Maroc"),
        ("+212 (0)612-345678", "Égypte"),
    ],
)
def test_a_telephone_number_that_was_taken_for_an_amount_comes_out_whole(world: World, cell: Any, country: str) -> None:
    event = world.event()
    make_field(world, event, FieldType.PHONE, "Phone")
    bring_in(world, world.organiser(event), people([cell], "Phone", country=country), name="people.xlsx")
    assert answers(world) == [{"text": "+212612345678"}]


@pytest.mark.parametrize(
    ("cell", "country", "shown"),
    [
        (612345678, "Tunisie", "612345678"),
        ("2.12612E+11", "Maroc", "2.12612E+11"),
        (2.12e20, "Maroc", "2.12e+20"),
        (612345678.5, "Maroc", "612345678.5"),
        (True, "Maroc", "yes"),
    ],
)
def test_a_telephone_number_that_lost_digits_or_fits_no_country_is_pointed_out(
    world: World, cell: Any, country: str, shown: str
) -> None:
    event = world.event()
    make_field(world, event, FieldType.PHONE, "Phone")
    page = check(world, world.organiser(event), people([cell], "Phone", country=country), name="people.xlsx")
    assert (page.texts("tbody th"), wrong(page)) == (["2"], [NO_NUMBER.format(shown)])


def test_a_number_without_its_country_is_one_of_the_persons_or_of_the_country_chosen_for_new_people(
    world: World,
) -> None:
    event = world.event()
    make_field(world, event, FieldType.PHONE, "Phone")
    known = add(world, event, "known@example.org", country="DZ")
    rows = [
        ("Name", "E-mail", "Organisation", "Phone"),
        ("Known", "known@example.org", "ANEM", 551234567),
        ("New", "new@example.org", "ANAPEC", 612345678),
    ]
    organiser = world.organiser(event)
    bring_in(world, organiser, workbook(rows), name="people.xlsx", country="MA", category="government")
    assert answers(world) == [{"text": "+213551234567"}, {"text": "+212612345678"}]
    assert registration(world, known).country == "DZ"


def test_a_country_that_is_not_known_leaves_its_numbers_undecided(world: World) -> None:
    event = world.event()
    make_field(world, event, FieldType.PHONE, "Phone")
    body = people([612345678], "Phone", country="Atlantis")
    page = check(world, world.organiser(event), body, name="people.xlsx", country="MA")
    assert wrong(page) == ["Country We know no country called “\u2068Atlantis\u2069”.", NO_NUMBER.format("612345678")]


def test_days_of_a_spreadsheet_are_days_and_bare_numbers_are_pointed_out(world: World) -> None:
    event = world.event()
    make_field(world, event, FieldType.DATE, "Arrival")
    organiser = world.organiser(event)
    cells = [date(2021, 7, 5), datetime(2021, 7, 5), "05/07/2021", "2021-07-05", "٠٥/٠٧/٢٠٢١", 20210705]
    bring_in(world, organiser, people(cells, "Arrival"), name="people.xlsx")
    assert answers(world) == [{"date": "2021-07-05"}] * 6
    # A number of days counts from 1900 in one workbook and from 1904 in another.
    cells = [44382, "31/02/2021", datetime(2021, 7, 5, 9, 30), "07/2021"]
    page = check(world, organiser, people(cells, "Arrival"), name="people.xlsx")
    assert page.texts("tbody th") == ["2", "3", "4", "5"]
    assert wrong(page) == [NO_DAY.format(one) for one in ("44382", "31/02/2021", "2021-07-05 09:30", "07/2021")]


def test_a_workbook_that_counts_its_days_from_1904_gives_the_same_days(world: World) -> None:
    event = world.event()
    make_field(world, event, FieldType.DATE, "Arrival")
    rows = [(*HEADINGS, "Arrival"), (*LEILA, date(2021, 7, 5))]
    body = workbook(rows, date_1904=True, default_date_format="d mmm yyyy")
    bring_in(world, world.organiser(event), body, name="people.xlsx")
    assert answers(world) == [{"date": "2021-07-05"}]


def test_yes_and_no_come_as_truth_values_numbers_and_words(world: World) -> None:
    event = world.event()
    make_field(world, event, FieldType.YES_NO, "Train?")
    cells = [True, False, 1, 0, "oui", "لا", "✓"]
    organiser = world.organiser(event)
    bring_in(world, organiser, people(cells, "Train?"), name="people.xlsx")
    assert [one["yes"] for one in answers(world)] == [True, False, True, False, True, False, True]
    page = check(world, organiser, people([2], "Train?"), name="people.xlsx")
    assert wrong(page) == ["Train? Write yes or no: “\u20682\u2069” is neither."]


def formulas() -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, [*HEADINGS, "Nights"])
    sheet.write_row(1, 0, LEILA)
    sheet.write_formula(1, 1, '=LOWER("LEILA@EXAMPLE.ORG")', None, "leila@example.org")
    sheet.write_formula(1, 6, "=B2-A2", None, 3)
    sheet.write_row(2, 0, OMAR)
    sheet.write_formula(2, 2, "=VLOOKUP(1,A:A,2)", None, "#N/A")
    sheet.write_formula(2, 6, "=1/0", None, "#DIV/0!")
    book.close()
    return stream.getvalue()


def test_formulas_give_what_they_showed_and_one_that_failed_gives_nothing(world: World) -> None:
    event = world.event()
    make_field(world, event, FieldType.NUMBER, "Nights")
    page = check(world, world.organiser(event), formulas(), name="people.xlsx")
    assert list(zip(page.texts("tbody th"), page.texts("tbody .badge"), strict=True)) == [
        ("2", "New"),
        ("3", "To correct"),
    ]
    assert wrong(page) == [
        "Organisation The formula in this cell has failed. Correct it, or write what it should give.",
        "Nights The formula in this cell has failed. Correct it, or write what it should give.",
    ]


def merged() -> bytes:
    """A title over everything, then two rows of headings in merged cells, with empty rows between."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet()
    centred = book.add_format({"align": "center"})
    sheet.merge_range(0, 0, 0, 5, "Participants – Rabat, 5–7 juillet 2021", centred)
    for column, heading in ((0, "Nom complet"), (1, "Organisme"), (2, "Catégorie"), (5, "Langue")):
        sheet.merge_range(3, column, 4, column, heading, centred)
    sheet.merge_range(3, 3, 3, 4, "Coordonnées", centred)
    sheet.write_row(4, 3, ["Courriel", "Pays"])
    sheet.write_row(6, 0, ["Leïla Ben Ali", "ANETI", "Gouvernement", "leila@example.org", "Tunisie", "fr"])
    sheet.write_row(9, 0, ["Omar Alaoui", "ANAPEC", "Gouvernement", "omar@example.org", "Maroc", "arabe"])
    book.close()
    return stream.getvalue()


def test_merged_headings_and_empty_rows_are_understood_and_lines_keep_their_numbers(world: World) -> None:
    organiser = world.organiser(world.event())
    page = check(world, organiser, merged(), name="people.xlsx")
    assert (page.texts("tbody th"), page.texts("tbody .badge")) == (["7", "10"], ["New", "New"])
    page.submit("form[action$='/write']")
    world.deliver()
    with world.reading() as session:
        query = select(Registration.native_name, Registration.organisation, Registration.email, Registration.country)
        assert [tuple(one) for one in session.execute(query.order_by(Registration.id))] == [
            ("Leïla Ben Ali", "ANETI", "leila@example.org", "TN"),
            ("Omar Alaoui", "ANAPEC", "omar@example.org", "MA"),
        ]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "This file is too large: we take 268 MB at most. Send it in parts."),
        ("fr", "Ce fichier est trop volumineux : la limite est de 268 Mo. Envoyez-le en plusieurs parties."),
    ],
)
def test_a_zip_bomb_is_refused_at_the_door_in_words(world: World, language: str, sentence: str) -> None:
    body = packed(ROW, after=" " * (300 * MEBIBYTE))
    page = send(world.organiser(world.event()), body, name="people.xlsx", language=language)
    assert (page.status, page.errors) == (422, [sentence])
    assert world.count(ParticipantImport) == 0


HEAVY = (
    "This workbook holds far more than a list. Copy the list alone into a new workbook, or save it as CSV, and send "
    "that."
)


def test_a_workbook_that_is_too_heavy_to_read_is_refused_in_words(world: World) -> None:
    organiser = world.organiser(world.event())
    body = packed(ROW + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    page = organiser.follow(send(organiser, body, name="people.xlsx"))
    assert (page.status, page.texts(".notice p")) == (200, [HEAVY])
    # What only the dry run meets is told by the list's own page.
    rows = "".join(
        f'<row r="{number}">' + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells) + "</row>"
        for number, cells in enumerate([HEADINGS, LEILA], 1)
    )
    long = f'<row r="40"><c t="inlineStr"><is><t>{"a" * 10_001}</t></is></c></row>'
    page = check(
        world, organiser, packed(rows + "".join(filler(number) for number in range(3, 40)) + long), name="p.xlsx"
    )
    assert page.texts(".notice p") == ["A cell of line 40 has more than 10,000 characters."]


def filler(number: int) -> str:
    return f'<row r="{number}"><c t="inlineStr"><is><t>x</t></is></c></row>'


def test_quotes_that_do_not_match_are_refused_by_their_line(world: World) -> None:
    organiser = world.organiser(world.event())
    good = "".join(f"Person {number},p{number}@example.org,O,Maroc,Government,fr\r\n" for number in range(30))
    body = (",".join(HEADINGS) + "\r\n" + good + '"Omar,omar@example.org,O,Maroc,Government,fr\r\n' + good).encode()
    page = check(world, organiser, body)
    assert page.texts(".notice p") == [
        (
            "The quotation marks on line 32 do not match: one that begins a cell must also end it, and one inside is "
            "written twice. Correct that line and send the list again."
        )
    ]
    assert world.count(Registration) == 0


def test_every_naughty_string_is_imported_as_it_is_or_refused_by_its_line(world: World, shared_data: Path) -> None:
    strings = json.loads((shared_data / "hostile" / "blns.json").read_text(encoding="utf-8"))
    event = world.event()
    make_field(world, event, FieldType.TEXT, "Remark")
    organiser = world.organiser(event)

    def sent(chosen: list[tuple[int, str]]) -> bytes:
        lines = io.StringIO(newline="")
        rows = [(f"Person {number}", f"p{number}@example.org", *LEILA[2:], string) for number, string in chosen]
        csv.writer(lines).writerows([(*HEADINGS, "Remark"), *rows])
        return lines.getvalue().encode()

    numbered = list(enumerate(strings))
    page = check(world, organiser, sent(numbered))
    refused = set()
    address = f"{page.response.request.path}?show=wrong"
    shown = organiser.get(address)
    assert len(shown.texts("tbody th")) == len(wrong(shown)) > 0
    for email in shown.texts("tbody bdi[dir=ltr]"):
        refused.add(int(email.removeprefix("p").removesuffix("@example.org")))
    taken = [(number, string) for number, string in numbered if number not in refused]
    assert len(taken) > 400
    bring_in(world, organiser, sent(taken))
    with world.reading() as session:
        query = select(Registration.email, Answer.value).join(Answer.registration)
        stored = {email: value["text"] for email, value in session.execute(query)}
    expected = {f"p{number}@example.org": " ".join(clean(string).split("\n")) for number, string in taken}
    assert {email: stored.get(email, "") for email in expected} == expected
