"""People invited from a list: looked at row by row, taken over whole, each person invited once."""

from __future__ import annotations

import io
import threading
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import python_calamine
from sqlalchemy import select

from conference.agenda.models import Session, SessionStatus, Speaker, SpeakerInSession
from conference.audit.models import AuditEntry
from conference.core import clock
from conference.core.languages import ARABIC, FRENCH
from conference.events.models import Role
from conference.events.sent_files import forgetting
from conference.outbox.models import Message
from conference.speakers.models import Invitation, SpeakerList
from tests.client import Page, Visitor
from tests.made.agenda import give_role, make_session, make_speaker
from tests.made.invitation_lists import APPLY, DROP, HEADINGS, LISTS, NADIA, look, make_list, people, send, take_over
from tests.made.lists import workbook
from tests.made.speakers import invite
from tests.queries import count_queries
from tests.world import World


@pytest.fixture
def event(world: World) -> int:
    found = world.event()
    make_session(world, found, "D1-01")
    make_session(world, found, "D1-02", hours=("11:00", "12:00"))
    return found


@pytest.fixture
def organiser(world: World, event: int) -> Visitor:
    return world.organiser(event)


def row(**cells: Any) -> list[Any]:
    """A row with a name and an address, and these cells."""
    names = ("honorific", "native", "latin", "email", "language", "session", "role", "function", "organisation")
    known = {"native": "Omar Alami", "email": "omar@example.org"} | cells
    return [known.get(name, "") for name in names]


def cells(page: Page, label: str) -> list[str]:
    """What the table of rows says in a column."""
    return page.texts(f"#lines td[data-label='{label}']")


def problems(page: Page) -> list[tuple[str, str, str]]:
    """Line, column and sentence of what is to correct."""
    lines, what = page.texts("#to-correct th[scope=row]"), page.texts("td[data-label='What is wrong']")
    return list(zip(lines, page.texts("td[data-label='Column']"), what, strict=False))


def roles(world: World) -> list[tuple[str, str, str]]:
    """Who has which role where."""
    with world.reading() as database:
        query = (
            select(Speaker.email, Session.code, SpeakerInSession.role)
            .join(SpeakerInSession.speaker)
            .join(SpeakerInSession.session)
            .order_by(Speaker.email, Session.code, SpeakerInSession.role)
        )
        return [tuple(one) for one in database.execute(query)]  # type: ignore[misc]


def test_a_list_is_shown_first_and_written_only_then(world: World, organiser: Visitor) -> None:
    page = look(organiser, people(NADIA, row(language="fr", session="d1-02")))
    assert cells(page, "Invitation") == ["Will be invited", "Will be invited"]
    assert "2 people will be invited." in page.text
    assert (world.count(Speaker), world.count(Invitation), world.deliver()) == (0, 0, [])
    organiser.follow(page.submit(APPLY))
    assert roles(world) == [("nadia@example.org", "D1-01", "moderator"), ("omar@example.org", "D1-02", "speaker")]
    mails = {mail["To"]: mail["Content-Language"] for mail in world.deliver()}
    assert mails == {"nadia@example.org": "ar", "omar@example.org": "fr"}
    with world.reading() as database:
        nadia = database.scalars(select(Speaker).where(Speaker.email == "nadia@example.org")).one()
        assert (nadia.honorific, nadia.native_name, nadia.latin_name) == ("dr", "نادية الراوي", "Nadia Rawi")
        assert (nadia.code, nadia.function.text(ARABIC), nadia.organisation.text(ARABIC)) == (
            "nadia-rawi",
            "مديرة",
            "وزارة",
        )
        assert nadia.function.text(FRENCH) == ""
        told = database.scalars(select(AuditEntry).where(AuditEntry.verb == "invite by list")).one().after
        assert told == {"speakers_new": 2, "roles_new": 2, "invited": 2}


def test_a_person_on_five_rows_gets_one_invitation(world: World, organiser: Visitor) -> None:
    rows = [row(session=code, role=role) for code in ("D1-01", "D1-02") for role in ("Speaker", "Chair")]
    page = look(organiser, people(*rows, row(email="OMAR@example.org", session="D1-01", role="Moderator")))
    assert cells(page, "Invitation") == ["Will be invited", *["As on line 2"] * 4]
    organiser.follow(page.submit(APPLY))
    assert (world.count(Speaker), world.count(Invitation), len(world.deliver())) == (1, 1, 1)
    assert len(roles(world)) == 5


