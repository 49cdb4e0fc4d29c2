"""Publishing tells those whom it concerns, once each and in their language, or nobody; and shows them beforehand."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select

from conference.accounts.models import Account
from conference.agenda import service
from conference.agenda.models import AgendaVersion, ChosenSession, PersonalAgenda, Session, Speaker
from conference.core.database import db, write
from conference.core.translated import Translated
from conference.events.models import Event, Publication
from conference.outbox.models import Message
from conference.registration import service as registrations
from conference.registration.models import FieldType, Registration, RegistrationState
from conference.speakers.models import Invitation, InvitationState
from tests.client import Page
from tests.made.agenda import change, give_role, hour, make_room, make_session, make_speaker, publish
from tests.made.form import choose, make_field
from tests.made.mails import html_of, text_of
from tests.made.registration import add
from tests.made.speakers import invite
from tests.queries import count_queries
from tests.world import World, in_three

DRAFT = "/en/thamm-2021/manage/agenda"


def keep_own_agenda(world: World, event: int, account: int, *sessions: int) -> None:
    moment = datetime(2021, 6, 1, tzinfo=UTC)
    with world.writing() as database:
        own = PersonalAgenda(
            event_id=event, account_id=account, secret=f"secret-{account}", created_at=moment, changed_at=moment
        )
        for one in sessions:
            chosen = database.get_one(Session, one)
            own.chosen.append(
                ChosenSession(session_id=one, chosen_at=moment, starts_at=chosen.starts_at, ends_at=chosen.ends_at)
            )
        database.add(own)


def move(world: World, session: int, start: str = "14:00", end: str = "15:00") -> None:
    with world.reading() as database:
        event = database.get_one(Session, session).event
        values = {"starts_at": hour(event, start), "ends_at": hour(event, end)}
    change(world, session, **values)


def publish_and_tell(world: World, event: int) -> int:
    """Publish, and say how many people a mail was written to."""
    with world.writing() as database:
        the_event = database.get_one(Event, event)
        version = service.publish_agenda(database, the_event, note=Translated(), by=None)
        return service.tell_concerned(database, the_event, version)


def written_to(world: World) -> list[str]:
    with world.reading() as database:
        query = select(Message.recipient).where(Message.kind == service.AGENDA_CHANGED)
        return sorted(database.scalars(query))


def by_address(mails: list[EmailMessage]) -> dict[str, EmailMessage]:
    return {str(mail["To"]): mail for mail in mails}


@pytest.fixture
def event(world: World) -> int:
    return world.event()


@pytest.fixture
def workshops(world: World, event: int) -> tuple[list[int], str]:
    """Two sessions that the form offers, published, and the key of the question."""
    sessions = [
        make_session(world, event, "WS-1", hours=("09:00", "10:00")),
        make_session(world, event, "WS-2", hours=("10:00", "11:00")),
    ]
    publish(world, event)
    return sessions, make_field(world, event, FieldType.SESSIONS, sessions=dict.fromkeys(sessions))


def test_whoever_chose_a_session_is_told_in_their_language_what_changed_in_it(
    world: World, event: int, workshops: tuple[list[int], str]
) -> None:
    (one, two), key = workshops
    for address, language, choices in (
        ("amal@example.org", "ar", [0]),
        ("francoise@example.org", "fr", [0, 1]),
        ("other@example.org", "en", [1]),
    ):
        choose(world, event, add(world, event, address, language_code=language), key, *choices)
    world.deliver()
    move(world, one)
    change(world, one, room_id=make_room(world, event, "Annex"))
    with world.writing() as database:
        database.get_one(Session, two).abstract = in_three("Other words")
    assert publish_and_tell(world, event) == 2
    mails = by_address(world.deliver())
    assert sorted(mails) == ["amal@example.org", "francoise@example.org"]
    french, arabic = mails["francoise@example.org"], mails["amal@example.org"]
    assert (french["Content-Language"], arabic["Content-Language"]) == ("fr", "ar")
    lines = text_of(french).split("\n")
    assert [one for one in lines if one.startswith("- ")] == [
        (
            "- Nouvel horaire de la séance «\u00a0Titre WS-1\u00a0»\u00a0: lun. 5 juillet \u206614:00–15:00\u2069 "
            "au lieu de lun. 5 juillet \u206609:00–10:00\u2069."
        ),
        "- Salle de la séance «\u00a0Titre WS-1\u00a0»\u00a0: Annex (français).",
    ]
    assert "http://localhost/fr/thamm-2021/agenda/WS-1" in lines
    assert "http://localhost/fr/thamm-2021/calendar.ics" in lines
    assert "WS-2" not in text_of(french), "new words in a session are not worth a mail"
    root = html_of(arabic)
    assert (root.get("lang"), root.get("dir")) == ("ar", "rtl")
    text = "".join(root.itertext())
    assert "عنوان WS-1" in text
    assert "http://localhost/ar/thamm-2021/agenda" in text
    assert "14:00–15:00" in text


def test_a_mail_about_words_alone_is_written_to_nobody(
    world: World, event: int, workshops: tuple[list[int], str]
) -> None:
    (one, _two), key = workshops
    choose(world, event, add(world, event, "a@example.org"), key, 0)
    with world.writing() as database:
        database.get_one(Session, one).title = in_three("Another title")
    assert publish_and_tell(world, event) == 0


@pytest.mark.parametrize("state", [RegistrationState.DECLINED, RegistrationState.CANCELLED])
def test_nobody_who_declined_or_cancelled_is_told(
    world: World, event: int, workshops: tuple[list[int], str], state: RegistrationState
) -> None:
    """Neither as somebody who chose on the form, nor as the owner of an agenda, nor as a speaker."""
    (one, _two), key = workshops
    gone = add(world, event, "gone@example.org")
    choose(world, event, gone, key, 0)
    with world.writing() as database:
        database.get_one(Registration, gone).state = state
    keep_own_agenda(world, event, world.account("gone@example.org"), one)
    keep_own_agenda(world, event, world.account("here@example.org"), one)
    speaker = make_speaker(world, event)
    give_role(world, one, speaker)
    invitation = invite(world, speaker)
    with world.writing() as database:
        database.get_one(Invitation, invitation).state = InvitationState.DECLINED
    move(world, one)
    assert publish_and_tell(world, event) == 1
    assert written_to(world) == ["here@example.org"]


def test_somebody_who_chose_and_speaks_and_keeps_an_agenda_gets_one_mail(
    world: World, event: int, workshops: tuple[list[int], str]
) -> None:
    (one, two), key = workshops
    choose(world, event, add(world, event, "leila@example.org", native_name="Leila"), key, 0)
    keep_own_agenda(world, event, world.account("leila@example.org"), one)
    give_role(world, two, make_speaker(world, event, email="Leila@Example.org"))
    publish(world, event)
    world.deliver()
    move(world, one)
    move(world, two, "15:00", "16:00")
    assert publish_and_tell(world, event) == 1
    with world.writing() as database:
        version = database.scalars(select(AgendaVersion).order_by(AgendaVersion.number.desc())).first()
        assert version is not None
        service.tell_concerned(database, database.get_one(Event, event), version)
    (mail,) = world.deliver()
    text = text_of(mail)
    assert "The agenda has changed in sessions that you chose or in which you speak." in text
    assert [line for line in text.split("\n") if line.startswith("Title")] == ["Title WS-1", "Title WS-2"]


def test_nominees_who_share_an_address_are_people_of_their_own(
    world: World, event: int, workshops: tuple[list[int], str]
) -> None:
    (one, _two), key = workshops
    for name in ("Amal", "Samir"):
        nominee = add(world, event, f"{name}@example.org", native_name=name)
        choose(world, event, nominee, key, 0)
        with world.writing() as database:
            found = database.get_one(Registration, nominee)
            found.shares_address = True
            found.email = found.email_key = "focal@example.org"
    world.deliver()
    move(world, one)
    assert publish_and_tell(world, event) == 2
    texts = sorted(text_of(mail) for mail in world.deliver())
    assert [name in text for text, name in zip(texts, ("Amal", "Samir"), strict=True)] == [True, True]


def test_speakers_who_join_or_leave_are_told_and_those_of_a_new_session(world: World, event: int) -> None:
    one = make_session(world, event)
    leaves, joins, begins = (make_speaker(world, event, code) for code in ("leaves", "joins", "begins"))
    given = give_role(world, one, leaves)
    publish(world, event)
    with world.writing() as database:
        session = database.get_one(Session, one)
        role = next(role for role in session.roles if role.id == given)
        service.remove_role(database, session.event, role, by=None)
    give_role(world, one, joins)
    give_role(world, make_session(world, event, "NEW", hours=("16:00", "17:00")), begins)
    assert publish_and_tell(world, event) == 3
    assert written_to(world) == [f"{code}@private.example.org" for code in ("begins", "joins", "leaves")]
    told = by_address(world.deliver())
    assert "New: Title NEW, on 5 July 2021, 16:00." in text_of(told["begins@private.example.org"])
    assert "Title NEW" not in text_of(told["joins@private.example.org"])


def test_a_new_venue_is_told_to_those_who_come_there(world: World, event: int) -> None:
    for code, room, speaker in (("HALL", False, "comes"), ("WEB", True, "stays")):
        session = make_session(world, event, code, room_id=make_room(world, event, code, is_online=room))
        give_role(world, session, make_speaker(world, event, speaker))
    publish(world, event)
    with world.writing() as database:
        database.get_one(Event, event).venue = in_three("Cairo")
    assert publish_and_tell(world, event) == 1
    (mail,) = world.deliver()
    assert (mail["To"], "- Venue: Cairo." in text_of(mail)) == ("comes@private.example.org", True)


def test_nobody_is_told_while_the_event_itself_is_a_draft(world: World, event: int) -> None:
    session = make_session(world, event)
    give_role(world, session, make_speaker(world, event))
    publish(world, event)
    with world.writing() as database:
        database.get_one(Event, event).publication = Publication.DRAFT
    move(world, session)
    assert board(world, event).all("input[name=tell]") == []
    assert publish_and_tell(world, event) == 0


def board(world: World, event: int, language: str = "en") -> Page:
    return world.organiser(event).get(f"/{language}/thamm-2021/manage/agenda")


def test_the_page_says_beforehand_whom_it_concerns_and_publishing_quietly_writes_to_nobody(
    world: World, event: int, workshops: tuple[list[int], str]
) -> None:
    (one, _two), key = workshops
    for number in range(3):
        choose(world, event, add(world, event, f"p{number}@example.org"), key, 0)
    give_role(world, one, make_speaker(world, event))
    give_role(world, one, make_speaker(world, event, "nobody", native_name="", latin_name="No Address", email=""))
    publish(world, event)
    organiser = world.organiser(event)
    assert organiser.get(DRAFT).all("input[name=tell]") == []
    move(world, one)
    page = organiser.get(DRAFT)
    concerned = page.texts("form[action$=publish] .changes li")
    assert concerned == [
        "3 people chose sessions that change.",
        "Speakers in them: ليلى بن علي Leila Ben Ali",
        "Speakers whom no mail reaches, because they have no address here or have declined: No Address",
    ]
    assert page.values("form[action$=publish]")["tell"] == "concerned"
    done = organiser.follow(page.submit("form[action$=publish]", tell="nobody"))
    assert done.texts(".notice p") == ["Version 3 is published."]
    assert written_to(world) == []
    move(world, one, "16:00", "17:00")
    done = organiser.follow(organiser.get(DRAFT).submit("form[action$=publish]"))
    assert done.texts(".notice p") == ["Version 4 is published.", "4 people get a mail about it."]
    assert written_to(world) == ["benali@private.example.org", "p0@example.org", "p1@example.org", "p2@example.org"]


def test_the_page_asks_as_much_for_thirty_people_as_for_three(
    world: World, event: int, workshops: tuple[list[int], str]
) -> None:
    (one, two), key = workshops
    organiser = world.organiser(event)
    move(world, one)
    move(world, two, "15:00", "16:00")
    counts: list[int] = []
    for first, count in ((0, 3), (3, 30)):
        for number in range(first, count):
            choose(world, event, add(world, event, f"p{number}@example.org"), key, 0, 1)
            keep_own_agenda(world, event, world.account(f"a{number}@example.org"), one)
            give_role(world, one, make_speaker(world, event, f"s{number}"))
        organiser.get(DRAFT)
        with count_queries(world.app) as queries:
            page = organiser.get(DRAFT)
        counts.append(len(queries))
        assert page.texts("form[action$=publish] .changes li")[0] == f"{2 * count} people chose sessions that change."
    assert counts[0] == counts[1] <= 12, counts


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("fr", "1 personne a choisi des séances qui changent."), ("ar", "اختار شخص واحد جلسات تتغير.")],
)
def test_it_says_so_in_french_and_arabic(
    world: World, event: int, workshops: tuple[list[int], str], language: str, sentence: str
) -> None:
    (one, _two), key = workshops
    choose(world, event, add(world, event, "p@example.org"), key, 0)
    move(world, one)
    assert board(world, event, language).texts("form[action$=publish] .changes li") == [sentence]


def test_a_forged_choice_of_whom_to_tell_is_refused_and_what_was_typed_is_kept(world: World, event: int) -> None:
    one = make_session(world, event)
    publish(world, event)
    move(world, one)
    page = world.organiser(event).get(DRAFT).submit("form[action$=publish]", **{"tell": "all", "note-en": "Typed"})
    assert page.status == 422
    assert page.values("form[action$=publish]")["note-en"] == "Typed"


def test_every_language_of_the_event_can_be_written_in_the_note(world: World, event: int) -> None:
    make_session(world, event)
    organiser = world.organiser(event)
    page = organiser.get(DRAFT)
    assert [one.get("name") for one in page.all("form[action$=publish] textarea")] == ["note-en", "note-fr", "note-ar"]
    page.submit("form[action$=publish]", **{"note-en": "First", "note-fr": "Première", "note-ar": "الأولى"})
    with world.reading() as database:
        (version,) = database.scalars(select(AgendaVersion))
        assert {language.code: version.note.text(language) for language in version.note} == {
            "en": "First",
            "fr": "Première",
            "ar": "الأولى",
        }


def test_two_who_publish_at_once_make_one_version_and_one_mail_each(
    app: Flask, world: World, event: int, workshops: tuple[list[int], str]
) -> None:
    (one, _two), key = workshops
    for number in range(3):
        choose(world, event, add(world, event, f"p{number}@example.org"), key, 0)
    move(world, one)
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def run() -> None:
        with app.app_context():
            the_event = db.session().get_one(Event, event)
            start.wait()
            try:
                with write() as database:
                    version = service.publish_agenda(database, the_event, note=Translated(), by=None)
                    outcomes.append(f"told {service.tell_concerned(database, the_event, version)}")
            except service.NothingToPublish:
                outcomes.append("nothing")
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["nothing", "told 3"]
    assert written_to(world) == ["p0@example.org", "p1@example.org", "p2@example.org"]


def test_erasing_somebody_takes_the_news_that_they_got_along(
    world: World, event: int, workshops: tuple[list[int], str]
) -> None:
    (one, _two), key = workshops
    erased, stays = add(world, event, "erased@example.org"), add(world, event, "stays@example.org")
    for person in (erased, stays):
        choose(world, event, person, key, 0)
    move(world, one)
    publish_and_tell(world, event)
    with world.writing() as database:
        registrations.erase(database, database.get_one(Registration, erased), by=None)
    assert written_to(world) == ["stays@example.org"]
    assert [str(mail["To"]) for mail in world.deliver() if "Changes in your sessions" in str(mail["Subject"])] == [
        "stays@example.org"
    ]


def test_an_account_is_written_to_in_its_own_language(world: World, event: int) -> None:
    one = make_session(world, event)
    publish(world, event)
    account = world.account("arabe@example.org", language="ar")
    keep_own_agenda(world, event, account, one)
    move(world, one)
    assert publish_and_tell(world, event) == 1
    (mail,) = world.deliver()
    assert (mail["Content-Language"], mail["Subject"]) == ("ar", "تغييرات في جلساتكم")
    with world.reading() as database:
        assert database.get_one(Account, account).language == "ar"
        assert database.scalars(select(Speaker)).all() == []
