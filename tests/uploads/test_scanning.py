"""The virus scanner: asked about every file that somebody sends, believed when it warns, missed when it is silent."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable
from pathlib import Path

import obstore
import pytest
from flask import Flask
from flask_babel import gettext

from conference.agenda.models import AgendaImport
from conference.attendance.models import MeetingReport
from conference.core.languages import LANGUAGES
from conference.core.localization import speaking
from conference.core.scanning import Scanner, ScannerSilent, TooLargeToScan
from conference.core.storage import storage
from conference.library.models import Revision
from conference.registration.models import FieldType, ParticipantImport, Registration
from conference.speakers.models import Slides, SpeakerList
from conference.translation.models import TranslationImport
from conference.uploads.models import Piece, Upload
from tests.client import Page, Visitor
from tests.made import agenda_files, invitation_lists, lists, reports, translation
from tests.made.agenda import give_role, make_session, make_speaker
from tests.made.clamd import NAME, VIRUS, Daemon, listening, listening_on_a_port
from tests.made.delegations import make_delegation, page_of, send_letter
from tests.made.form import make_field
from tests.made.library import make_document
from tests.made.pieces import Sender, finish
from tests.made.registration import ANSWERS
from tests.made.speakers import invited, pdf, send
from tests.world import World

FOUND = (
    "A virus was found in this file (%(virus)s), so we did not keep it. Have your computer checked before you "
    "send another."
)
SILENT = "This file cannot be checked for viruses now, so we did not take it. Try again in a few minutes."
LARGE = (
    "This file is larger than our virus scanner takes, so we did not keep it. Send a smaller one, or ask the "
    "organisers."
)
EVIL = pdf() + b"\n% " + VIRUS


def said(world: World, sentence: str, language: str = "en") -> str:
    (spoken,) = (one for one in LANGUAGES if one.code == language)
    with world.app.test_request_context(), speaking(spoken):
        return " ".join(gettext(sentence, virus=f"\u2068{NAME}\u2069").split())


def speakers_page(world: World) -> str:
    event = world.event()
    speaker = make_speaker(world, event)
    give_role(world, make_session(world, event), speaker)
    return invited(world, speaker)


def slides(world: World) -> Page:
    return send(Visitor(world.app).get(speakers_page(world)), EVIL)


def slides_in_pieces(world: World) -> Page:
    page = Visitor(world.app).get(speakers_page(world))
    return finish(page, Sender.at(page).whole(EVIL))


def library(world: World) -> Page:
    event = world.event()
    make_document(world, event, languages=())
    page = world.organiser(event).get("/en/thamm-2021/manage/documents/thamm-2021-1/add")
    return page.submit("form[data-upload]", file=(io.BytesIO(EVIL), "paper.pdf"), language_code="fr")


def answer_of_a_registrant(world: World) -> Page:
    key = make_field(world, world.event(), FieldType.FILE)
    page = Visitor(world.app).get("/en/thamm-2021/register")
    return page.visitor.post(
        "/en/thamm-2021/register", page.values() | ANSWERS | {key: (io.BytesIO(EVIL), "passport.pdf")}
    )


def letter_of_a_delegation(world: World) -> Page:
    delegation = make_delegation(world, world.event())
    return send_letter(Visitor(world.app).get(page_of(world, delegation)), EVIL)


def list_of_people(world: World) -> Page:
    rows = [lists.HEADINGS, lists.LEILA, (VIRUS.decode(), *lists.OMAR[1:])]
    return lists.send(world.organiser(world.event()), lists.written(rows))


def agenda(world: World) -> Page:
    body = agenda_files.schedule_xml(agenda_files.xml_event(title=VIRUS.decode()))
    return agenda_files.send(world.organiser(world.event()), body)


def people_to_invite(world: World) -> Page:
    rows = [invitation_lists.HEADINGS, (*invitation_lists.NADIA[:8], VIRUS.decode())]
    return invitation_lists.send(world.organiser(world.event()), lists.written(rows), name="people.csv")


def report_of_a_meeting(world: World) -> Page:
    event = world.event()
    make_session(world, event)
    lines = [reports.zoom_line(VIRUS.decode(), "09:00", "10:00")]
    return reports.send(world.organiser(event), reports.zoom(lines))


def translations(world: World) -> Page:
    unit = f'<trans-unit id="event.1.title"><source>x</source><target>{VIRUS.decode()}</target></trans-unit>'
    file = f'<file original="thamm-2021" source-language="en" target-language="fr"><body>{unit}</body></file>'
    return translation.send(world.organiser(world.event()), f'<xliff version="1.2">{file}</xliff>'.encode())


DOORS = (
    slides,
    slides_in_pieces,
    library,
    answer_of_a_registrant,
    letter_of_a_delegation,
    list_of_people,
    agenda,
    people_to_invite,
    report_of_a_meeting,
    translations,
)
ROWS = (
    Slides,
    Upload,
    Piece,
    Revision,
    Registration,
    ParticipantImport,
    AgendaImport,
    SpeakerList,
    MeetingReport,
    TranslationImport,
)


def kept(app: Flask) -> list[str]:
    with app.app_context():
        return [entry["path"] for found in obstore.list(storage()._store) for entry in found]


@pytest.mark.parametrize("door", DOORS)
def test_a_virus_is_refused_at_every_door_and_leaves_nothing(
    make_app: Callable[..., Flask], door: Callable[[World], Page]
) -> None:
    daemon = Daemon()
    with listening(daemon) as path:
        world = World(make_app(clamd=path))
        refused = door(world)
    assert (refused.status, refused.errors) == (422, [said(world, FOUND)])
    assert f"\u2068{NAME}\u2069" in refused.source
    assert [VIRUS in body for body in daemon.scanned] == [True]
    assert [world.count(row) for row in ROWS] == [0] * len(ROWS)
    assert kept(world.app) == []


@pytest.mark.parametrize("door", DOORS)
def test_while_the_scanner_is_silent_no_door_opens(
    make_app: Callable[..., Flask], door: Callable[[World], Page], tmp_path: Path
) -> None:
    world = World(make_app(clamd=tmp_path / "nobody"))
    refused = door(world)
    assert (refused.status, refused.errors) == (422, [SILENT])
    assert [world.count(row) for row in ROWS if row not in (Upload, Piece)] == [0] * (len(ROWS) - 2)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize(
    ("daemon", "sentence"),
    [
        (Daemon(), FOUND),
        (Daemon(most=100), LARGE),
        (Daemon(answer=b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND"), LARGE),
        (Daemon(answer=b"stream: Can't allocate memory ERROR"), SILENT),
        (Daemon(answer=b"no such thing"), SILENT),
    ],
)
def test_each_answer_of_the_scanner_has_its_sentence(
    make_app: Callable[..., Flask], daemon: Daemon, sentence: str, language: str
) -> None:
    with listening(daemon) as path:
        world = World(make_app(clamd=path))
        page = Visitor(world.app).get(speakers_page(world).replace("/en/", f"/{language}/"))
        refused = send(page, EVIL)
    assert (refused.status, refused.errors) == (422, [said(world, sentence, language)])
    assert (world.count(Slides), kept(world.app)) == (0, [])


def test_clean_files_pass_and_are_seen_whole(make_app: Callable[..., Flask]) -> None:
    daemon, body = Daemon(), pdf() + b"\n%" + bytes(700_000)
    with listening_on_a_port(daemon) as address:
        world = World(make_app(clamd=address))
        assert send(Visitor(world.app).get(speakers_page(world)), body).status == 302
    assert daemon.scanned == [body]
    assert world.count(Slides) == 1


def test_what_is_refused_anyway_is_not_scanned(make_app: Callable[..., Flask]) -> None:
    daemon = Daemon()
    with listening(daemon) as path:
        world = World(make_app(clamd=path))
        assert send(Visitor(world.app).get(speakers_page(world)), b"hello").status == 422
    assert daemon.scanned == []


def test_a_file_in_pieces_waits_for_the_scanner_and_is_not_sent_again(make_app: Callable[..., Flask]) -> None:
    body = pdf()
    with listening(Daemon()) as path:
        world = World(make_app(clamd=path))
        page = Visitor(world.app).get(speakers_page(world))
        address = Sender.at(page).whole(body)
        path.rename(path.with_suffix(".away"))
        assert finish(page, address).errors == [SILENT]
        assert (world.count(Upload), world.count(Slides)) == (1, 0)
        path.with_suffix(".away").rename(path)
        assert finish(page, address).status == 302
    assert [world.count(row) for row in (Slides, Upload, Piece)] == [1, 0, 0]


def test_a_virus_is_logged_without_the_name_of_the_file(
    make_app: Callable[..., Flask], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("conference"), "propagate", True)
    with listening(Daemon()) as path:
        world = World(make_app(clamd=path))
        send(Visitor(world.app).get(speakers_page(world)), EVIL, "secret of Leila.pdf")
    (record,) = [one for one in caplog.records if one.getMessage() == "virus found"]
    assert record.facts["answer"] == f"{NAME} FOUND"
    assert len(record.facts["sha256"]) == 64
    assert "Leila" not in json.dumps(record.facts)


def test_a_scanner_that_hangs_is_given_up() -> None:
    with listening(Daemon(hangs=True)) as path, pytest.raises(ScannerSilent):
        Scanner(path, seconds=0.2).scan(io.BytesIO(b"hello"))


def test_a_scanner_that_closes_the_line_in_the_middle_is_heard() -> None:
    for listener in (listening, listening_on_a_port):
        with listener(Daemon(most=300_000)) as address, pytest.raises(TooLargeToScan):
            Scanner(address, seconds=10).scan(io.BytesIO(bytes(20_000_000)))


def test_readiness_names_a_silent_scanner_and_stays_ready(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    silent = make_app(clamd=tmp_path / "nobody").test_client().get("/readyz")
    assert (silent.status_code, silent.json) == (200, {"status": "ready", "failed": [], "impaired": ["scanner"]})
    with listening(Daemon()) as path:
        answering = make_app(clamd=path).test_client().get("/readyz")
    none = make_app().test_client().get("/readyz")
    assert answering.json == none.json == {"status": "ready", "failed": [], "impaired": []}