def test_the_same_list_again_changes_nothing_and_offers_nothing(world: World, organiser: Visitor) -> None:
    body = people(NADIA)
    take_over(organiser, body)
    world.deliver()
    page = look(organiser, body)
    assert cells(page, "Invitation") == ["Already invited"]
    assert "Has this role already" in cells(page, "Role in the session")[0]
    assert page.all(APPLY) == []


def test_known_people_keep_what_the_draft_says_of_them(world: World, event: int, organiser: Visitor) -> None:
    addressed = make_speaker(world, event, "addressed", email="OMAR@example.org", language_code="ar")
    invite(world, addressed)
    named = make_speaker(world, event, "named", native_name="Nadia Rawi", latin_name="", email="")
    world.deliver()
    page = look(organiser, people(row(language="fr", function="Other", session="D1-01"), NADIA))
    assert cells(page, "Person") == [
        "Omar Alamiomar@example.org Known speaker",
        "نادية الراويnadia@example.org Known speaker, who gets this address",
    ]
    organiser.follow(page.submit(APPLY))
    with world.reading() as database:
        first, second = (database.get_one(Speaker, one) for one in (addressed, named))
        assert (first.native_name, first.language_code, first.email) == ("ليلى بن علي", "ar", "OMAR@example.org")
        assert (second.native_name, second.email, second.language_code) == ("Nadia Rawi", "nadia@example.org", "ar")
    assert world.count(Speaker) == 2
    assert [mail["To"] for mail in world.deliver()] == ["nadia@example.org"]


def test_whoever_was_withdrawn_is_invited_again(world: World, event: int, organiser: Visitor) -> None:
    invite(world, make_speaker(world, event, "omar", email="omar@example.org"))
    organiser.get("/en/thamm-2021/manage/speakers").submit("form[action$='/omar/withdraw']")
    page = look(organiser, people(row()))
    assert cells(page, "Invitation") == ["Will be invited again"]
    organiser.follow(page.submit(APPLY))
    assert [mail["To"] for mail in world.deliver()] == ["omar@example.org"]


