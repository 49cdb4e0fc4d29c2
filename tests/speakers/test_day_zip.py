"""The slides of a day as one ZIP for the room: in order, by readable names, exact in length, honest about gaps."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from conference.agenda import service as agenda
from conference.agenda.models import SpeakerInSession
from conference.core.files import readable_name
from conference.core.languages import ARABIC
from conference.events.models import Role
from conference.speakers import service
from conference.speakers.models import Slides
from tests.client import Visitor
from tests.made.agenda import change, give_role, make_presentation, make_room, make_session, make_speaker
from tests.made.files import allow, approve, make_slides
from tests.made.speakers import pdf
from tests.queries import count_queries
from tests.world import World, in_three, only

ZIP = "/manage/speakers/slides.zip"
TUESDAY = date(2021, 7, 6)


@pytest.fixture
def event(world: World) -> int:
    return world.event()


@pytest.fixture
def organiser(world: World, event: int) -> Visitor:
    return world.organiser(event)


@pytest.fixture
def speaker(world: World, event: int) -> int:
    return make_speaker(world, event, native_name="أمينة مثال", latin_name="Amina Example")


def opened(organiser: Visitor, page: str = "en", **asked: str) -> tuple[dict[str, bytes], str]:
    """The members by their names in their order, and the page of contents."""
    response = organiser.get(f"/{page}/thamm-2021{ZIP}", query_string=asked).response
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/zip"
    assert int(response.headers["Content-Length"]) == len(response.data)
    assert response.headers["Cache-Control"] == "no-store"
    packed = zipfile.ZipFile(io.BytesIO(response.data))
    assert packed.testzip() is None
    assert all(info.flag_bits & 0x800 or info.filename.isascii() for info in packed.infolist()), "names are UTF-8"
    members = {info.filename: packed.read(info) for info in packed.infolist()}
    assert len(members) == len(packed.infolist())
    first = next(iter(members))
    return members, members.pop(first).decode()


def test_files_stand_in_the_order_of_the_sessions_under_names_that_say_what_they_are(
    world: World, event: int, organiser: Visitor, speaker: int
) -> None:
    late = make_session(world, event, "S2", hours=("11:00", "12:00"), title=in_three("Closing"))
    early = make_session(
        world, event, "S1", hours=("09:00", "10:30"), title=in_three("Opening: what/now?", "Ouverture")
    )
    other = make_speaker(world, event, "other", native_name="", latin_name="Omar Other")
    talk = make_presentation(world, early, "Trends")
    give_role(world, late, speaker)
    give_role(world, early, other, "speaker", talk)
    give_role(world, early, speaker)
    bodies = [pdf(1), pdf(2), pdf(3)]
    make_slides(world, speaker, late, bodies[2], language="ar")
    make_slides(world, other, early, bodies[1], presentation_id=talk)
    make_slides(world, speaker, early, bodies[0], language="fr")
    members, contents = opened(organiser)
    assert list(members.items()) == [
        ("01 0900 S1 Opening what-now – Amina Example (fr).pdf", bodies[0]),
        ("02 0900 S1 Trends – Omar Other (en).pdf", bodies[1]),
        ("03 1100 S2 Closing – Amina Example (ar).pdf", bodies[2]),
    ]
    assert "09:00–10:30" in contents
    assert 'href="01%200900%20S1%20Opening%20what-now%20%E2%80%93%20Amina%20Example%20%28fr%29.pdf"' in contents
    names = list(opened(organiser, language="ar")[0])
    assert names[0].startswith("01 0900 S1 Opening what-now (عربي) – أمينة مثال (fr)")
    assert next(iter(opened(organiser, page="fr", language="fr")[0])) == "01 0900 S1 Ouverture – Amina Example (fr).pdf"


def test_a_day_a_room_and_all_days_in_folders(world: World, event: int, organiser: Visitor, speaker: int) -> None:
    hall, annex = make_room(world, event, "Hall"), make_room(world, event, "Annex")
    for code, day, room in (("A", None, hall), ("B", None, annex), ("C", TUESDAY, hall)):
        session = make_session(world, event, code, day=day, room_id=room)
        give_role(world, session, speaker)
        make_slides(world, speaker, session, pdf(1))

    def codes(**asked: str) -> list[str]:
        return [name.split()[2] for name in opened(organiser, **asked)[0]]

    assert codes() == ["A", "B", "C"]
    assert codes(day="2021-07-05") == ["A", "B"]
    assert codes(room=str(hall)) == ["A", "C"]
    assert codes(day="2021-07-05", room=str(annex)) == ["B"]
    assert [name.split("/")[0] for name in opened(organiser)[0]] == ["2021-07-05", "2021-07-05", "2021-07-06"]
    assert "/" not in "".join(opened(organiser, day="2021-07-05")[0])


def test_what_is_approved_or_with_readers_and_what_is_left_out(
    world: World, event: int, organiser: Visitor, speaker: int
) -> None:
    session = make_session(world, event)
    one, two, three = pdf(1), pdf(2), pdf(3)
    give_role(world, session, speaker)
    allow(world, speaker)
    first = make_slides(world, speaker, session, one, name="first.pdf")
    approve(world, first)
    second = make_slides(world, speaker, session, two, name="second.pdf", replaces=first)
    other = make_slides(world, speaker, session, three, name="handout.pdf", language="fr")
    everything, _contents = opened(organiser, files="all")
    assert list(everything.values()) == [two, three]
    approved, contents = opened(organiser, files="approved")
    assert list(approved.values()) == [one]
    assert "A newer revision has come that is not in this ZIP." in contents
    assert "Sent, but not approved:" in contents
    assert "handout.pdf" in contents
    assert opened(organiser, files="published")[0] == {}
    with world.writing() as database:
        service.publish_slides(database, database.get_one(Slides, second), by=None)
    assert list(opened(organiser, files="published")[0].values()) == [two]
    assert list(opened(organiser, files="approved")[0].values()) == [two], "whatever is published was approved"
    approve(world, other)
    assert list(opened(organiser, files="approved")[0].values()) == [two, three]


def test_the_contents_name_whose_slides_are_missing_in_the_language_of_the_page(
    world: World, event: int, organiser: Visitor, speaker: int
) -> None:
    session = make_session(world, event)
    give_role(world, session, speaker)
    make_session(world, event, "EMPTY", hours=("12:00", "13:00"))
    members, contents = opened(organiser)
    assert members == {}
    assert contents.index("Still missing:") < contents.index("Amina Example")
    assert "EMPTY" not in contents
    arabic = opened(organiser, page="ar")[1]
    assert '<html lang="ar" dir="rtl">' in arabic
    assert "أمينة مثال" in arabic


def test_sessions_that_do_not_take_place_and_people_who_are_no_longer_in_them_bring_no_files(
    world: World, event: int, organiser: Visitor, speaker: int
) -> None:
    cancelled, kept = make_session(world, event, "A"), make_session(world, event, "B", hours=("12:00", "13:00"))
    give_role(world, cancelled, speaker)
    role = give_role(world, kept, speaker)
    for session in (cancelled, kept):
        make_slides(world, speaker, session, pdf(1))
    change(world, cancelled, status="cancelled")
    assert [name.split()[2] for name in opened(organiser)[0]] == ["B"]
    with world.writing() as database:
        found = database.get_one(SpeakerInSession, role)
        agenda.remove_role(database, found.session.event, found, by=None)
    assert opened(organiser)[0] == {}


def test_names_that_windows_would_refuse_or_that_are_too_long(
    world: World, event: int, organiser: Visitor, speaker: int
) -> None:
    session = make_session(world, event, title=only(ARABIC, "مداخلة طويلة جدا " * 30))
    give_role(world, session, speaker)
    for number in (1, 2):
        make_slides(world, speaker, session, pdf(number))
    names = list(opened(organiser, language="ar")[0])
    assert len(set(names)) == 2
    assert max(len(name) for name in names) <= 110
    assert max(len(name.encode()) for name in names) <= 255
    assert all(name.endswith(" – أمينة مثال (en).pdf") for name in names)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('a<b>c:d"e/f\\g|h?i*j', "abcde-f-g-hij"),
        ("  ends in dots ... ", "ends in dots"),
        ("line\nbreak\ttab\x00nul", "line break tabnul"),
        ("\u202egnp.exe", "gnp.exe"),
        ("e\u0301te\u0301", "été"),
        ("\U0001f600" * 40, "\U0001f600" * 10),
        ("x" * 50, "x" * 20),
        ("a whole word and half of one", "a whole word and"),
        ("a " + "x" * 50, "a " + "x" * 18),
        ("...", ""),
    ],
)
def test_a_readable_name_holds_nothing_that_a_system_refuses(text: str, name: str) -> None:
    assert readable_name(text, longest=20) == name


@pytest.mark.parametrize(
    "asked", [{"day": "monday"}, {"room": "999"}, {"room": "x"}, {"files": "some"}, {"language": "de"}]
)
def test_what_there_is_not_is_not_found(world: World, organiser: Visitor, asked: dict[str, str]) -> None:
    assert organiser.get(f"/en/thamm-2021{ZIP}", query_string=asked).status == 404


@pytest.mark.parametrize("role", [Role.TRANSLATOR, Role.DESK])
def test_the_rest_of_the_team_gets_none(world: World, event: int, role: Role) -> None:
    assert world.member(event, role).get(f"/en/thamm-2021{ZIP}").status == 403
    assert world.organiser(world.event("elsewhere"), "e@example.org").get(f"/en/thamm-2021{ZIP}").status == 403


def test_it_is_the_same_bytes_each_time_and_known_by_its_tag(
    world: World, event: int, organiser: Visitor, speaker: int
) -> None:
    session = make_session(world, event)
    give_role(world, session, speaker)
    make_slides(world, speaker, session, pdf(1))
    path = f"/en/thamm-2021{ZIP}"
    first, second = organiser.get(path).response, organiser.get(path).response
    assert first.data == second.data
    tag = first.headers["ETag"]
    assert organiser.get(path, headers={"If-None-Match": tag}).status == 304
    make_slides(world, speaker, session, pdf(2))
    assert organiser.get(path, headers={"If-None-Match": tag}).status == 200


def test_it_goes_on_where_the_line_broke(world: World, event: int, organiser: Visitor, speaker: int) -> None:
    session = make_session(world, event)
    give_role(world, session, speaker)
    make_slides(world, speaker, session, pdf(3))
    path = f"/en/thamm-2021{ZIP}"
    whole = organiser.get(path).response
    for start in (0, 1, 500, len(whole.data) - 50, len(whole.data) - 1):
        headers = {"Range": f"bytes={start}-", "If-Range": whole.headers["ETag"]}
        part = organiser.get(path, headers=headers).response
        assert (part.status_code, whole.data[:start] + part.data) == (206, whole.data)
    make_slides(world, speaker, session, pdf(4))
    assert organiser.get(path, headers=headers).response.status_code == 200


def test_many_files_are_no_more_queries(world: World, event: int, organiser: Visitor, speaker: int) -> None:
    counts = []
    body = pdf(1)
    for number in range(40):
        session = make_session(world, event, f"S{number:02}", hours=("09:00", "09:30"))
        give_role(world, session, speaker)
        make_slides(world, speaker, session, body)
        if number in (2, 39):
            with count_queries(world.app) as queries:
                opened(organiser)
            counts.append(len(queries))
    assert counts[0] == counts[1], counts
