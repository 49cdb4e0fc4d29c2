"""What a person sees of their data behind their link, takes with them, allows, and has erased."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import MetaData, select

from conference.accounts.models import Account
from conference.attendance.models import How
from conference.audit.models import AuditEntry
from conference.audit.service import record
from conference.core import clock
from conference.core.languages import ENGLISH
from conference.events.models import Event
from conference.outbox.models import Message
from conference.registration import service
from conference.registration.models import (
    Answer,
    FieldType,
    FieldWording,
    FormField,
    Registration,
    RegistrationInvitation,
    RegistrationRules,
    RegistrationState,
)
from conference.registration.queries import event_form
from tests.client import Visitor
from tests.made.agenda import make_session, publish
from tests.made.attendance import mark, presences
from tests.made.registration import add, link, register, registration
from tests.queries import count_queries
from tests.world import World, in_three

EMAIL = "leila.private@example.org"
PERSON = {"native_name": "Leïla Zyxwvu", "latin_name": "", "organisation": "Qwertium", "function": "Directrice Plokij"}
SECRETS = (EMAIL, "Zyxwvu", "Qwertium", "Plokij", "peanuts-and-such", "71 123 456")
BEFORE = datetime(2021, 6, 1, 9, tzinfo=UTC)
AFTER = datetime(2021, 7, 20, 9, tzinfo=UTC)


def dump(world: World) -> str:
    """Everything that stands in the database, as text."""
    with world.reading() as session:
        bind = session.get_bind()
        known = MetaData()
        known.reflect(bind)
        lines = []
        for table in known.sorted_tables:
            for row in session.execute(select(table)):
                cells = [
                    bytes(cell).decode("utf-8", "replace") if isinstance(cell, (bytes, memoryview)) else str(cell)
                    for cell in row
                ]
                lines.append(f"{table.name}: {' | '.join(cells)}")
        return "\n".join(lines)


def question(world: World, event: int, *, is_sensitive: bool = True, seen_by: tuple[str, ...] = ("organiser",)) -> str:
    """A question of the event's own form; its key."""
    with world.writing() as session:
        form = service.own_form(session, session.get_one(Event, event))
        field = FormField(
            event_id=event,
            section_id=form.sections[0].id,
            position=20,
            key="diet",
            type=FieldType.TEXT,
            label=in_three("What do you eat?", "Que mangez-vous ?", "ماذا تأكلون؟"),
            is_sensitive=is_sensitive,
            seen_by=list(seen_by),
        )
        session.add(field)
        session.flush()
        return field.key


def answer(world: World, registration_id: int, key: str = "diet", text: str = "peanuts-and-such") -> None:
    with world.writing() as session:
        found = session.get_one(Registration, registration_id)
        asked = event_form(session, found.event).asked
        service.store_answers(session, found, asked, {key: {"text": text}}, language=ENGLISH)


def person(world: World, event: int, email: str = EMAIL, **changes: Any) -> int:
    """Somebody with all that there can be about a person, registered before the event."""
    with clock.at(BEFORE):
        known = add(world, event, email, **(PERSON | changes))
        question_key = question(world, event)
        answer(world, known, question_key)
        with world.writing() as session:
            found = session.get_one(Registration, known)
            asked = event_form(session, found.event).asked
            service.store_consents(session, found, asked, ["recording", "participant_list"], language=ENGLISH)
            record(
                session,
                "decide",
                found,
                by=None,
                event_id=event,
                before={"native_name": "Leïla Zyxwvu"},
                after={"email": email},
            )
            session.add(
                RegistrationInvitation(
                    event_id=event,
                    email=email,
                    email_key=email,
                    language_code="en",
                    link_secret="s",
                    invited_at=clock.now(),
                )
            )
        world.deliver()
    return known


def hold(world: World, event: int, **changes: Any) -> None:
    with world.writing() as session:
        rules = session.get(RegistrationRules, event) or RegistrationRules.usual(event)
        for name, value in ({"legal_hold": True} | changes).items():
            setattr(rules, name, value)
        session.add(rules)


