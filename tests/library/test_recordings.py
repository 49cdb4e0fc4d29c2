"""Recordings: sent or linked, published deliberately, there for readers only while every speaker allows them."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from conference.agenda import service as agenda
from conference.agenda.models import Session, Speaker
from conference.audit.models import AuditEntry
from conference.core import media_types
from conference.core.database import db
from conference.core.file_types import UnknownFileType
from conference.core.languages import ENGLISH
from conference.core.storage import storage
from conference.library.models import Recording
from conference.speakers.models import ConsentKind
from tests.client import Page, Visitor
from tests.library.test_visibility import VIEWERS
from tests.made.agenda import give_role, let_a_second_pass, make_session, make_speaker, publish
from tests.made.files import allow
from tests.made.library import make_document, pdf
from tests.made.pieces import Sender
from tests.made.recordings import BEGINNINGS, make_recording, media, published
from tests.made.speakers import invited
from tests.queries import count_queries
from tests.world import World, only

EN = "/en/thamm-2021"
BOARD = f"{EN}/manage/recordings"
SESSION = f"{EN}/agenda/D1-01"


@pytest.fixture
def event(world: World) -> int:
    return world.event()


@pytest.fixture
def session(world: World, event: int) -> int:
    """A session of the published agenda in which one person speaks."""
    one = make_session(world, event)
    give_role(world, one, make_speaker(world, event))
    publish(world, event)
    return one


def speaker(world: World) -> int:
    with world.reading() as database:
        return database.scalars(select(Speaker.id)).one()


def send(visitor: Visitor, **typed: object) -> Page:
    page = visitor.get(f"{BOARD}/new")
    usual = {"session_id": "1", "channel": "floor", "audience": "public"}
    return page.submit("form[data-upload]", **(usual | typed))


def press(visitor: Visitor, verb: str, recording: int = 1) -> Page:
    token = visitor.get(f"{BOARD}/new").values("form[data-upload]")["csrf_token"]
    answer = visitor.post(f"{BOARD}/{recording}/{verb}", {"csrf_token": token})
    return visitor.follow(answer)


def players(visitor: Visitor, path: str = SESSION) -> list[str]:
    page = visitor.get(path)
    return [source.get("src") or "" for source in page.all("video source, audio source")]


def test_a_recording_is_sent_published_heard_and_withdrawn(world: World, event: int, session: int) -> None:
    allow(world, speaker(world), ConsentKind.RECORDING)
    organiser, reader = world.organiser(event), world.signed_in(world.account("reader@example.org"))
    body = media("mp4")
    sent = send(organiser, file=(BytesIO(body), "whatever.mov"), minutes="٧٥")
    assert sent.status == 302
    assert players(reader) == []
    assert reader.get(f"{EN}/recordings/1/file").status == 404
    assert organiser.get(f"{BOARD}/1/file").response.data == body
    press(organiser, "publish")
    address = f"{EN}/recordings/1/file"
    assert players(reader) == players(reader, f"{EN}/recordings") == [address]
    answer = reader.get(address).response
    assert answer.data == body
    assert answer.headers["Content-Type"] == "video/mp4"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="D1-01_floor.mp4"'
    page = reader.get(SESSION)
    video = page.one("video")
    assert (video.get("preload"), video.get("width"), video.get("height")) == ("none", "640", "360")
    assert video.get("aria-label") == "Recording – Floor: the languages spoken in the room"
    assert "media-src 'self'" in page.response.headers["Content-Security-Policy"]
    assert reader.get(f"{EN}/documents").one(".page-actions a").get("href") == f"{EN}/recordings"
    press(organiser, "withdraw")
    assert players(reader) == players(reader, f"{EN}/recordings") == []
    assert reader.get(address).status == 404
    with world.reading() as database:
        told = database.scalars(select(AuditEntry.verb).where(AuditEntry.subject == "recording:1")).all()
    assert told == ["add recording", "publish recording", "withdraw recording"]
    history = organiser.get(f"{EN}/manage/history")
    assert history.status == 404 or "A recording was withdrawn" in history.source


@pytest.mark.parametrize("answer", [None, False])
def test_nothing_is_published_that_a_speaker_does_not_allow(
    world: World, event: int, session: int, answer: bool | None
) -> None:
    make_recording(world, event, session, publish=False)
    if answer is not None:
        allow(world, speaker(world), ConsentKind.RECORDING, is_given=answer)
    organiser = world.organiser(event)
    page = organiser.get(BOARD)
    assert page.all("form[action$=publish]") == []
    sentence = {
        None: "These speakers have not said yet whether they allow a recording: ليلى بن علي.",
        False: "These speakers do not allow a recording: ليلى بن علي.",
    }[answer]
    assert [one.replace("\u2068", "").replace("\u2069", "") for one in page.texts(".file-missing")] == [sentence]
    after = press(organiser, "publish")
    assert after.texts(".notice--brick p")[0].replace("\u2068", "").replace("\u2069", "") == sentence
    assert not published(world, 1)


def test_a_session_without_speakers_needs_nobodys_consent(world: World, event: int) -> None:
    one = make_session(world, event)
    publish(world, event)
    make_recording(world, event, one)
    assert players(Visitor(world.app)) == [f"{EN}/recordings/1/file"]


def test_a_consent_taken_back_takes_the_recording_away_at_once(
    world: World, event: int, session: int, visitor: Visitor
) -> None:
    person = speaker(world)
    own_page = invited(world, person)
    allow(world, person, ConsentKind.RECORDING)
    make_recording(world, event, session)
    paths = (SESSION, f"{EN}/recordings")
    assert [players(visitor, path) for path in paths] == [[f"{EN}/recordings/1/file"]] * 2
    visitor.get(own_page).submit("form[action$='/consents']", recording="no")
    let_a_second_pass(world.app)
    assert [players(visitor, path) for path in paths] == [[], []]
    assert visitor.get(f"{EN}/recordings/1/file").status == 404
    assert not published(world, 1)
    visitor.get(own_page).submit("form[action$='/consents']", recording="yes")
    let_a_second_pass(world.app)
    assert players(visitor) == []
    press(world.organiser(event), "publish")
    let_a_second_pass(world.app)
    assert players(visitor) == [f"{EN}/recordings/1/file"]


def test_somebody_who_speaks_there_later_is_asked_too(world: World, event: int, session: int, visitor: Visitor) -> None:
    allow(world, speaker(world), ConsentKind.RECORDING)
    make_recording(world, event, session)
    assert visitor.get(f"{EN}/recordings/1/file").status == 200
    give_role(world, session, make_speaker(world, event, "second"))
    assert visitor.get(f"{EN}/recordings/1/file").status == 404
    assert world.organiser(event).get(BOARD).texts(".badge--brick") == ["Kept from readers"]


@pytest.mark.parametrize("name", VIEWERS)
def test_each_recording_is_for_whom_it_was_published(world: World, event: int, name: str) -> None:
    one = make_session(world, event)
    publish(world, event)
    for audience in ("public", "confirmed", "organisers"):
        make_recording(world, event, one, audience=audience)
    make_recording(world, event, one, publish=False)
    make, allowed = VIEWERS[name]
    visitor = make(world, event)
    count = 3 if "organisers" in allowed else 2 if name == "confirmed" else 1
    expected = [f"{EN}/recordings/{number}/file" for number in range(1, count + 1)]
    assert players(visitor) == players(visitor, f"{EN}/recordings") == expected
    statuses = [visitor.get(f"{EN}/recordings/{number}/file").status for number in range(1, 6)]
    assert statuses == [200] * count + [404] * (5 - count)
    writes = name in ("organiser", "site administrator")
    assert (visitor.get(BOARD).status == 200) == writes
    assert (visitor.get(f"{BOARD}/4/file").status == 200) == writes
    if not writes:
        assert visitor.post(f"{BOARD}/4/publish", {"csrf_token": "x"}).status in (302, 403)
    assert not published(world, 4)


def test_a_recording_of_another_event_is_not_found(world: World, event: int) -> None:
    other = world.event("other-2022")
    make_recording(world, other, make_session(world, other))
    assert Visitor(world.app).get(f"{EN}/recordings/1/file").status == 404
    assert world.organiser(event).get(f"{BOARD}/1").status == 404


def test_a_link_leads_elsewhere_by_a_press_and_loads_nothing(world: World, event: int, visitor: Visitor) -> None:
    one = make_session(world, event)
    publish(world, event)
    document = make_document(world, event, title=only(ENGLISH, "Transcript"))
    organiser = world.organiser(event)
    link = "https://video.example.org/watch?v=1"
    assert send(organiser, link=link, channel="ar", transcript_id=str(document)).status == 302
    press(organiser, "publish")
    page = visitor.get(SESSION)
    assert page.all("video, audio, iframe") == []
    found = page.one(".recording a.button")
    assert (found.get("href"), found.get("rel"), found.get("hreflang")) == (link, "external noreferrer", "ar")
    assert "video.example.org" in page.texts(".recording a.button")[0]
    assert page.texts(".recording h3") == ["Interpretation into Arabic"]
    assert page.all(".recording p a")[-1].get("href") == f"{EN}/documents/thamm-2021-1"
    assert visitor.get(f"{EN}/recordings/1/file").status == 404
    assert one == 1


def test_a_transcript_that_the_reader_may_not_read_is_not_told_of(world: World, event: int, visitor: Visitor) -> None:
    one = make_session(world, event)
    publish(world, event)
    document = make_document(world, event, visibility="organisers")
    make_recording(world, event, one, transcript_id=document)
    assert "documents/thamm-2021-1" not in visitor.get(SESSION).source
    assert "documents/thamm-2021-1" in world.organiser(event).get(f"{EN}/recordings").source


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Choose a file, or enter the address of the recording below."),
        ({"link": "http://video.example.org/1"}, "Enter a complete address that begins with https://."),
        ({"link": "javascript:alert(1)"}, "Enter a complete address that begins with https://."),
        ({"file": (b"%PDF-1.4", "film.mp4")}, "This file is of another kind than its name says"),
        ({"file": (b"", "film.mp4")}, "This file is empty."),
        ({"file": (b"\x00\x00\x00\x18ftypheic", "film.mp4")}, "This file is of another kind than its name says"),
        ({"link": "https://a.example.org/1", "file": (media(), "a.mp4")}, "Send a file or enter an address, not both."),
        ({"link": "https://a.example.org/1", "session_id": "7"}, "Choose one of the options listed."),
        ({"link": "https://a.example.org/1", "channel": "de"}, "Choose one of the options listed."),
        ({"link": "https://a.example.org/1", "transcript_id": "7"}, "Choose one of the options listed."),
        ({"link": "https://a.example.org/1", "minutes": "-5"}, "Enter a whole number from 1 to 1440."),
    ],
)
def test_what_is_no_recording_is_refused_in_words(
    world: World, event: int, session: int, typed: dict[str, object], sentence: str
) -> None:
    sent = {name: (BytesIO(value[0]), value[1]) if isinstance(value, tuple) else value for name, value in typed.items()}
    page = send(world.organiser(event), **sent)
    assert page.status == 422
    assert [one[: len(sentence)] for one in page.errors] == [sentence]
    assert world.count(Recording) == 0


def test_a_file_comes_in_pieces_and_once(world: World, event: int, session: int) -> None:
    organiser = world.organiser(event)
    page = organiser.get(f"{BOARD}/new")
    sender, body = Sender.at(page), media("webm", 3000)
    address = sender.begin(len(body), "film.webm").headers["Location"]
    sender.broken(address, body[:1000], 0, len(body))
    offset = sender.offset(address)
    sender.patch(address, body[offset:], offset)
    usual = {"session_id": str(session), "channel": "fr", "audience": "confirmed"}
    upload = address.rpartition("/")[2]
    for _time in range(2):
        assert page.submit("form[data-upload]", upload=upload, **usual).status == 302
    assert world.count(Recording) == 1
    assert organiser.get(f"{BOARD}/1/file").response.data == body
    assert world.member(event, "translator").get(f"{BOARD}/new").status == 403


def test_a_recording_is_changed_without_undoing_anothers_change(world: World, event: int, session: int) -> None:
    make_recording(world, event, session, publish=False)
    organiser = world.organiser(event)
    first, second = organiser.get(f"{BOARD}/1"), organiser.get(f"{BOARD}/1")
    assert first.submit("form.form--wide", **{"title-en": "Part 1", "audience": "confirmed"}).status == 302
    late = second.submit("form.form--wide", audience="organisers")
    assert late.status == 422
    with world.reading() as database:
        found = database.get_one(Recording, 1)
        assert (found.title.text(ENGLISH), found.audience, found.minutes) == ("Part 1", "confirmed", 75)


def test_the_sweep_keeps_recordings_and_takes_what_was_removed(world: World, event: int, session: int) -> None:
    make_recording(world, event, session, publish=False, body=media("mp3"))
    organiser = world.organiser(event)

    def swept() -> int:
        with world.app.app_context():
            return len(storage().sweep(db.session(), older_than=timedelta(days=-1)))

    assert swept() == 0
    press(organiser, "remove")
    assert world.count(Recording) == 0
    assert swept() == 1


def test_a_session_with_recordings_is_not_deleted(world: World, event: int, session: int) -> None:
    make_recording(world, event, session, publish=False)
    with world.writing() as database:
        found = database.get_one(Session, session)
        with pytest.raises(agenda.StillUsed):
            agenda.delete_session(database, found.event, found, by=None)


def test_recordings_cost_the_same_queries_for_one_and_for_many(world: World, event: int, visitor: Visitor) -> None:
    sessions = [make_session(world, event, f"S-{n}", hours=(f"1{n}:00", f"1{n}:30")) for n in range(5)]
    for number, one in enumerate(sessions):
        person = make_speaker(world, event, f"person-{number}")
        give_role(world, one, person)
        allow(world, person, ConsentKind.RECORDING)
    publish(world, event)
    make_recording(world, event, sessions[0])
    with count_queries(world.app) as for_one:
        assert len(players(visitor, f"{EN}/recordings")) == 1
    for one in sessions:
        make_recording(world, event, one, channel="fr")
    let_a_second_pass(world.app)
    with count_queries(world.app) as for_many:
        assert len(players(visitor, f"{EN}/recordings")) == 6
    assert len(for_one) == len(for_many)
    assert len(for_many) <= 12


def test_schedules_lead_to_what_everybody_may_hear(world: World, event: int, visitor: Visitor) -> None:
    one = make_session(world, event)
    publish(world, event)
    make_recording(world, event, one, audience="confirmed")
    assert "#recordings" not in visitor.get(f"{EN}/schedule.xml").response.text
    make_recording(world, event, one)
    let_a_second_pass(world.app)
    link = 'href="http://localhost/fr/thamm-2021/agenda/D1-01#recordings" type="media">Enregistrements</link>'
    assert link in visitor.get("/fr/thamm-2021/schedule.xml").response.text


def test_files_are_known_by_their_beginning() -> None:
    for ending in BEGINNINGS:
        assert media_types.sniff(BytesIO(media(ending))).ending == ending
    assert media_types.sniff(BytesIO(b"\xff\xfb\x90\x00rest")).ending == "mp3"
    for other in (pdf(), b"", b"\xff\xd8\xff\xe0JFIF", b"\x1a\x45\xdf\xa3\x42\x82\x88matroska", b"RIFF....WAVE"):
        with pytest.raises(UnknownFileType):
            media_types.sniff(BytesIO(other))
