"""Reminders by the hour: to finish what was asked for, and that the event is near; each once, and to nobody else."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import select

from conference.core import clock
from conference.core.database import write
from conference.events.models import Event, Publication
from conference.outbox.models import Message
from conference.outbox.tasks import ring_hour
from conference.registration import service
from conference.registration.models import MailKind, Registration, RegistrationRules, RegistrationState
from tests.client import Visitor
from tests.made.delegations import make_delegation
from tests.made.mails import text_of
from tests.made.registration import add, link_in
from tests.queries import count_queries
from tests.world import World

# 5 July 2021, eight o'clock in Tunis, two days before: 3 July, 07:00 UTC.
SPRING = datetime(2021, 5, 1, 9, 0, tzinfo=UTC)
REMINDED = datetime(2021, 7, 3, 7, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def person(world: World, event: int, email: str = "leila@example.org", **changes: Any) -> int:
    """Somebody who came in in spring, and got their mails."""
    state = changes.pop("state", RegistrationState.CONFIRMED)
    words = {name: changes.pop(name) for name in list(changes) if isinstance(changes[name], str)}
    correction = words.pop("correction", "")
    with clock.at(SPRING):
        registration = add(world, event, email, state=state, **words)
        with world.writing() as session:
            one = session.get_one(Registration, registration)
            one.correction = correction
            for name, value in changes.items():
                setattr(one, name, value)
        world.deliver()
    return registration


def hour(world: World, instant: datetime) -> list[EmailMessage]:
    """Ring an hour, and return what was written because of it."""
    with clock.at(instant), world.app.app_context():
        ring_hour()
        return [*world.deliver(), *world.deliver()]


def rules(world: World, event: int, **changes: Any) -> None:
    with world.writing() as session:
        own = session.get(RegistrationRules, event) or RegistrationRules.usual(event)
        for name, value in changes.items():
            setattr(own, name, value)
        session.add(own)


@pytest.mark.parametrize(
    ("language", "subject", "opening"),
    [
        ("en", "See you soon – Conference", "is about to begin"),
        ("fr", "À bientôt – Conférence", "commence bientôt"),
        ("ar", "إلى لقاء قريب – مؤتمر", "تبدأ فعالية"),
    ],
)
def test_whoever_has_a_place_is_reminded_once_of_the_event_in_their_language(
    world: World, visitor: Visitor, language: str, subject: str, opening: str
) -> None:
    event = world.event()
    person(world, event, language_code=language)
    assert hour(world, REMINDED - HOUR) == []
    (mail,) = hour(world, REMINDED)
    assert (mail["To"], mail["Subject"], mail["Content-Language"]) == ("leila@example.org", subject, language)
    assert opening in text_of(mail)
    assert visitor.get(link_in(mail)).status == 200
    for later in (1, 2, 20, 40):
        assert hour(world, REMINDED + later * HOUR) == []


def test_only_those_who_have_a_place_and_were_not_erased_are_reminded(world: World) -> None:
    event = world.event(places=1)
    person(world, event, "confirmed@example.org")
    for state in set(RegistrationState) - {RegistrationState.CONFIRMED}:
        person(world, event, f"{state}@example.org", state=state)
    person(world, event, "erased@example.org", erased_at=SPRING)
    assert [mail["To"] for mail in hour(world, REMINDED)] == ["confirmed@example.org"]


def test_whoever_came_in_a_moment_ago_needs_no_reminder_yet(world: World) -> None:
    event = world.event()
    with clock.at(REMINDED - HOUR):
        add(world, event, "late@example.org")
        world.deliver()
    assert hour(world, REMINDED) == []
    assert [mail["To"] for mail in hour(world, REMINDED + DAY)] == ["late@example.org"]


def test_missed_hours_are_made_up_for_until_noon_of_the_first_day(world: World) -> None:
    event = world.event()
    person(world, event)
    noon = datetime(2021, 7, 5, 11, 0, tzinfo=UTC)
    assert hour(world, noon) == []
    assert [mail["To"] for mail in hour(world, noon - HOUR)] == ["leila@example.org"]


def test_an_event_that_is_put_off_reminds_anew(world: World) -> None:
    event = world.event()
    person(world, event)
    assert len(hour(world, REMINDED)) == 1
    with world.writing() as session:
        found = session.get_one(Event, event)
        found.starts_on, found.ends_on = date(2021, 9, 5), date(2021, 9, 7)
    assert hour(world, REMINDED + HOUR) == []
    assert len(hour(world, datetime(2021, 9, 3, 8, 0, tzinfo=UTC))) == 1


def test_the_rules_say_when_and_whether_to_remind(world: World) -> None:
    event = world.event()
    person(world, event)
    person(world, event, "asked@example.org", state=RegistrationState.PENDING, correction="Your title, please.")
    rules(world, event, reminder_days=None, finish_days=None)
    assert hour(world, REMINDED) == []
    rules(world, event, reminder_days=7, finish_days=60)
    assert [mail["To"] for mail in hour(world, REMINDED - 5 * DAY)] == ["leila@example.org"]
    assert [mail["To"] for mail in hour(world, SPRING + 60 * DAY)] == ["asked@example.org"]


def test_drafts_and_events_that_are_over_remind_nobody(world: World) -> None:
    draft = world.event("draft", publication=Publication.DRAFT)
    over = world.event("over", starts_on=date(2021, 6, 1), ends_on=date(2021, 6, 2))
    for event in (draft, over):
        person(world, event)
        person(world, event, "asked@example.org", state=RegistrationState.PENDING, correction="Your title, please.")
    with clock.at(SPRING):
        world.deliver()
    assert hour(world, REMINDED) == []


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("en", "Please finish your registration – Conference"),
        ("fr", "Veuillez terminer votre inscription – Conférence"),
        ("ar", "يرجى إتمام تسجيلكم – مؤتمر"),
    ],
)
def test_whoever_did_not_correct_is_reminded_once_of_what_was_asked(world: World, language: str, subject: str) -> None:
    event = world.event()
    person(world, event, state=RegistrationState.PENDING, correction="Your passport, please.", language_code=language)
    assert hour(world, SPRING + 3 * DAY - HOUR) == []
    (mail,) = hour(world, SPRING + 3 * DAY)
    assert (mail["To"], mail["Subject"]) == ("leila@example.org", subject)
    assert "\n\nYour passport, please.\n\n" in text_of(mail)
    for later in range(1, 5):
        assert hour(world, SPRING + 3 * DAY + later * HOUR) == []


def test_whoever_is_asked_something_else_later_is_reminded_of_that_as_well(world: World) -> None:
    event = world.event()
    one = person(world, event, state=RegistrationState.PENDING, correction="Your passport, please.")
    assert len(hour(world, SPRING + 3 * DAY)) == 1
    with world.writing() as session:
        found = session.get_one(Registration, one)
        found.correction, found.changed_at = "Your title, please.", SPRING + 4 * DAY
    assert hour(world, SPRING + 5 * DAY) == []
    (mail,) = hour(world, SPRING + 7 * DAY)
    assert "Your title, please." in text_of(mail)


def test_whoever_was_nominated_and_did_not_confirm_is_reminded_once(world: World) -> None:
    event = world.event()
    delegation = make_delegation(world, event)
    world.deliver()
    person(world, event, state=RegistrationState.PENDING, awaits_person=True, delegation_id=delegation)
    # Somebody from a list to whom nobody has written is not reminded of what they never heard of.
    person(world, event, "imported@example.org", state=RegistrationState.PENDING, awaits_person=True)
    person(world, event, "withdrawn@example.org", state=RegistrationState.CANCELLED, awaits_person=True)
    person(world, event, "erased@example.org", state=RegistrationState.PENDING, awaits_person=True, erased_at=SPRING)
    person(world, event, "examined@example.org", state=RegistrationState.PENDING)
    assert [mail["To"] for mail in hour(world, SPRING + 3 * DAY)] == ["leila@example.org"]
    assert hour(world, SPRING + 4 * DAY) == []


def test_whoever_did_not_accept_a_place_is_reminded_halfway_until_when_they_can(world: World) -> None:
    event = world.event(places=0)
    person(world, event, state=RegistrationState.WAITLISTED, waits_since=SPRING, offer_ends_at=SPRING + 2 * DAY)
    assert hour(world, SPRING + DAY - HOUR) == []
    (mail,) = hour(world, SPRING + DAY)
    assert mail["Subject"] == "Please finish your registration – Conference"
    assert "Please do so before \u20683 May 2021, 10:00 (Tunis time)\u2069" in text_of(mail)
    assert hour(world, SPRING + DAY + HOUR) == []


def test_a_reminder_that_waited_until_the_person_had_answered_is_not_sent(world: World) -> None:
    event = world.event()
    one = person(world, event, state=RegistrationState.PENDING, correction="Your passport, please.")
    with clock.at(SPRING + 3 * DAY):
        with world.writing() as session:
            service.remind(session, event)
        with world.writing() as session:
            session.get_one(Registration, one).correction = ""
        assert world.deliver() == []


def test_two_workers_in_the_same_hour_remind_once(world: World) -> None:
    event = world.event()
    for number in range(5):
        person(world, event, f"person{number}@example.org")
    together = threading.Barrier(2)

    def work() -> None:
        with clock.at(REMINDED), world.app.app_context():
            together.wait()
            with write() as session:
                service.remind(session, event)

    workers = [threading.Thread(target=work) for _number in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with world.reading() as session:
        kind = f"registration.{MailKind.REMINDER}"
        assert len(session.scalars(select(Message).where(Message.kind == kind)).all()) == 5


def test_an_hour_without_anything_new_asks_as_little_for_many_people_as_for_few(world: World) -> None:
    event = world.event()

    def asked() -> int:
        with count_queries(world.app) as queries, clock.at(REMINDED + HOUR), world.writing() as session:
            service.remind(session, event)
        return len(queries)

    person(world, event, "one@example.org")
    hour(world, REMINDED)
    few = asked()
    for number in range(20):
        person(world, event, f"person{number}@example.org")
    hour(world, REMINDED + HOUR)
    assert asked() == few