def test_the_page_shows_everything_in_every_language(world: World, visitor: Visitor) -> None:
    event = world.event()
    session_id = make_session(world, event)
    publish(world, event)
    known = person(world, event)
    mark(world, session_id, known)
    headings = {
        "en": [
            "Your answers",
            "What you allowed",
            "Sessions that you attended",
            "Sent to your calendar",
            "Your badges",
            "Messages to you",
        ],
        "fr": [
            "Vos réponses",
            "Ce que vous avez autorisé",
            "Séances auxquelles vous avez assisté",
            "Envoyé à votre calendrier",
            "Vos badges",
            "Messages qui vous sont adressés",
        ],
        "ar": [
            "إجاباتكم",
            "ما سمحتم به",
            "الجلسات التي حضرتموها",
            "ما أُرسل إلى تقويمكم",
            "شاراتكم",
            "الرسائل الموجهة إليكم",
        ],
    }
    for language, expected in headings.items():
        own = visitor.get(link(world, known, language=language))
        page = visitor.get(own.one("a[href$='/data']").get("href") or "")
        assert page.texts("section[aria-labelledby^=held] h2")[:6] == expected
        assert page.response.headers["Cache-Control"] == "no-store"
        assert page.texts("#content section[aria-labelledby=held-answers] td:nth-of-type(1)") == ["peanuts-and-such"]


def test_the_file_holds_everything_and_says_what_it_is(world: World, visitor: Visitor) -> None:
    event = world.event()
    session_id = make_session(world, event)
    publish(world, event)
    known = person(world, event)
    mark(world, session_id, known, how=How.JOIN)
    with world.writing() as session:
        record(
            session,
            "export registrations",
            session.get_one(Event, event),
            by=world.account_id("nobody@example.org"),
            event_id=event,
            before={},
            after={"format": "xlsx", "rows": 1},
        )
    with clock.at(AFTER):
        page = visitor.get(f"{link(world, known)}/data.json")
    stored = registration(world, known)
    assert page.response.headers["Content-Disposition"] == f'attachment; filename="thamm-2021-{stored.code}.json"'
    assert page.response.mimetype == "application/json"
    told = json.loads(page.source)
    assert set(told["explained"]) == set(told) - {"format", "made_at", "explained"}
    assert (told["format"], told["made_at"]) == ("conference-personal-data/1", "2021-07-20T09:00:00+00:00")
    assert told["event"] == {
        "address": "thamm-2021",
        "title": {"en": "Regional conference", "fr": "Conférence régionale", "ar": "مؤتمر إقليمي"},
        "starts_on": "2021-07-05",
        "ends_on": "2021-07-07",
        "zone": "Africa/Tunis",
    }
    assert told["registration"] == {
        "code": stored.code,
        "state": "confirmed",
        "title": "ms",
        "native_name": "Leïla Zyxwvu",
        "latin_name": "",
        "email": EMAIL,
        "organisation": "Qwertium",
        "function": "Directrice Plokij",
        "country": "TN",
        "category": "government",
        "sex": "",
        "correction": "",
        "language": "en",
        "shares_address": False,
        "has_account": False,
        "delegation": None,
        "is_head_of_delegation": False,
        "awaits_confirmation_by_person": False,
        "waits_since": None,
        "place_kept_until": None,
        "erasure_asked_at": None,
        "registered_at": "2021-06-01T09:00:00+00:00",
        "changed_at": "2021-06-01T09:00:00+00:00",
    }
    assert told["answers"] == [
        {
            "key": "diet",
            "type": "text",
            "question": "What do you eat?",
            "answer": {"text": "peanuts-and-such"},
            "answer_in_words": "peanuts-and-such",
            "language": "en",
            "answered_at": "2021-06-01T09:00:00+00:00",
            "is_sensitive": True,
        }
    ]
    assert [(one["key"], one["language"], one["given_at"], one["withdrawn_at"]) for one in told["consents"]] == [
        ("participant_list", "en", "2021-06-01T09:00:00+00:00", None),
        ("recording", "en", "2021-06-01T09:00:00+00:00", None),
    ]
    assert [(one["how"], one["withdrawn_at"]) for one in told["attendance"]] == [("join", None)]
    assert [(one["kind"], one["recipient"], one["state"]) for one in told["messages"]] == [
        ("registration.confirmed", EMAIL, "sent")
    ]
    assert [one["format"] for one in told["exports"]] == ["xlsx"]
    assert [(one["what"], one["after"]) for one in told["changes"]] == [("decide", {"email": EMAIL})]


def test_the_links_of_others_and_of_other_events_open_nothing(world: World, visitor: Visitor) -> None:
    here, there = world.event(), world.event("there")
    known = add(world, here, EMAIL)
    add(world, there, EMAIL)
    elsewhere = link(world, known).replace("thamm-2021", "there")
    for ending in ("data", "data.json", "data/diet", "consents", "erase"):
        assert visitor.get(f"{elsewhere}/{ending}").status == 404
        assert visitor.get(f"/en/thamm-2021/registration/forged/{ending}").status == 404
    assert visitor.get(f"{link(world, known)}/data/diet").status == 404