@pytest.mark.parametrize(
    ("cell", "column", "sentence"),
    [
        ({"email": ""}, "E-mail address", "This cell is empty, but the information is needed."),
        ({"email": "omar"}, "E-mail address", "“\u2068omar\u2069” is no complete e-mail address."),
        ({"native": ""}, "Full name", "This cell is empty, but the information is needed."),
        ({"native": "#N/A"}, "Full name", "The formula in this cell has failed. Correct it, or write what it should give."),  # noqa: E501
        (
            {"native": "Omar\u202eimalA"},
            "Full name",
            "This text holds invisible characters that turn its direction. Type it again instead of pasting it.",
        ),
        ({"language": "Klingon"}, "Language of our messages", "“\u2068Klingon\u2069” is none of the languages of our messages."),  # noqa: E501
        ({"honorific": "Captain"}, "Title", "We know no title “\u2068Captain\u2069”."),
        ({"session": "D9-99"}, "Code of the session", "No session of the draft has the code “\u2068D9-99\u2069”."),
        ({"session": "D1-02"}, "Code of the session", "The session “\u2068D1-02\u2069” is cancelled."),
        ({"session": "D1-01", "role": "Juggler"}, "Role in the session", "We know no role “\u2068Juggler\u2069”."),
        ({"role": "Speaker"}, "Role in the session", "A role needs the code of a session."),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_with_its_row_and_nothing_is_written(
    world: World, event: int, organiser: Visitor, cell: dict[str, str], column: str, sentence: str
) -> None:
    with world.writing() as database:
        database.scalars(select(Session).where(Session.code == "D1-02")).one().status = SessionStatus.CANCELLED
    page = look(organiser, people(NADIA, row(**cell)))
    assert problems(page) == [("3", column, sentence)]
    assert page.all(APPLY) == []
    path = page.response.request.path
    form = {"csrf_token": page.values(DROP)["csrf_token"], "seen": "x"}
    assert organiser.post(f"{path}/apply", form).status == 409
    assert (world.count(Speaker), world.deliver()) == (0, [])


def test_rows_that_contradict_each_other_are_told(world: World, event: int, organiser: Visitor) -> None:
    make_speaker(world, event, "one", native_name="Twin", latin_name="", email="")
    make_speaker(world, event, "two", native_name="Twin", latin_name="", email="")
    page = look(
        organiser,
        people(
            row(session="D1-01"),
            row(native="Somebody Else", session="D1-02"),
            row(session="D1-01"),
            row(native="Twin", email="twin@example.org"),
        ),
    )
    assert problems(page) == [
        (
            "3",
            "Full name",
            "On line 2 this address belongs to “\u2068Omar Alami\u2069”: one address is one person.",
        ),
        ("4", "Role in the session", "This person has this role already. Choose another person or role."),
        (
            "5",
            "Full name",
            (
                "Several speakers of the draft are called “\u2068Twin\u2069”. Give the right one their address in the "
                "draft first."
            ),
        ),
    ]


def test_a_language_that_the_event_lacks_is_refused(world: World) -> None:
    event = world.event(language_codes=["en", "ar"])
    page = look(world.organiser(event), people(row(language="français")))
    assert [one[2] for one in problems(page)] == ["“\u2068français\u2069” is none of the languages of this event."]


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_template_offers_its_choices_and_comes_back_in_every_language(
    world: World, organiser: Visitor, language: str
) -> None:
    answer = organiser.get(f"{LISTS.replace('/en/', f'/{language}/')}/template.xlsx").response
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<dataValidation ") == 4
    assert ('rightToLeft="1"' in sheet) == (language == "ar")
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    (headings,) = book.get_sheet_by_index(0).to_python()
    choices = book.get_sheet_by_index(1).to_python()
    title, spoken, role = choices[1][0], choices[2][1], choices[2][2]
    assert [one[3] for one in choices[1:3]] == ["D1-01", "D1-02"]
    filled = [title, "Omar Alami", "", "omar@example.org", spoken, "D1-01", role, "Director", "Ministry"]
    page = look(organiser, workbook([headings, filled]), language=language)
    organiser.follow(page.submit(APPLY))
    assert roles(world) == [("omar@example.org", "D1-01", "moderator")]
    (mail,) = world.deliver()
    assert mail["Content-Language"] == "fr"


def test_a_draft_that_changed_meanwhile_is_shown_anew(world: World, event: int, organiser: Visitor) -> None:
    page = look(organiser, people(row(session="D1-01")))
    speaker = make_speaker(world, event, "omar", email="omar@example.org")
    moved = page.submit(APPLY)
    assert moved.status == 409
    assert "Known speaker" in cells(moved, "Person")[0]
    assert (world.count(Invitation), world.deliver()) == (0, [])
    organiser.follow(moved.submit(APPLY))
    assert roles(world) == [("omar@example.org", "D1-01", "speaker")]
    with world.reading() as database:
        assert database.scalars(select(Invitation.speaker_id)).all() == [speaker]


def test_an_invitation_sent_meanwhile_is_noticed(world: World, event: int, organiser: Visitor) -> None:
    speaker = make_speaker(world, event, "omar", email="omar@example.org")
    page = look(organiser, people(row()))
    invite(world, speaker)
    assert page.submit(APPLY).status == 409
    assert len(world.deliver()) == 1


def test_two_organisers_at_once_take_a_list_over_once(world: World, event: int) -> None:
    made = make_list(world, event)
    pages = [world.organiser(event, f"{name}@example.org").get(f"{LISTS}/{made}") for name in ("first", "second")]
    together = threading.Barrier(2)
    statuses: list[int] = []

    def confirm(page: Page) -> None:
        together.wait()
        statuses.append(page.submit(APPLY).status)

    threads = [threading.Thread(target=confirm, args=[page]) for page in pages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [302, 302]
    assert (world.count(Speaker), world.count(Invitation), len(world.deliver())) == (1, 1, 1)


def test_a_list_is_kept_until_it_is_decided_about(world: World, event: int, organiser: Visitor) -> None:
    first, second = make_list(world, event), make_list(world, event)
    dropped = organiser.follow(organiser.get(f"{LISTS}/{first}").submit(DROP))
    assert "The list is dropped. Nobody was invited from it." in dropped.source
    assert "This list was dropped." in organiser.get(f"{LISTS}/{first}").text
    with clock.at(datetime.now(UTC) + timedelta(days=8)), world.writing() as database:
        work = forgetting("lists", SpeakerList)
        assert list(work.due(database)) == [event]
        work.do(database, event)
    with world.reading() as database:
        assert database.get_one(SpeakerList, second).file_sha256 == ""
    assert (world.count(Speaker), world.count(Message)) == (0, 0)


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(people(NADIA))) as whole, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for entry in whole.infolist():
            out.writestr(entry.filename, whole.read(entry))
        out.writestr("xl/media/much.bin", b"\0" * (300 * 1024 * 1024))
    return packed.getvalue()


def with_macros() -> bytes:
    """A workbook that calls itself one with macros, as Excel saves it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(people(NADIA))) as whole, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for entry in whole.infolist():
            out.writestr(entry.filename, whole.read(entry))
        out.writestr("xl/vbaProject.bin", b"Sub AutoOpen")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (bomb, "This file is too large: we take 268 MB at most. Send it in parts."),
        (lambda: people(NADIA)[:900], "This file is damaged and cannot be opened. Save it again and send it once more."),  # noqa: E501
        (lambda: b"", "This file holds no rows. Look whether it is the right one."),
        (lambda: b"%PDF-1.4 not a list", "This is neither a CSV nor an XLSX file. Save the list in one of these formats and send it again."),  # noqa: E501
        (lambda: people(), "This file holds no rows. Look whether it is the right one."),
        (lambda: workbook([["Name", "Session"], ["Omar", "D1-01"]]), "This list has no column for e-mail addresses. Download the template and keep its headings."),  # noqa: E501
        (lambda: people(*[row(email=f"p{number}@example.org") for number in range(1001)]), "This list has more than 1,000 rows. Send it in parts."),  # noqa: E501
    ],
)  # fmt: skip
def test_files_that_are_no_list_are_refused_in_words(
    world: World, organiser: Visitor, body: Any, sentence: str
) -> None:
    page = send(organiser, body())
    assert (page.status, page.errors) == (422, [sentence])
    assert (world.count(SpeakerList), world.count(Speaker)) == (0, 0)


def test_macros_are_never_run_and_the_cells_are_read(world: World, organiser: Visitor) -> None:
    page = look(organiser, with_macros())
    assert cells(page, "Invitation") == ["Will be invited"]


def test_formulas_and_markup_stay_words(world: World, event: int, organiser: Visitor) -> None:
    calculated = workbook([HEADINGS, ["", "=1+6", "<script>x</script>", "omar@example.org"]])
    page = organiser.follow(look(organiser, calculated).submit(APPLY))
    assert page.all("main script") == []
    with world.reading() as database:
        one = database.scalars(select(Speaker)).one()
        assert (one.native_name, one.latin_name) == ("7", "<script>x</script>")
    harmless = people(row(native="'=HYPERLINK(1)", email="two@example.org"))
    organiser.follow(look(organiser, harmless).submit(APPLY))
    with world.reading() as database:
        assert database.scalars(select(Speaker.native_name).where(Speaker.email == "two@example.org")).one() == (
            "=HYPERLINK(1)"
        )


def test_columns_that_we_do_not_know_are_named(organiser: Visitor) -> None:
    page = look(organiser, workbook([[*HEADINGS, "Shoe size"], [*row(), "42"]]))
    assert "This column is not read: \u2068Shoe size\u2069" in page.text


def test_looking_asks_as_often_for_thirty_people_as_for_two(world: World, event: int, organiser: Visitor) -> None:
    asked = []
    for count in (2, 30):
        for number in range(count):
            code = f"known-{count}-{number}"
            give_role(world, 1, make_speaker(world, event, code, email=f"{code}@example.org"))
        body = people(*[row(email=f"known-{count}-{number}@example.org", session="D1-01") for number in range(count)])
        made = make_list(world, event, body)
        with count_queries(world.app) as queries:
            organiser.get(f"{LISTS}/{made}")
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert asked[0] <= 12


def test_only_organisers_of_the_event_reach_its_lists(world: World, event: int, visitor: Visitor) -> None:
    made, other = make_list(world, event), world.event("other-2021")
    paths = [("GET", ""), ("GET", "/template.xlsx"), ("GET", f"/{made}"), ("POST", f"/{made}/apply")]
    paths += [("POST", f"/{made}/drop"), ("POST", "")]

    def statuses(who: Visitor) -> set[int]:
        return {who.ask(method, f"{LISTS}{rest}").status for method, rest in paths}

    assert statuses(visitor) == {302}
    for role in (Role.TRANSLATOR, Role.DESK):
        assert statuses(world.member(event, role)) == {403}
    stranger = world.organiser(other, "elsewhere@example.org")
    assert statuses(stranger) == {403}
    assert stranger.get(f"/en/other-2021/manage/speakers/lists/{made}").status == 404
    assert world.count(Speaker) == 0
