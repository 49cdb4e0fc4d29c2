"""Lists of people come in: recognised, checked line by line, written as a whole or not at all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event as database_events
from sqlalchemy import select, update

from conference.core import clock
from conference.core.database import db
from conference.events.models import Role
from conference.outbox.tasks import do_hourly_work
from conference.registration import service
from conference.registration.import_tasks import write_import
from conference.registration.models import (
    Answer,
    FieldType,
    FieldWording,
    ImportState,
    ParticipantImport,
    Registration,
    RegistrationState,
)
from tests.made.form import make_field
from tests.made.lists import FILES, HEADINGS, LEILA, OMAR, bring_in, check, send, workbook, written
from tests.made.registration import add, registration
from tests.queries import count_queries
from tests.world import World


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_list_in_any_writing_is_imported(world: World, encoding: str, separator: str) -> None:
    organiser = world.organiser(world.event())
    page = bring_in(world, organiser, written([HEADINGS, LEILA], separator=separator, encoding=encoding))
    assert page.texts(".notice") == [
        (
            "The list is imported: 1 new, 0 changed, 0 unchanged, 0 left as they are because they were declined or "
            "cancelled."
        )
    ]
    one = registration(world)
    assert (one.native_name, one.email, one.organisation, one.country, one.category, one.language_code) == (
        "Leïla Ben Ali",
        "leila@example.org",
        "Ministère de l’emploi",
        "TN",
        "government",
        "fr",
    )
    assert (one.state, one.awaits_person) == (RegistrationState.CONFIRMED, True)


def test_an_arabic_list_of_old_windows_is_read(world: World) -> None:
    organiser = world.organiser(world.event())
    headings = ("الاسم الكامل", "البريد الإلكتروني", "المؤسسة", "البلد", "الفئة", "اللغة")
    bring_in(world, organiser, written([headings, OMAR], separator=";", encoding="cp1256"))
    one = registration(world)
    assert (one.native_name, one.country, one.category, one.language_code) == ("عمر العلوي", "MA", "government", "ar")


def test_a_workbook_is_read_with_the_values_of_its_formulas(world: World) -> None:
    organiser = world.organiser(world.event())
    body = workbook([("Prénom", "Nom", *HEADINGS[1:]), ("Leïla", "=3+4", *LEILA[1:])])
    bring_in(world, organiser, body, name="people.xlsx")
    assert registration(world).native_name == "Leïla 7"


def test_the_same_list_again_changes_nothing(world: World) -> None:
    organiser = world.organiser(world.event())
    body = written([HEADINGS, LEILA, OMAR])
    bring_in(world, organiser, body)
    with world.reading() as session:
        before = session.execute(select(Registration.id, Registration.changed_at)).all()
    page = bring_in(world, organiser, body)
    assert page.texts(".notice") == [
        (
            "The list is imported: 0 new, 0 changed, 2 unchanged, 0 left as they are because they were declined or "
            "cancelled."
        )
    ]
    with world.reading() as session:
        assert session.execute(select(Registration.id, Registration.changed_at)).all() == before


def test_a_known_address_is_brought_up_to_date_and_empty_cells_change_nothing(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    known = add(world, event, "leila@example.org", function="Directrice", country="TN", language_code="en")
    bring_in(world, organiser, written([(*HEADINGS, "Function"), (*LEILA[:3], "Maroc", "", "", "")]))
    one = registration(world, known)
    assert (one.country, one.function, one.language_code) == ("MA", "Directrice", "en")


def test_every_line_is_shown_with_its_problem(world: World) -> None:
    organiser = world.organiser(world.event())
    rows = [
        HEADINGS,
        LEILA,
        ("Nobody", "nobody", "Org", "Atlantis", "Pirates", "Klingon"),
        ("Twice", LEILA[1], *LEILA[2:]),
        ("", "empty@example.org", "", "TN", "government", "en"),
    ]
    page = check(world, organiser, written(rows))
    assert page.texts(".notice") == [
        "3 lines have a problem. Correct them in your file and send the list again; nobody was imported."
    ]
    assert page.texts("tbody th") == ["2", "3", "4", "5"]
    assert page.texts("tbody p") == [
        "E-mail “\u2068nobody\u2069” is no complete e-mail address.",
        "Country We know no country called “\u2068Atlantis\u2069”.",
        "Category “\u2068Pirates\u2069” is none of the categories.",
        "Language “\u2068Klingon\u2069” is none of the languages of our messages.",
        "E-mail This address stands on line 2 already.",
        "Name This cell is empty, but the information is needed.",
        "Organisation This cell is empty, but the information is needed.",
    ]
    assert page.all("form[action$='/write']") == []
    assert world.count(Registration) == 0


def test_a_list_with_a_problem_is_not_written_by_a_forged_request(world: World) -> None:
    organiser = world.organiser(world.event())
    page = check(world, organiser, written([HEADINGS, ("", *LEILA[1:])]))
    token = page.values("form[action$='/withdraw']")
    organiser.post(page.response.request.path + "/write", token)
    world.deliver()
    assert world.count(Registration) == 0


def test_nobody_gets_a_message_unless_the_organiser_says_so(world: World) -> None:
    organiser = world.organiser(world.event())
    bring_in(world, organiser, written([HEADINGS, LEILA]))
    assert world.deliver() == []
    page = check(world, organiser, written([HEADINGS, LEILA, OMAR]), writes="y")
    page.submit("form[action$='/write']")
    assert [mail["To"] for mail in world.deliver()] == ["omar@example.org"]


def test_more_people_than_places_are_not_imported_at_all(world: World) -> None:
    organiser = world.organiser(world.event(places=1))
    page = bring_in(world, organiser, written([HEADINGS, LEILA, OMAR]))
    assert page.texts(".notice") == [
        (
            "There are fewer places left than people to confirm. Nobody was imported. Raise the places, or import the "
            "people to be examined."
        )
    ]
    assert world.count(Registration) == 0
    page = bring_in(world, organiser, written([HEADINGS, LEILA, OMAR]), state="pending")
    with world.reading() as session:
        assert session.scalars(select(Registration.state)).all() == ["pending", "pending"]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "This file holds no rows. Look whether it is the right one."),
        (
            b"%PDF-1.7 something",
            "This is neither a CSV nor an XLSX file. Save the list in one of these formats and send it again.",
        ),
        (b"PK\x03\x04 cut off", "This file is damaged and cannot be opened. Save it again and send it once more."),
    ],
)
def test_what_is_no_list_is_refused_in_words(world: World, body: bytes, sentence: str) -> None:
    page = send(world.organiser(world.event()), body)
    assert (page.status, page.errors) == (422, [sentence])
    assert world.count(ParticipantImport) == 0


def test_a_dropped_list_leaves_no_file(world: World) -> None:
    organiser = world.organiser(world.event())
    page = check(world, organiser, written([HEADINGS, LEILA]))
    assert organiser.follow(page.submit("form[action$='/withdraw']")).status == 200
    with world.reading() as session:
        found = session.scalars(select(ParticipantImport)).one()
        assert (found.state, found.file_sha256, found.staged_sha256) == (ImportState.WITHDRAWN, "", "")


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_pages_speak_every_language(world: World, language: str) -> None:
    organiser = world.organiser(world.event())
    page = organiser.follow(send(organiser, written([HEADINGS, LEILA]), language=language))
    assert page.status == 200
    started = page.submit()
    world.deliver()
    assert organiser.follow(started).status == 200
    assert organiser.get(FILES.replace("/en/", f"/{language}/")).status == 200


def test_lists_are_the_organisers_of_the_event_alone(world: World) -> None:
    event = world.event()
    elsewhere = world.organiser(world.event("elsewhere"), "elsewhere@example.org")
    page = check(world, world.organiser(event), written([HEADINGS, LEILA]))
    path = page.response.request.path
    assert [
        world.member(event, Role.TRANSLATOR).get(path).status,
        world.member(event, Role.DESK).get(path).status,
        elsewhere.get(path).status,
        elsewhere.get(path.replace("thamm-2021", "elsewhere")).status,
    ] == [403, 403, 403, 404]


def test_two_lists_at_once_bring_everybody_in_once(world: World) -> None:
    """On both databases: the second to come waits for the event's lock, and finds people who are there already."""
    organiser = world.organiser(world.event())
    paths = []
    for _number in range(2):
        page = check(world, organiser, written([HEADINGS, LEILA, OMAR]))
        page.submit("form[action$='/write']")
        paths.append(page.response.request.path)

    def work(number: int) -> None:
        with world.app.app_context():
            write_import({"import": number})

    ids = [int(path.rpartition("/")[2]) for path in paths]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, ids))
    with world.reading() as session:
        reports = session.scalars(select(ParticipantImport.report).order_by(ParticipantImport.id)).all()
    assert sorted((report["new"], report["same"]) for report in reports) == [(0, 2), (2, 0)]
    assert world.count(Registration) == 2


