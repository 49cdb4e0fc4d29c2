"""Speakers are reminded of what is missing: by rule once, by hand at most once a day, and nobody else is."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import select

from conference.accounts.models import Account
from conference.agenda.models import Session, SessionStatus, Speaker
from conference.audit.models import AuditEntry
from conference.core import clock
from conference.core.database import write
from conference.core.languages import ARABIC, ENGLISH
from conference.core.translated import Translated
from conference.events.models import Event
from conference.outbox.models import Message
from conference.outbox.tasks import ring_hour
from conference.speakers import service
from conference.speakers.models import Invitation, InvitationState, SlidesSettings, SpeakerReminder
from conference.speakers.queries import Missing, missing_of
from conference.speakers.service.reminders import remind, remind_by_rule
from tests.client import Visitor
from tests.made.agenda import give_role, make_presentation, make_session, make_speaker
from tests.made.asked import has_told
from tests.made.speakers import invite, link_in, pdf, plain_text, send, token_of
from tests.queries import count_queries
from tests.world import World, in_three, only

# 08:00 in Tunis is 07:00 UTC.
INVITED = datetime(2021, 6, 1, 9, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SLIDES_NEAR = datetime(2021, 7, 2, 7, 0, tzinfo=UTC)
DEADLINE = "/en/thamm-2021/manage/speakers/deadline"


def person(world: World, event: int, code: str = "benali", *, role: str = "speaker", **changes: Any) -> int:
    """A speaker in a session of their own, invited on 1 June; the mail is gone. `state` is their answer.

    What readers never see of a person, and the photograph, have come.
    """
    state = changes.pop("state", InvitationState.INVITED)
    with clock.at(INVITED):
        session = make_session(world, event, f"S-{code}")
        speaker = make_speaker(world, event, code, **changes)
        give_role(world, session, speaker, role)
        invitation = invite(world, speaker)
        has_told(world, speaker)
        with world.writing() as database:
            database.get_one(Invitation, invitation).state = state
        world.deliver()
    return speaker


def rules(world: World, event: int, **days: Any) -> None:
    with world.writing() as database:
        service.ask_of_speakers(database, database.get_one(Event, event), service.Asked(**days), by=None)


def hour(world: World, instant: datetime) -> list[EmailMessage]:
    """Ring an hour, and return what was written because of it."""
    with clock.at(instant), world.app.app_context():
        ring_hour()
        return [*world.deliver(), *world.deliver()]


def by_hand(world: World, event: int, *speakers: int, at: datetime = INVITED + DAY) -> list[int]:
    """Remind speakers, and return the ids of those who are written to."""
    with clock.at(at), world.writing() as database:
        return [one.id for one in remind(database, database.get_one(Event, event), speakers, by=None)]


@pytest.mark.parametrize(
    ("language", "subject", "item"),
    [
        ("en", "We are waiting for your answer", "Your answer to the invitation"),
        ("fr", "Nous attendons votre réponse", "Votre réponse à l’invitation"),
        ("ar", "ننتظر ردكم", "ردكم على الدعوة"),
    ],
)
def test_whoever_does_not_answer_is_reminded_once_in_their_language(
    world: World, visitor: Visitor, language: str, subject: str, item: str
) -> None:
    event = world.event()
    person(world, event, language_code=language)
    rules(world, event, answer_reminder_days=7, answers_due_on=date(2021, 6, 20))
    assert hour(world, INVITED + 7 * DAY - HOUR) == []
    (mail,) = hour(world, INVITED + 7 * DAY)
    assert (mail["To"], mail["Content-Language"]) == ("benali@private.example.org", language)
    assert subject in mail["Subject"]
    told = plain_text(mail)
    title = {"en": "Title S-benali", "fr": "Titre S-benali", "ar": "عنوان S-benali"}[language]
    assert (item in told, title in told, "20" in told) == (True, True, True)
    assert visitor.get(link_in(mail)).status == 200
    assert hour(world, INVITED + 8 * DAY + HOUR) == []
    assert hour(world, INVITED + 20 * DAY) == []


def test_without_rules_nobody_is_reminded(world: World) -> None:
    event = world.event()
    person(world, event)
    assert hour(world, SLIDES_NEAR) == []
    rules(world, event, due_on=date(2021, 7, 4))
    assert hour(world, SLIDES_NEAR + HOUR) == []


def test_slides_are_asked_for_before_their_day_naming_each_session(world: World) -> None:
    event = world.event()
    speaker = person(world, event, state=InvitationState.CONFIRMED)
    talk = make_presentation(world, make_session(world, event, "D2-01"), "Trends")
    with world.reading() as database:
        session = database.scalar(select(Session.id).where(Session.code == "D2-01"))
    assert session is not None
    give_role(world, session, speaker, "panellist", talk)
    give_role(world, make_session(world, event, "D3-01"), speaker, "moderator")
    rules(world, event, due_on=date(2021, 7, 4), slides_reminder_days=2)
    assert hour(world, SLIDES_NEAR - HOUR) == []
    (mail,) = hour(world, SLIDES_NEAR)
    told = plain_text(mail)
    assert "We are waiting for your slides" in mail["Subject"]
    assert ("Title S-benali" in told, "Trends" in told, "Title D3-01" in told) == (True, True, False)
    assert hour(world, SLIDES_NEAR + DAY + HOUR) == []


def test_without_a_day_for_slides_the_first_day_of_the_event_counts(world: World) -> None:
    event = world.event()
    person(world, event, state=InvitationState.CONFIRMED)
    rules(world, event, slides_reminder_days=3)
    assert hour(world, SLIDES_NEAR - HOUR) == []
    assert len(hour(world, SLIDES_NEAR)) == 1


def test_nobody_is_asked_for_slides_that_came_or_that_can_come_no_more(world: World, visitor: Visitor) -> None:
    event = world.event()
    person(world, event, state=InvitationState.CONFIRMED)
    with clock.at(INVITED):
        send(visitor.get(f"/en/thamm-2021/speak/{token_of(world, 1)}"), pdf())
        world.deliver()
    late = person(world, event, "late", state=InvitationState.CONFIRMED)
    rules(world, event, due_on=date(2021, 7, 4), slides_reminder_days=2)
    assert hour(world, SLIDES_NEAR + 3 * DAY) == []
    assert by_hand(world, event, late, at=SLIDES_NEAR + 3 * DAY) == []
    assert [mail["To"] for mail in hour(world, SLIDES_NEAR)] == ["late@private.example.org"]


def test_those_who_are_not_concerned_are_left_alone(world: World) -> None:
    event = world.event()
    people = [
        person(world, event, "declined", state=InvitationState.DECLINED),
        person(world, event, "withdrawn", state=InvitationState.WITHDRAWN),
        person(world, event, "uninvited"),
        person(world, event, "unreachable"),
        person(world, event, "gone"),
        person(world, event, "cancelled", state=InvitationState.CONFIRMED),
        person(world, event, "chair", role="chair", state=InvitationState.CONFIRMED),
    ]
    with world.writing() as database:
        database.delete(database.scalars(select(Invitation).where(Invitation.speaker_id == people[2])).one())
        database.get_one(Speaker, people[3]).email = ""
        database.delete(database.get_one(Speaker, people[4]))
        cancelled = database.scalars(select(Session).where(Session.code == "S-cancelled")).one()
        cancelled.status = SessionStatus.CANCELLED
    rules(world, event, answer_reminder_days=7, slides_reminder_days=3)
    assert hour(world, SLIDES_NEAR) == []
    assert by_hand(world, event, *people, at=SLIDES_NEAR) == []


def test_after_the_event_nobody_is_reminded(world: World) -> None:
    event = world.event()
    speaker = person(world, event)
    rules(world, event, answer_reminder_days=7)
    assert hour(world, datetime(2021, 7, 8, 7, 0, tzinfo=UTC)) == []
    assert by_hand(world, event, speaker, at=datetime(2021, 7, 8, 7, 0, tzinfo=UTC)) == []


def test_whoever_answers_before_the_mail_leaves_gets_none(world: World) -> None:
    event = world.event()
    person(world, event)
    rules(world, event, answer_reminder_days=7)
    with clock.at(INVITED + 7 * DAY), world.writing() as database:
        remind_by_rule(database, event)
        database.get_one(Invitation, 1).state = InvitationState.CONFIRMED
    with clock.at(INVITED + 7 * DAY):
        assert world.deliver() == []


def test_a_new_invitation_after_a_withdrawal_counts_anew(world: World) -> None:
    event = world.event()
    speaker = person(world, event)
    rules(world, event, answer_reminder_days=7)
    assert len(hour(world, INVITED + 7 * DAY)) == 1
    with clock.at(INVITED + 10 * DAY), world.writing() as database:
        service.withdraw_invitation(database, database.get_one(Invitation, 1), by=None)
    with clock.at(INVITED + 11 * DAY):
        invite(world, speaker)
        assert len(world.deliver()) == 1
    assert hour(world, INVITED + 18 * DAY - HOUR) == []
    assert len(hour(world, INVITED + 18 * DAY)) == 1


def test_two_workers_of_one_hour_write_one_mail_each(world: World) -> None:
    event = world.event()
    for number in range(5):
        person(world, event, f"person-{number}")
    rules(world, event, answer_reminder_days=7)
    together = threading.Barrier(2)

    def work() -> None:
        with clock.at(INVITED + 7 * DAY), world.app.app_context():
            together.wait()
            with write() as database:
                remind_by_rule(database, event)

    workers = [threading.Thread(target=work) for _number in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with world.reading() as database:
        kind = Message.kind == "speakers.answer_reminder"
        assert len(database.scalars(select(Message).where(kind)).all()) == 5
        assert len(database.scalars(select(SpeakerReminder)).all()) == 5


def test_one_mail_by_hand_names_all_that_is_missing(world: World, visitor: Visitor) -> None:
    event = world.event()
    life = only(ENGLISH, "Only in English")
    speaker = person(world, event, language_code="ar", biography=life)
    complete = person(world, event, "complete", state=InvitationState.CONFIRMED, role="chair")
    assert by_hand(world, event, speaker, complete) == [speaker]
    with clock.at(INVITED + DAY):
        (mail,) = world.deliver()
    told = plain_text(mail)
    assert mail["Content-Language"] == "ar"
    for words in ("ردكم على الدعوة", "سيرتكم الذاتية بلغتكم", "شرائح", "عنوان S-benali"):
        assert words in told
    assert visitor.get(link_in(mail)).status == 200


def test_by_hand_it_is_once_a_day_and_not_beside_a_rule(world: World) -> None:
    event = world.event()
    speaker = person(world, event)
    first = INVITED + 6 * DAY + HOUR
    assert by_hand(world, event, speaker, at=first) == [speaker]
    assert by_hand(world, event, speaker, at=first + DAY - HOUR) == []
    rules(world, event, answer_reminder_days=7)
    with clock.at(first):
        world.deliver()
    assert hour(world, INVITED + 7 * DAY) == []
    assert len(hour(world, INVITED + 7 * DAY + 2 * HOUR)) == 1
    assert by_hand(world, event, speaker, at=INVITED + 7 * DAY + 4 * HOUR) == []
    assert by_hand(world, event, speaker, at=INVITED + 8 * DAY + 4 * HOUR) == [speaker]
    assert by_hand(world, event, speaker, at=INVITED + 10 * DAY) == [speaker]


def test_two_organisers_at_once_write_one_mail(world: World) -> None:
    event = world.event()
    speaker = person(world, event)
    together = threading.Barrier(2)
    written: list[int] = []

    def work() -> None:
        with clock.at(INVITED + DAY), world.app.app_context():
            together.wait()
            with write() as database:
                written.extend(one.id for one in remind(database, database.get_one(Event, event), [speaker], by=None))

    workers = [threading.Thread(target=work) for _number in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert written == [speaker]


def test_a_reminder_by_hand_is_recorded_with_its_organiser(world: World) -> None:
    event = world.event()
    speaker = person(world, event)
    account = world.account("organiser@example.org")
    with clock.at(INVITED + DAY), world.writing() as database:
        of = database.get_one(Event, event)
        remind(database, of, [speaker], by=database.get_one(Account, account))
    with world.reading() as database:
        entry = database.scalars(select(AuditEntry).where(AuditEntry.verb == "remind")).one()
        assert (entry.account_id, entry.subject, entry.after) == (
            account,
            "speaker_invitation:1",
            {"speaker": "benali"},
        )


def test_speakers_of_another_event_are_not_reminded(world: World) -> None:
    event, other = world.event(), world.event("other-2021")
    speaker = person(world, other)
    assert by_hand(world, event, speaker) == []
    with world.reading() as database:
        assert dict(missing_of(database, database.get_one(Event, event), [speaker])) == {}


def test_what_is_missing_is_found_in_as_many_queries_for_thirty_as_for_two(world: World) -> None:
    event = world.event()
    speakers, asked = [], []
    for number in range(30):
        speakers.append(person(world, event, f"person-{number}", biography=Translated()))
        if number in (1, 29):
            with world.reading() as database:
                of = database.get_one(Event, event)
                database.expire_all()
                with count_queries(world.app) as queries:
                    found = missing_of(database, of, speakers)
                asked.append(len(queries))
                assert [[item.what for item in found[one]] for one in speakers] == [
                    [Missing.ANSWER, Missing.BIOGRAPHY, Missing.SLIDES]
                ] * len(speakers)
    assert asked[0] == asked[1]


def test_a_talk_of_two_needs_the_slides_of_one_and_a_panel_those_of_each(world: World, visitor: Visitor) -> None:
    event = world.event()
    session = make_session(world, event, "D1-07")
    talk = make_presentation(world, session, "Together")
    one, two = make_speaker(world, event, "one"), make_speaker(world, event, "two")
    for speaker in (one, two):
        give_role(world, session, speaker, "speaker", talk)
        invite(world, speaker)
    send(visitor.get(f"/en/thamm-2021/speak/{token_of(world, 1)}"), pdf())

    def slides() -> list[int]:
        with world.reading() as database:
            found = missing_of(database, database.get_one(Event, event), [one, two])
            return [sum(item.what == Missing.SLIDES for item in found[speaker]) for speaker in (one, two)]

    assert slides() == [0, 0]
    for speaker in (one, two):
        give_role(world, session, speaker, "panellist")
    assert slides() == [1, 1]


def test_biographies_are_asked_for_in_the_speakers_own_language(world: World) -> None:
    event = world.event(language_codes=["en", "ar"])
    people = {
        "arabic": make_speaker(world, event, "one", language_code="ar", biography=only(ARABIC, "سيرة")),
        "english": make_speaker(world, event, "two", language_code="ar", biography=only(ENGLISH, "A life")),
        "of no page": make_speaker(world, event, "three", language_code="fr", biography=only(ENGLISH, "A life")),
    }
    for speaker in people.values():
        has_told(world, speaker)
    with world.reading() as database:
        found = missing_of(database, database.get_one(Event, event), list(people.values()))
        assert {name: [item.what for item in found[one]] for name, one in people.items()} == {
            "arabic": [],
            "english": [Missing.BIOGRAPHY],
            "of no page": [],
        }


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_organisers_set_the_days_and_the_reminders(world: World, language: str) -> None:
    event = world.event()
    organiser = world.organiser(event)
    page = organiser.get(DEADLINE.replace("/en/", f"/{language}/"))
    typed = {
        "due_on": "2021-07-01",
        "answers_due_on": "2021-06-10",
        "profiles_due_on": "2021-06-20",
        "answer_reminder_days": "7",
        "slides_reminder_days": "٣",
    }
    assert page.submit(**typed).status == 302
    with world.reading() as database:
        kept = database.get_one(SlidesSettings, event)
        assert (kept.due_on, kept.answers_due_on, kept.profiles_due_on) == (
            date(2021, 7, 1),
            date(2021, 6, 10),
            date(2021, 6, 20),
        )
        assert (kept.answer_reminder_days, kept.slides_reminder_days) == (7, 3)
    assert page.submit(**dict.fromkeys(typed, "")).status == 302
    with world.reading() as database:
        kept = database.get_one(SlidesSettings, event)
        assert (kept.due_on, kept.answer_reminder_days) == (None, None)
        told = database.scalars(select(AuditEntry).where(AuditEntry.verb == "set slides deadline")).all()
        assert [sorted(one.after) for one in told] == [sorted(typed), sorted(typed)]


@pytest.mark.parametrize("typed", ["0", "121", "-1", "1.5", "soon"])
def test_days_that_are_none_are_refused_beside_their_field(world: World, typed: str) -> None:
    event = world.event()
    page = world.organiser(event).get(DEADLINE).submit(answer_reminder_days=typed, due_on="2021-07-01")
    assert (page.status, page.errors) == (422, ["Enter a whole number from 1 to 120."])
    assert page.values()["due_on"] == "2021-07-01"
    assert world.count(SlidesSettings) == 0


def test_the_title_of_a_mail_survives_markup(world: World) -> None:
    event = world.event()
    speaker = person(world, event, latin_name="<b>Eve</b>", native_name="<b>Eve</b>", biography=in_three("A life"))
    by_hand(world, event, speaker)
    with clock.at(INVITED + DAY):
        (mail,) = world.deliver()
    body = mail.get_body(("html",))
    assert body is not None
    assert "<b>Eve</b>" not in body.get_content()
