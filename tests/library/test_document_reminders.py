"""Those responsible for language versions are reminded: by hand once everybody was named, by rule once for each day."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from typing import Any

from sqlalchemy import select

from conference.audit.models import AuditEntry
from conference.core import clock
from conference.core.database import write
from conference.core.languages import ARABIC, ENGLISH, FRENCH, Language
from conference.core.localization import speaking
from conference.events.models import Event, Role
from conference.library import service
from conference.library.models import Document, LanguageVersion
from conference.library.service.reminders import remind_by_rule
from conference.outbox.models import Message
from conference.outbox.tasks import ring_hour
from conference.registration.models import Registration
from conference.speakers.responsible import Responsible
from tests.client import Visitor
from tests.made.library import make_document, make_revision
from tests.made.mails import text_of
from tests.made.registration import add
from tests.world import World

MANAGE = "/en/thamm-2021/manage/documents"
# 08:00 in Tunis is 07:00 UTC.
DUE = date(2021, 6, 10)
THREE_DAYS_BEFORE = datetime(2021, 6, 7, 7, 0, tzinfo=UTC)
MORNING_AFTER = datetime(2021, 6, 11, 7, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def due(world: World, document: int, language: Language, email: str = "salma@example.org", **values: Any) -> int:
    with world.writing() as database:
        found = database.get_one(Document, document)
        facts = {"responsible_name": "Salma", "responsible_email": email, "due_on": DUE} | values
        service.assign(database, found, language, values=facts, by=None)
        database.flush()
        version = found.version_in(language)
        assert version is not None
        return version.id


def rules(world: World, event: int, **changes: Any) -> None:
    with world.writing() as database:
        service.set_rules(database, database.get_one(Event, event), service.Rules(**changes), by=None)


def hour(world: World, instant: datetime) -> list[EmailMessage]:
    """Ring an hour, and return what was written because of it."""
    with clock.at(instant), world.app.app_context():
        ring_hour()
        return [*world.deliver(), *world.deliver()]


def begun(world: World) -> tuple[int, int]:
    """An event with a document in English; nothing waits to be sent."""
    event = world.event()
    with clock.at(THREE_DAYS_BEFORE - 10 * DAY):
        document = make_document(world, event, languages=(ENGLISH,))
        world.deliver()
    return event, document


def chosen(*versions: int) -> str:
    return f"{MANAGE}/remind?{'&'.join(f'chosen={one}' for one in versions)}"


def test_an_organiser_sees_everybody_before_one_mail_goes_to_each(world: World) -> None:
    event, document = begun(world)
    second = make_document(world, event, "A/2", languages=(ENGLISH,))
    versions = [
        due(world, document, ARABIC),
        due(world, second, ARABIC, email="SALMA@example.org"),
        due(world, document, FRENCH, "sami@example.org"),
        due(world, second, FRENCH, "", responsible_name=""),
        due(world, second, ENGLISH),
    ]
    organiser = world.organiser(event)
    world.deliver()
    page = organiser.get(chosen(*versions))
    assert page.texts("table:nth-of-type(1) tbody th .cell-note")[:2] == ["salma@example.org", "sami@example.org"]
    assert page.texts(".table")[1].count("Nobody is responsible for it yet.") == 1
    assert page.texts(".table")[1].count("Nothing is asked for here any more.") == 1
    assert world.deliver() == []
    sent = page.submit("form.form-actions")
    assert organiser.follow(sent).texts(".notice p") == ["A reminder goes to 2 people."]
    mails = {mail["To"]: mail for mail in world.deliver()}
    assert sorted(mails) == ["salma@example.org", "sami@example.org"]
    text = text_of(mails["salma@example.org"])
    # Salma writes in Arabic, and is asked in Arabic; both documents are in her one mail.
    assert "وثائق ننتظرها" in mails["salma@example.org"]["Subject"]
    assert "يطلب منكم المنظمون الوثائق التالية:" in text
    assert "THAMM/2021/1" in text
    assert "A/2" in text
    assert "secretariat@example.org" in text
    assert "manage/documents" not in text
    with world.reading() as database:
        assert len(database.scalars(select(AuditEntry).where(AuditEntry.verb == "remind")).all()) == 3
    # Nobody is asked twice within a day.
    again = organiser.follow(page.submit("form.form-actions"))
    assert again.texts(".notice p")[0].startswith("3 language versions are left out")
    assert world.deliver() == []


def test_one_of_the_team_gets_a_link_to_the_board_in_their_language(world: World) -> None:
    event, document = begun(world)
    world.account("amina@example.org", event=event, roles=(Role.TRANSLATOR,), language="fr", latin_name="Amina")
    version = due(world, document, ARABIC, "amina@example.org")
    organiser = world.organiser(event)
    organiser.get(chosen(version)).submit("form.form-actions")
    (mail,) = [one for one in world.deliver() if one["To"] == "amina@example.org"]
    text = text_of(mail)
    assert "/fr/thamm-2021/manage/documents?responsible=amina" in text
    # A translator looks at the board and sends the file; an organiser does it all there.
    assert "secretariat@example.org" in text
    own = due(world, document, FRENCH, "organiser@example.org")
    organiser.get(chosen(own)).submit("form.form-actions")
    (mail,) = [one for one in world.deliver() if one["To"] == "organiser@example.org"]
    assert "/en/thamm-2021/manage/documents?responsible=organiser" in text_of(mail)
    assert "secretariat@example.org" not in text_of(mail)


def test_without_a_choice_or_a_right_nobody_is_written_to(world: World, visitor: Visitor) -> None:
    event, document = begun(world)
    version = due(world, document, ARABIC)
    elsewhere = make_document(world, world.event("other-2022"), "B/1", languages=())
    foreign = due(world, elsewhere, ARABIC)
    organiser = world.organiser(event)
    assert organiser.get(f"{MANAGE}/remind").location == MANAGE
    assert organiser.get(chosen(foreign)).location == MANAGE
    assert world.member(event, Role.TRANSLATOR).get(chosen(version)).status == 403
    assert visitor.get(chosen(version)).status == 302
    token = organiser.get(chosen(version)).values("form.form-actions")["csrf_token"]
    organiser.post(f"{MANAGE}/remind", {"csrf_token": token, "chosen": [str(foreign), "x", "-1", "9" * 30]})
    assert world.deliver() == []


def test_what_came_meanwhile_is_not_asked_for(world: World) -> None:
    event, document = begun(world)
    versions = [due(world, document, ARABIC), due(world, document, FRENCH)]
    organiser = world.organiser(event)
    organiser.get(chosen(*versions)).submit("form.form-actions")
    make_revision(world, document, ARABIC)
    (mail,) = [one for one in world.deliver() if one["To"] == "salma@example.org"]
    assert "Document" in mail["Subject"]
    assert text_of(mail).count("THAMM/2021/1") == 1
    assert "\u2068THAMM/2021/1\u2069 · Concept note (français)\n  français · Attendu" in text_of(mail)


def test_a_rule_reminds_before_the_day_and_after_it_once_each(world: World) -> None:
    event, document = begun(world)
    due(world, document, ARABIC)
    rules(world, event, reminder_days=3, reminds_overdue=True)
    assert hour(world, THREE_DAYS_BEFORE - HOUR) == []
    assert [mail["To"] for mail in hour(world, THREE_DAYS_BEFORE)] == ["salma@example.org"]
    assert hour(world, THREE_DAYS_BEFORE + HOUR) == []
    assert hour(world, THREE_DAYS_BEFORE + 2 * DAY) == []
    assert hour(world, MORNING_AFTER - HOUR) == []
    assert len(hour(world, MORNING_AFTER)) == 1
    assert hour(world, MORNING_AFTER + 5 * DAY) == []
    # Another day is another matter.
    with clock.at(MORNING_AFTER + 5 * DAY):
        due(world, document, ARABIC, due_on=DUE + 10 * DAY)
    assert len(hour(world, THREE_DAYS_BEFORE + 10 * DAY)) == 1


def test_no_rule_reminds_of_nothing_and_a_rule_not_of_what_is_here(world: World) -> None:
    event, document = begun(world)
    due(world, document, ARABIC)
    assert hour(world, MORNING_AFTER) == []
    make_revision(world, document, ARABIC)
    rules(world, event, reminder_days=3, reminds_overdue=True)
    assert hour(world, THREE_DAYS_BEFORE) == []
    assert hour(world, MORNING_AFTER) == []


def test_two_workers_who_ring_the_same_hour_remind_once(world: World) -> None:
    event, document = begun(world)
    due(world, document, ARABIC)
    rules(world, event, reminder_days=3)

    def ring() -> None:
        with clock.at(THREE_DAYS_BEFORE), world.app.app_context(), write() as database:
            remind_by_rule(database, event)

    threads = [threading.Thread(target=ring) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with world.reading() as database:
        kinds = database.scalars(select(Message.kind).where(Message.kind == "library.due_reminder")).all()
        assert list(kinds) == ["library.due_reminder"]
        assert database.scalars(select(LanguageVersion.reminded_at).where(LanguageVersion.due_on == DUE)).all() != [
            None
        ]


def test_what_is_held_about_somebody_responsible_is_shown_to_them_and_goes_with_them(world: World) -> None:
    event, document = begun(world)
    person = add(world, event, "salma@example.org")
    due(world, document, ARABIC)
    due(world, document, FRENCH, "sami@example.org")
    with world.reading() as database, speaking(ENGLISH):
        held = Responsible().show(database, database.get_one(Registration, person))
    assert [row.data for row in held.rows] == [
        {"symbol": "THAMM/2021/1", "language": "ar", "name": "Salma", "due_on": "2021-06-10"}
    ]
    with world.writing() as database:
        Responsible().erase(database, [person])
    with world.reading() as database:
        addresses = database.scalars(select(LanguageVersion.responsible_email).order_by(LanguageVersion.id)).all()
        assert sorted(addresses) == ["", "", "sami@example.org"]
        told = [entry.after for entry in database.scalars(select(AuditEntry).where(AuditEntry.verb == "assign"))]
    assert "salma@example.org" not in str(told)
    assert "sami@example.org" in str(told)