def test_consents_change_whenever_their_owner_wants(world: World, visitor: Visitor) -> None:
    event = world.event()
    known = person(world, event)
    with world.writing() as session:
        session.get_one(Event, event).registration_open = False
        session.get_one(Registration, known).state = RegistrationState.CANCELLED
    path = f"{link(world, known)}/consents"
    page = visitor.get(path)
    ticked = [name for name, value in page.values().items() if value == "y"]
    assert sorted(ticked) == ["participant_list", "recording"]
    done = visitor.follow(page.submit(recording=None, invitations="y"))
    assert done.texts(".notice p") == ["What you allow is saved."]
    stored = registration(world, known)
    assert sorted(stored.given) == ["invitations", "participant_list"]
    assert [one.withdrawn_at is None for one in stored.consents if one.key == "recording"] == [False]


def test_a_consent_that_is_no_longer_asked_for_can_still_be_withdrawn(world: World, visitor: Visitor) -> None:
    event = world.event()
    known = person(world, event)
    with world.writing() as session:
        field = session.scalars(select(FormField).where(FormField.key == "recording")).one()
        field.retired_at = clock.now()
    page = visitor.get(f"{link(world, known)}/consents")
    assert page.values()["recording"] == "y"
    assert "no longer asked for" in page.text
    page.submit(recording=None)
    assert sorted(registration(world, known).given) == ["participant_list"]


def test_a_consent_read_in_another_language_is_given_anew_in_its_words(world: World, visitor: Visitor) -> None:
    event = world.event()
    known = person(world, event)
    page = visitor.get(f"{link(world, known, language='fr')}/consents")
    page.submit()
    given = registration(world, known).given
    assert {one.language_code for one in given.values()} == {"fr"}


def test_erasing_asks_first_and_leaves_nothing_of_the_person(world: World, visitor: Visitor) -> None:
    event = world.event()
    session_id = make_session(world, event)
    publish(world, event)
    account = world.account("unrelated@example.org")
    known = person(world, event)
    with world.writing() as session:
        session.get_one(Registration, known).account_id = account
    mark(world, session_id, known)
    path = link(world, known)
    code = registration(world, known).code
    with clock.at(BEFORE):
        before = dump(world)
        page = visitor.get(f"{path}/erase")
        assert page.h1 == "Erase my data"
        assert dump(world) == before
        assert [secret for secret in SECRETS[:5] if secret not in before] == []
        done = visitor.follow(page.submit("form"))
        assert done.h1 == "Your data are erased"
        (mail,) = world.deliver()
    assert (mail["To"], mail["Subject"]) == (EMAIL, "Your data are erased")
    after = dump(world)
    assert [secret for secret in (*SECRETS, code) if secret in after] == []
    stored = registration(world, known)
    assert (stored.state, stored.country, stored.category, stored.account_id) == ("cancelled", "TN", "government", None)
    assert stored.email_key == f"erased-{known}"
    assert [one.withdrawn_at is not None for one in stored.consents] == [True, True]
    assert (world.count(Answer), world.count(RegistrationInvitation), world.count(FieldWording)) == (0, 0, 1)
    assert len(presences(world)) == 1
    with world.reading() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.subject == f"registration:{known}")).all()
        assert [(one.verb, one.before, one.after) for one in entries] == [
            ("decide", {}, {}),
            ("erase registration", {}, {}),
        ]
    for ending in ("", "/data", "/data.json", "/change", "/cancel", "/consents"):
        assert visitor.get(f"{path}{ending}").status == 404
    assert visitor.follow(visitor.get(f"{path}/erase")).h1 == "Your data are erased"


def test_erasing_twice_at_once_is_erasing_once(world: World, visitor: Visitor) -> None:
    event = world.event()
    known = person(world, event)
    page = visitor.get(f"{link(world, known)}/erase")
    again = visitor.get(f"{link(world, known)}/erase")
    page.submit("form")
    assert visitor.follow(again.submit("form")).h1 == "Your data are erased"
    assert len(world.deliver()) == 1


def test_messages_that_wait_are_not_sent_any_more(world: World, visitor: Visitor) -> None:
    event = world.event()
    known = add(world, event, EMAIL)
    with world.writing() as session:
        service.send_link(session, session.get_one(Registration, known))
    visitor.get(f"{link(world, known)}/erase").submit("form")
    assert [mail["Subject"] for mail in world.deliver()] == ["Your data are erased"]