def test_who_registers_after_the_check_is_found_and_not_doubled(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    page = check(world, organiser, written([HEADINGS, LEILA]))
    known = add(world, event, "Leila@Example.org", organisation="Elsewhere")
    page.submit("form[action$='/write']")
    world.deliver()
    with world.reading() as session:
        report = session.scalars(select(ParticipantImport.report)).one()
    assert (report["new"], report["changed"]) == (0, 1)
    assert registration(world).id == known


def test_a_person_who_cancelled_is_left_alone(world: World) -> None:
    event = world.event()
    known = add(world, event, "leila@example.org", state=RegistrationState.CANCELLED)
    page = bring_in(world, world.organiser(event), written([HEADINGS, LEILA]))
    assert registration(world, known).state == RegistrationState.CANCELLED
    assert "1 left as they are" in page.texts(".notice")[0]


def arrange(world: World, **values: Any) -> None:
    """Every list as somebody else, or a worker that was lost, left it."""
    with world.writing() as session:
        session.execute(update(ParticipantImport).values(**values).execution_options(synchronize_session=False))


def lists(world: World) -> list[tuple[str, str, str, str]]:
    """The state of every list, and what it still holds."""
    with world.reading() as session:
        found = session.scalars(select(ParticipantImport).order_by(ParticipantImport.id))
        return [(one.state, one.file_name, one.file_sha256, one.staged_sha256) for one in found]


@pytest.mark.parametrize("state", ["uploaded", "checking", "checked", "importing", "failed"])
def test_who_is_erased_is_in_no_list_that_waits_and_comes_back_from_none(world: World, state: str) -> None:
    event = world.event()
    organiser = world.organiser(event)
    page = check(world, organiser, written([HEADINGS, LEILA]))
    path, known = page.response.request.path, add(world, event, LEILA[1])
    arrange(world, state=state, error="unexpected" if state == "failed" else "")
    with world.writing() as session:
        service.erase(session, session.get_one(Registration, known), by=None)
    assert lists(world) == [(ImportState.WITHDRAWN, "", "", "")]
    for address in (path, f"{path}/columns"):
        shown = organiser.get(address)
        assert LEILA[1] not in (organiser.follow(shown) if shown.status == 302 else shown).source
    organiser.post(f"{path}/write", page.values("form[action$='/withdraw']"))
    with world.app.app_context():
        write_import({"import": int(path.rpartition("/")[2])})
    with world.reading() as session:
        assert session.scalars(select(Registration.email)).all() == [""]


def test_a_list_that_failed_and_lost_its_file_has_no_columns_to_choose(world: World) -> None:
    organiser = world.organiser(world.event())
    path = check(world, organiser, written([HEADINGS, LEILA])).response.request.path
    arrange(world, state=ImportState.FAILED, file_sha256="", staged_sha256="")
    answer = organiser.get(f"{path}/columns")
    assert (answer.status, answer.location) == (302, path)
    assert organiser.follow(answer).all("a[href$='/columns']") == []


def test_a_list_that_somebody_started_meanwhile_is_not_read_anew(world: World) -> None:
    organiser = world.organiser(world.event())
    page = organiser.follow(send(organiser, written([HEADINGS, LEILA])))
    with world.app.app_context():
        engine = db.engine

    def start(_connection: object) -> None:
        """Between the look at the list and its lock, as the request leaves its read for its write."""
        with engine.connect() as other:
            other.execute(update(ParticipantImport).values(state=ImportState.CHECKING))
            other.commit()

    database_events.listen(engine, "rollback", start, once=True)
    after = organiser.follow(page.submit(separator=";"))
    assert "Somebody decided about this list before you. Look at its state now." in after.texts(".notice p")
    assert lists(world)[0][0] == ImportState.CHECKING


@pytest.mark.parametrize("state", ["uploaded", "checking", "checked", "importing", "failed"])
def test_a_list_is_kept_for_a_week_whatever_became_of_its_worker(world: World, state: str) -> None:
    organiser = world.organiser(world.event())
    check(world, organiser, written([HEADINGS, LEILA]))
    arrange(world, state=state)
    for days, after in ((6, state), (8, ImportState.WITHDRAWN)):
        with clock.at(clock.now() + timedelta(days=days)), world.app.app_context():
            do_hourly_work({})
        assert lists(world)[0][0] == after
    assert lists(world)[0][2:] == ("", "")


def test_the_words_of_a_question_are_looked_up_once_for_a_whole_list(world: World) -> None:
    event = world.event()
    make_field(world, event, FieldType.TEXT, "What do you eat?")
    organiser = world.organiser(event)
    rows = [(f"Person {number}", f"p{number}@example.org", *LEILA[2:], "Fish") for number in range(5)]
    page = check(world, organiser, written([(*HEADINGS, "What do you eat?"), *rows]))
    page.submit("form[action$='/write']")
    with count_queries(world.app) as queries:
        world.deliver()
    with world.reading() as session:
        assert session.scalars(select(Answer.value)).all() == [{"text": "Fish"}] * 5
        assert len({*session.scalars(select(Answer.wording_id))}) == 1
    assert len([query for query in queries if f"FROM {FieldWording.__tablename__} " in " ".join(query.split())]) == 1
