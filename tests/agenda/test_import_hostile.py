"""Files of an agenda that would do harm, or are none: refused in words, before anything of them is kept."""

from __future__ import annotations

import codecs
import io
import json
import zipfile
from pathlib import Path

import pytest

from conference.agenda.importing import nodes, reading, schedule
from conference.agenda.models import AgendaImport, Session
from tests.client import Visitor
from tests.made.agenda_files import look, schedule_json, schedule_xml, send, take_over, template, xml_event
from tests.world import World

FORBIDDEN = "This XML file declares a document type or entities, which are never read. Export it without them."
NO_SCHEDULE = "This file holds no schedule. Look whether it is the right one."
TOO_MUCH = "This file holds more than any schedule needs. Look whether it is the right one."
OTHER_KIND = "This is neither schedule.xml nor schedule.json nor our template. Send one of these."
DAMAGED = "This file is damaged and cannot be opened. Save it again and send it once more."


@pytest.fixture
def organiser(world: World) -> Visitor:
    return world.organiser(world.event())


def refused(world: World, organiser: Visitor, body: bytes, name: str = "schedule.xml") -> list[str]:
    """The sentences beside the field; nothing is kept."""
    page = send(organiser, body, name=name)
    assert page.status == 422
    assert world.count(AgendaImport) == 0
    return page.errors


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("cyclic.xml", FORBIDDEN),
        ("dtd.xml", FORBIDDEN),
        ("external.xml", FORBIDDEN),
        ("external_file.xml", FORBIDDEN),
        ("quadratic.xml", FORBIDDEN),
        ("xmlbomb.xml", FORBIDDEN),
        ("xmlbomb2.xml", FORBIDDEN),
        ("simple.xml", NO_SCHEDULE),
        ("simple-ns.xml", NO_SCHEDULE),
    ],
)
def test_bombs_and_external_entities_are_refused(
    world: World, organiser: Visitor, shared_data: Path, name: str, sentence: str
) -> None:
    body = (shared_data / "hostile" / "xmltestdata" / name).read_bytes()
    assert refused(world, organiser, body) == [sentence]


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE schedule [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE schedule [<!ENTITY title SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE schedule SYSTEM "http://198.51.100.7/schedule.dtd">',
        '<!DOCTYPE schedule [<!ENTITY % all SYSTEM "http://198.51.100.7/x"> %all;]>',
    ],
)
def test_a_schedule_with_a_document_type_is_refused(world: World, organiser: Visitor, declared: str) -> None:
    assert refused(world, organiser, schedule_xml(xml_event(), declared=declared)) == [FORBIDDEN]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "This file is empty. Look whether it is the right one."),
        (b"BEGIN:VCALENDAR", OTHER_KIND),
        (b"\x89PNG\r\n\x1a\n", OTHER_KIND),
        (b"<schedule>\n<day>", "This XML file is not well-formed: line 2 cannot be read."),
        (b"<schedule>\n\x00</schedule>", "This XML file is not well-formed: line 2 cannot be read."),
        (b"<html></html>", NO_SCHEDULE),
        (b"<schedule></schedule>", "This file holds no session. Look whether it is the right one."),
        (b'{\n"schedule": ', "This JSON file is not well-formed: line 2 cannot be read."),
        (b'{"schedule": []}', NO_SCHEDULE),
        (
            b'{"schedule": {"conference": {"title": 3, "days": {"a": 1}}}}',
            "This file holds no session. Look whether it is the right one.",
        ),
        (b'{"a": ' * 100_000 + b"1" + b"}" * 100_000, TOO_MUCH),
        (b'{"a": 1' + b"0" * 10_000 + b"}", "This JSON file is not well-formed: line 1 cannot be read."),
        (b"PK\x03\x04 cut off", DAMAGED),
        ("{\xe9".encode("latin-1"), "This JSON file is not well-formed: line 1 cannot be read."),
    ],
)
def test_what_is_no_agenda_is_refused_in_words(world: World, organiser: Visitor, body: bytes, sentence: str) -> None:
    if not body:
        page = send(organiser, body)
        assert (page.status, world.count(AgendaImport)) == (422, 0)
    else:
        assert refused(world, organiser, body) == [sentence]


def test_a_file_that_is_too_large_is_refused(world: World, organiser: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 1000)
    body = schedule_xml(xml_event(abstract="x" * 1000))
    assert refused(world, organiser, body) == ["This file is too large: we take 1 KB at most. Send it in parts."]