@pytest.mark.parametrize(("language", "subject"), [("fr", "Vos données sont effacées"), ("ar", "مُحيت بياناتكم")])
def test_the_last_message_is_in_the_persons_language(
    world: World, visitor: Visitor, language: str, subject: str
) -> None:
    event = world.event()
    known = add(world, event, EMAIL, language_code=language)
    world.deliver()
    visitor.get(f"{link(world, known, language=language)}/erase").submit("form")
    assert [mail["Subject"] for mail in world.deliver()] == [subject]


def test_after_the_event_the_place_stays_a_fact(world: World, visitor: Visitor) -> None:
    event = world.event()
    known = person(world, event)
    with clock.at(AFTER):
        visitor.get(f"{link(world, known)}/erase").submit("form")
    assert registration(world, known).state == RegistrationState.CONFIRMED


def test_who_was_erased_before_the_event_may_come_back(world: World, visitor: Visitor) -> None:
    event = world.event()
    known = person(world, event)
    with clock.at(BEFORE):
        visitor.get(f"{link(world, known)}/erase").submit("form")
        register(visitor, email=EMAIL)
    with world.reading() as session:
        states = session.execute(select(Registration.email, Registration.state).order_by(Registration.id)).all()
    assert [tuple(one) for one in states] == [("", "cancelled"), (EMAIL, "confirmed")]


def test_a_nominee_takes_nothing_from_those_who_share_the_address(world: World, visitor: Visitor) -> None:
    event = world.event()
    known, other = add(world, event, "one@example.org"), add(world, event, "two@example.org")
    with world.writing() as session:
        for number in (known, other):
            found = session.get_one(Registration, number)
            found.email = found.email_key = "focal@example.org"
            found.shares_address = True
        for message in session.scalars(select(Message)):
            message.recipient = "focal@example.org"
    visitor.get(f"{link(world, known)}/erase").submit("form")
    assert registration(world, other).email == "focal@example.org"
    with world.reading() as session:
        kept = session.execute(select(Message.kind, Message.recipient).order_by(Message.id)).all()
    assert [tuple(one) for one in kept] == [
        ("registration.confirmed", "focal@example.org"),
        ("registration.erased", "focal@example.org"),
    ]


def test_a_legal_hold_makes_the_erasure_wait_and_says_so(world: World, visitor: Visitor) -> None:
    event = world.event()
    known = person(world, event)
    hold(world, event)
    with clock.at(BEFORE):
        page = visitor.get(f"{link(world, known)}/erase")
        assert "article 17(3)(e)" in page.text
        done = visitor.follow(page.submit("form"))
        assert "You asked on 1 June 2021, 10:00 to be erased." in done.texts(".notice p")[0]
    stored = registration(world, known)
    assert (stored.native_name, stored.state, stored.given) == ("Leïla Zyxwvu", "cancelled", {})
    assert visitor.get(f"{link(world, known)}/consents").status == 302
    with world.writing() as session:
        service.erase_what_is_due(session, event)
    assert registration(world, known).native_name == "Leïla Zyxwvu"
    hold(world, event, legal_hold=False)
    with world.writing() as session:
        service.erase_what_is_due(session, event)
    assert registration(world, known).native_name == ""
    assert [mail["Subject"] for mail in world.deliver()] == ["Your data are erased"]


def test_the_person_is_erased_in_the_words_of_the_history_and_of_attendance(world: World, visitor: Visitor) -> None:
    event = world.event()
    session_id = make_session(world, event)
    publish(world, event)
    known = person(world, event)
    organiser = world.organiser(event)
    mark(world, session_id, known, by=world.account_id("organiser@example.org"))
    visitor.get(f"{link(world, known)}/erase").submit("form")
    assert "Erased person" in organiser.get("/en/thamm-2021/manage/history").text
    desk = organiser.get("/en/thamm-2021/desk/D1-01")
    assert desk.texts("section[aria-labelledby=present] strong") == ["Erased person"]
    listed = organiser.get("/en/thamm-2021/manage/attendance/2021-07-05.csv").source
    assert "Erased person" in listed
    assert "Zyxwvu" not in listed
    assert organiser.get("/en/thamm-2021/desk/D1-01?q=Erased").texts(".empty h3") == ["Nobody found"]
    with world.reading() as session:
        assert session.get_one(Account, 1).email == "organiser@example.org"


def test_the_page_asks_as_often_for_many_things_as_for_few(world: World, visitor: Visitor) -> None:
    event = world.event()
    known = person(world, event)
    path = f"{link(world, known)}/data"
    visitor.get(path)
    counted = []
    for rounds in (1, 20):
        with world.writing() as session:
            for _number in range(rounds):
                service.send_link(session, session.get_one(Registration, known))
        with count_queries(world.app) as queries:
            assert visitor.get(path).status == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]
    # One for each feature that holds something.
    assert counted[0] <= 14
