"""The thread between a speaker and the organisers: one mail for a burst, read and unread, text that is only text."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from conference.audit.models import AuditEntry
from conference.core import clock
from conference.core.text import clean
from conference.registration import service as registration
from conference.registration.models import Registration
from conference.speakers.models import SpeakerMessage, SpeakerNeeds
from conference.speakers.queries import unread_counts
from tests.client import Page, Visitor
from tests.made.agenda import make_speaker
from tests.made.registration import add, link
from tests.made.speakers import invited, link_in, plain_text
from tests.world import World

FORM = "form[action$='/messages']"
START = datetime(2021, 6, 1, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def manage(organiser: Visitor, language: str = "en") -> Page:
    return organiser.get(f"/{language}/thamm-2021/manage/speakers/benali")


def unread(world: World, speaker: int) -> int:
    with world.reading() as database:
        return unread_counts(database, [speaker]).get(speaker, 0)


def test_a_question_is_mailed_answered_and_read(world: World, visitor: Visitor) -> None:
    event = world.event()
    speaker = make_speaker(world, event, language_code="fr")
    organiser = world.organiser(event)
    with clock.at(START):
        address = invited(world, speaker, language="fr")
        world.deliver()
        page = visitor.follow(visitor.get(address).submit(FORM, text="Où est la salle ?\nMerci"))
        assert [one.text for one in page.all("#messages .message-text")] == ["Où est la salle ?\nMerci"]
        assert world.deliver() == [], "the mail waits for the rest"
    with clock.at(START + 2 * MINUTE):
        (told,) = world.deliver()
        assert (told["To"], told["Content-Language"]) == ("organiser@example.org", "en")
        assert "http://localhost/en/thamm-2021/manage/speakers/benali#messages" in plain_text(told)
        assert "Où est" not in plain_text(told)
        assert unread(world, speaker) == 1
        listed = organiser.get("/en/thamm-2021/manage/speakers")
        assert listed.texts("a[href$='/benali#messages']") == ["1 new message"]
        seen = manage(organiser)
        assert seen.texts("#messages h2 .badge") == ["1 not read"]
        assert unread(world, speaker) == 1, "looking changes nothing"
        answered = organiser.follow(seen.submit(FORM, text="Salle 2, au premier."))
        assert answered.texts("#messages .message-text") == ["Où est la salle ? Merci", "Salle 2, au premier."]
        assert (unread(world, speaker), answered.all("#messages h2 .badge")) == (0, [])
    with clock.at(START + 4 * MINUTE):
        (answer,) = world.deliver()
        assert (answer["To"], answer["Content-Language"]) == ("benali@private.example.org", "fr")
        assert "Salle 2, au premier." in plain_text(answer)
        assert visitor.get(link_in(answer)).texts("#messages .message-text")[-1] == "Salle 2, au premier."
    with world.reading() as database:
        verbs = database.scalars(select(AuditEntry.verb).where(AuditEntry.verb.like("%write to%"))).all()
        assert verbs == ["write to speaker"]
        entries = database.scalars(select(AuditEntry))
        assert not [one for one in entries if "Salle 2" in str(one.before) + str(one.after)]


def test_what_is_written_in_one_go_brings_one_mail(world: World, visitor: Visitor) -> None:
    event = world.event()
    speaker = make_speaker(world, event)
    world.organiser(event)
    world.organiser(event, "second@example.org")
    with clock.at(START):
        address = invited(world, speaker)
        world.deliver()
    for minute in range(4):
        with clock.at(START + minute * MINUTE):
            visitor.get(address).submit(FORM, text=f"Line {minute}")
    with clock.at(START + 5 * MINUTE):
        assert sorted(mail["To"] for mail in world.deliver()) == ["organiser@example.org", "second@example.org"]
    with clock.at(START + 60 * MINUTE):
        visitor.get(address).submit(FORM, text="Is anybody there?")
    with clock.at(START + 62 * MINUTE):
        assert len(world.deliver()) == 2


def test_nobody_is_mailed_of_what_was_read_meanwhile(world: World, visitor: Visitor) -> None:
    event = world.event()
    speaker = make_speaker(world, event)
    organiser = world.organiser(event)
    with clock.at(START):
        address = invited(world, speaker)
        world.deliver()
        visitor.get(address).submit(FORM, text="A question")
        page = organiser.follow(manage(organiser).submit("form[action$='/messages/read']"))
        assert page.all("#messages h2 .badge") == []
    with clock.at(START + 2 * MINUTE):
        assert world.deliver() == []
        visitor.get(address).submit(FORM, text="Another one")
    with clock.at(START + 4 * MINUTE):
        assert len(world.deliver()) == 1


def test_answers_after_the_mail_went_bring_the_next_one(world: World, visitor: Visitor) -> None:
    event = world.event()
    speaker = make_speaker(world, event)
    organiser = world.organiser(event)
    with clock.at(START):
        invited(world, speaker)
        world.deliver()
        manage(organiser).submit(FORM, text="First")
    with clock.at(START + MINUTE):
        manage(organiser).submit(FORM, text="Second")
    with clock.at(START + 2 * MINUTE):
        (both,) = world.deliver()
        assert ("First" in plain_text(both), "Second" in plain_text(both)) == (True, True)
    with clock.at(START + 3 * MINUTE):
        manage(organiser).submit(FORM, text="Third")
    with clock.at(START + 5 * MINUTE):
        (last,) = world.deliver()
        assert ("Second" in plain_text(last), "Third" in plain_text(last)) == (False, True)


def test_a_button_pressed_twice_writes_once(world: World, visitor: Visitor) -> None:
    speaker = make_speaker(world, world.event())
    address = invited(world, speaker)
    pages = [Visitor(world.app).get(address) for _number in range(2)]
    threads = [threading.Thread(target=page.submit, args=(FORM,), kwargs={"text": "Hello"}) for page in pages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert world.count(SpeakerMessage) == 1


def test_too_many_messages_are_refused_in_words_and_kept(world: World, visitor: Visitor) -> None:
    speaker = make_speaker(world, world.event())
    address = invited(world, speaker)
    for number in range(10):
        assert visitor.get(address).submit(FORM, text=f"Line {number}").status == 302
    refused = visitor.get(address).submit(FORM, text="One more")
    assert (refused.status, len(refused.errors)) == (429, 1)
    assert refused.values(FORM)["text"] == "One more"
    assert world.count(SpeakerMessage) == 10


@pytest.mark.parametrize("text", ["", "x" * 2001, "\u202eevil"])
def test_nothing_too_much_and_what_cannot_be_seen_are_refused(world: World, visitor: Visitor, text: str) -> None:
    event = world.event()
    address = invited(world, make_speaker(world, event))
    for page in (visitor.get(address), manage(world.organiser(event))):
        refused = page.submit(FORM, text=text)
        assert (refused.status, len(refused.errors)) == (422, 1)
    assert world.count(SpeakerMessage) == 0


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "{{ 7 * 7 }}", "%(name)s %s", "'\"><b>x", "اتجاهات <i>الهجرة"]
)
def test_hostile_text_is_text_on_both_pages_and_in_the_mail(world: World, visitor: Visitor, text: str) -> None:
    event = world.event()
    speaker = make_speaker(world, event)
    organiser = world.organiser(event)
    with clock.at(START):
        address = invited(world, speaker)
        world.deliver()
        visitor.get(address).submit(FORM, text=text)
        visitor.get(address).submit(
            "form[action$='/needs']", connector=text, accessibility=text, arrival=text, presence="remote"
        )
        page = manage(organiser, "ar")
        assert page.texts("#messages .message-text") == [text]
        assert page.texts("#needs .message-text") == [text, text]
        (shown,) = page.all("#messages .message-text")
        assert (shown.get("dir"), shown.get("lang")) == ("auto", "")
        page.submit(FORM, text=text)
        assert visitor.get(address).texts("#messages .message-text") == [text, text]
    with clock.at(START + 2 * MINUTE):
        (answer,) = [mail for mail in world.deliver() if mail["To"] == "benali@private.example.org"]
        assert text in plain_text(answer)
        html = answer.get_body(("html",))
        assert html is not None
        assert "<script>alert" not in html.get_content()


@pytest.mark.exhaustive
def test_every_naughty_string_is_refused_or_kept_as_it_is(world: World, visitor: Visitor, shared_data: Path) -> None:
    page = visitor.get(invited(world, make_speaker(world, world.event())))
    strings = json.loads((shared_data / "hostile" / "blns.json").read_text(encoding="utf-8"))
    for number, string in enumerate(strings):
        visitor.client.environ_base["REMOTE_ADDR"] = f"10.0.{number // 250}.{number % 250}"
        with clock.at(START + number * 5 * MINUTE):
            answer = page.submit(FORM, text=string)
        if answer.status == 422:
            assert answer.errors
            continue
        with world.reading() as database:
            stored = database.scalars(select(SpeakerMessage).order_by(SpeakerMessage.id.desc())).first()
            assert stored is not None
            assert stored.text == clean(string)


def test_what_was_said_is_shown_to_the_person_and_erased_with_them(world: World, visitor: Visitor) -> None:
    event = world.event()
    speaker = make_speaker(world, event, email="Leila@example.org")
    address = invited(world, speaker)
    other = make_speaker(world, event, "other")
    kept = invited(world, other)
    person = add(world, event, "leila@example.org")
    visitor.get(address).submit(FORM, text="Where is the room?")
    visitor.get(address).submit("form[action$='/needs']", accessibility="A ramp")
    visitor.get(kept).submit(FORM, text="Another person’s")
    own = visitor.get(link(world, person) + "/data")
    assert ("Where is the room?" in own.text, "A ramp" in own.text) == (True, True)
    assert "Another person’s" not in own.text
    with world.writing() as database:
        registration.erase(database, database.get_one(Registration, person), by=None)
    with world.reading() as database:
        assert database.scalars(select(SpeakerMessage.text)).all() == ["Another person’s"]
        assert database.scalars(select(SpeakerNeeds)).all() == []