def test_more_sessions_than_any_event_has_are_refused(
    world: World, organiser: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule, "MOST_SESSIONS", 2)
    body = schedule_xml(*(xml_event(str(number)) for number in range(3)))
    assert refused(world, organiser, body) == ["This file has more than 2 sessions. Send it in parts."]


def test_elements_without_end_or_bottom_are_refused(
    world: World, organiser: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refused(world, organiser, b"<schedule>" + b"<a>" * 100_000) == [TOO_MUCH]
    monkeypatch.setattr(nodes, "MOST_ELEMENTS", 1000)
    assert refused(world, organiser, b"<schedule>" + b"<a/>" * 1000 + b"</schedule>") == [TOO_MUCH]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_a_schedule_in_other_encodings_is_read(world: World, organiser: Visitor, encoding: str) -> None:
    text = schedule_xml(xml_event(title="Été")).decode().replace("UTF-8", encoding.removesuffix("-sig"))
    page = look(organiser, text.encode(encoding))
    assert page.texts("tbody th")[0].split()[0] == "Été"


def test_json_with_a_mark_or_in_utf_16_is_read(world: World, organiser: Visitor) -> None:
    body = schedule_json({"id": 1, "title": "Été"})
    for written in (codecs.BOM_UTF8 + body, body.decode().encode("utf-16")):
        assert look(organiser, written).texts("tbody th")[0].split()[0] == "Été"


@pytest.mark.parametrize("title", ["Nought\u0000", "Escape\u001b[2J", "\ud800"])
def test_control_characters_are_refused_with_their_line(world: World, organiser: Visitor, title: str) -> None:
    page = look(organiser, schedule_json({"id": 1, "slug": "x", "title": title}))
    assert page.texts("td[data-label='What is wrong']") == [
        "This text holds characters that cannot be shown. Type it again instead of pasting it."
    ]
    assert world.count(Session) == 0


def test_json_of_the_wrong_shape_hurts_nobody(world: World, organiser: Visitor) -> None:
    shapes: list[object] = [None, [], {}, 7, True, "x", [[]], {"name": None}]
    for shape in shapes:
        body = schedule_json(
            {"id": 1, "title": "Talk", "persons": shape, "room": shape, "track": shape, "language": shape}
        )
        assert look(organiser, body).status == 200
    assert (
        look(organiser, json.dumps({"schedule": {"conference": {"days": [{"rooms": {"H": [7]}}]}}}).encode()).status
        == 200
    )


def test_markup_in_a_file_is_shown_as_words(world: World, organiser: Visitor) -> None:
    event = xml_event(
        title="&lt;script&gt;alert(1)&lt;/script&gt;", abstract="&lt;p&gt;One&lt;/p&gt;&lt;script&gt;x&lt;/script&gt;"
    )
    page = take_over(organiser, schedule_xml(event))
    assert page.all("main script") == []
    page = organiser.get("/en/thamm-2021/manage/agenda/sessions/talk-7")
    assert page.h1 == "<script>alert(1)</script>"
    assert page.values()["abstract-en"] == "One"


def test_a_workbook_that_unfolds_without_end_is_refused(world: World, organiser: Visitor) -> None:
    source = io.BytesIO(template(Sessions=[["Code"], ["D1"]]))
    bomb = io.BytesIO()
    with zipfile.ZipFile(source) as whole, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        for entry in whole.infolist():
            packed.writestr(entry.filename, whole.read(entry))
        packed.writestr("xl/media/much.bin", b"\0" * (300 * 1024 * 1024))
    assert refused(world, organiser, bomb.getvalue(), "agenda.xlsx") == [
        "This file is too large: we take 268 MB at most. Send it in parts."
    ]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (
            template(People=[["Code"], ["D1"]]),
            "This workbook is not our template: it has no sheet for sessions. Download the template.",
        ),
        (
            template(Sessions=[["Title"], ["D1"]]),
            (
                "The sheet “\u2068Sessions\u2069” has no column “\u2068Code\u2069”. "
                "Download the template and keep its headings."
            ),
        ),
        (template(Sessions=[]), "This file holds no session. Look whether it is the right one."),
    ],
)
def test_another_workbook_is_refused(world: World, organiser: Visitor, body: bytes, sentence: str) -> None:
    assert refused(world, organiser, body, "agenda.xlsx") == [sentence]
