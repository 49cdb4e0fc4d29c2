"""Files of translations that would do harm, or belong elsewhere: refused in words, before anything of them is kept."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from conference.core.languages import ENGLISH
from conference.translation.handover import reading, xliff_reading
from conference.translation.models import TranslationImport
from tests.client import Visitor
from tests.made.agenda import make_room
from tests.made.translation import exported, send, translated
from tests.world import World, only

FORBIDDEN = "This XML file declares a document type or entities, which are never read. Export it without them."
NO_XLIFF = "This XML file is no XLIFF. Look whether it is the right one."
OTHER_KIND = "This is neither XLIFF nor our workbook. Send one of these."
DAMAGED = "This file is damaged and cannot be opened. Save it again and send it once more."
ELSEWHERE = "This file belongs to another event: \u2068other-2021\u2069. Send it there."
OTHER_LANGUAGE = "This file translates into a language that the event does not have: \u2068de-DE\u2069."
NO_HEADINGS = "No sheet of this workbook has our headings. Send one that was exported here."
NOTHING = "This file holds no text to translate. Look whether it is the right one."


@pytest.fixture
def organiser(world: World) -> Visitor:
    event = world.event()
    make_room(world, event, only(ENGLISH, "Hall"))
    return world.organiser(event)


def refused(world: World, organiser: Visitor, body: bytes, name: str = "texts.xlf") -> list[str]:
    """The sentences beside the field; nothing is kept."""
    page = send(organiser, body, name=name)
    assert page.status == 422
    assert world.count(TranslationImport) == 0
    return page.errors


def xliff(inside: str = "", *, file: str = 'original="thamm-2021" target-language="fr"', version: str = "1.2") -> bytes:
    return f'<xliff version="{version}"><file source-language="en" {file}><body>{inside}</body></file></xliff>'.encode()


@pytest.mark.parametrize(
    "name",
    [
        "cyclic.xml",
        "dtd.xml",
        "external.xml",
        "external_file.xml",
        "quadratic.xml",
        "xmlbomb.xml",
        "xmlbomb2.xml",
    ],
)
def test_bombs_and_external_entities_are_refused(
    world: World, organiser: Visitor, shared_data: Path, name: str
) -> None:
    body = (shared_data / "hostile" / "xmltestdata" / name).read_bytes()
    assert refused(world, organiser, body) == [FORBIDDEN]


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE xliff [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE xliff [<!ENTITY title SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE xliff SYSTEM "http://198.51.100.7/xliff.dtd">',
    ],
)
def test_an_xliff_with_a_document_type_is_refused(world: World, organiser: Visitor, declared: str) -> None:
    assert refused(world, organiser, declared.encode() + xliff()) == [FORBIDDEN]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"%PDF-1.7", OTHER_KIND),
        (b"msgid", OTHER_KIND),
        (b"<xliff>\n<file>", "This is XLIFF \u2068\u2069. Send XLIFF 1.2."),
        (b"<html></html>", NO_XLIFF),
        (b'<xliff version="1.2">\n<file', "This XML file is not well-formed: line 2 cannot be read."),
        (b'<xliff version="1.2"/>', NOTHING),
        (xliff(), NOTHING),
        (xliff(version="2.0"), "This is XLIFF \u20682.0\u2069. Send XLIFF 1.2."),
        (xliff(file='original="other-2021" target-language="fr"'), ELSEWHERE),
        (
            xliff(file='target-language="fr"'),
            "This file does not say to which event it belongs. Send one that was exported here.",
        ),
        (xliff(file='original="thamm-2021" target-language="de-DE"'), OTHER_LANGUAGE),
        (xliff(file='original="thamm-2021"'), "This file does not say into which language it translates."),
        (b'<xliff version="1.2"><trans-unit id="a"/></xliff>', NO_XLIFF),
        (
            xliff("<group>" * 1000 + "</group>" * 1000),
            "This XML file is nested deeper than any XLIFF. Look whether it is the right one.",
        ),
        (b"PK\x03\x04 cut off", DAMAGED),
    ],
)
def test_what_is_no_file_of_translations_is_refused_in_words(
    world: World, organiser: Visitor, body: bytes, sentence: str
) -> None:
    assert refused(world, organiser, body) == [sentence]


def test_files_that_are_too_large_or_hold_too_much_are_refused(
    world: World, organiser: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = '<trans-unit id="room.1.name"><source>Hall</source><target>Salle</target></trans-unit>'
    monkeypatch.setattr(xliff_reading, "MOST_UNITS", 2)
    assert refused(world, organiser, xliff(unit * 3)) == ["This file has more than 2 texts. Send it in parts."]
    monkeypatch.setattr(reading, "MOST_BYTES", 1000)
    assert refused(world, organiser, xliff(unit * 30)) == [
        "This file is too large: we take 1 KB at most. Send it in parts."
    ]


def test_a_unit_that_stands_twice_counts_once(world: World, organiser: Visitor) -> None:
    unit = '<trans-unit id="room.1.name"><source>Hall</source>\n<target>{}</target></trans-unit>'
    page = send(organiser, xliff(unit.format("Salle") + unit.format("Autre")))
    assert page.texts(".board .field-error") == ["The file has this text twice: line 1 counts."]


def test_markup_in_words_stays_words(world: World, organiser: Visitor) -> None:
    body = translated(exported(organiser, to="fr", kind="room"), lambda unit: "<script>alert(1)</script> & {x}")
    page = send(organiser, body)
    assert page.all("main script") == []
    assert "<script>alert(1)</script> & {x}" in page.texts(".translation-text")


def book(rows: list[list[str]]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as made:
        sheet = made.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return stream.getvalue()


HEADINGS = ["Key (leave as it is)", "Source", "Translation [fr]"]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            [["Name", "E-mail"], ["A", "B"]],
            "No sheet of this workbook has our headings. Send one that was exported here.",
        ),
        ([HEADINGS], NOTHING),
        ([HEADINGS, ["other-2021/room.1.name", "Hall", "Salle"]], ELSEWHERE),
        ([[*HEADINGS[:2], "Translation [de-DE]"], ["thamm-2021/room.1.name", "Hall", "Saal"]], OTHER_LANGUAGE.lower()),
        ([HEADINGS, ["thamm-2021/room.1.name", "Hall", "x" * 10_001]], "Row 2 holds more than any text of ours."),
    ],
)
def test_workbooks_that_are_not_ours_are_refused(
    world: World, organiser: Visitor, rows: list[list[str]], sentence: str
) -> None:
    assert [one.lower() for one in refused(world, organiser, book(rows), "texts.xlsx")] == [sentence.lower()]


def test_a_workbook_that_unfolds_too_far_is_refused(world: World, organiser: Visitor) -> None:
    stream = io.BytesIO(book([HEADINGS, ["thamm-2021/room.1.name", "Hall", "Salle"]]))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", b"\0" * 300_000_000)
    assert len(refused(world, organiser, stream.getvalue(), "texts.xlsx")) == 1


def test_columns_are_found_in_any_order_and_language(world: World, organiser: Visitor) -> None:
    rows = [["الترجمة [fr]", "Anything", HEADINGS[0]], ["Salle", "", "thamm-2021/room.1.name"]]
    page = send(organiser, book(rows), name="texts.xlsx")
    # Without marks and without the source nobody knows what was translated: it is shown first.
    assert page.texts(".translation-conflict .changes li") == [
        "The source changed after the file was made. If you take this text, it stays out of date."
    ]
