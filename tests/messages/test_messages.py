"""The organisers' page of messages."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from conference.audit.models import AuditEntry
from conference.events.models import Role
from conference.messages.words import KINDS
from conference.outbox.models import Message, MessageState
from conference.outbox.worker import EXTENSION
from conference.registration.models import Registration
from tests.client import Visitor
from tests.made.outbox import Out, messages, run_worker, use, write_notes
from tests.made.registration import register
from tests.queries import count_queries
from tests.world import World

PAGE = "/en/thamm-2021/manage/messages"
RETRY_ALL = "form[action$='messages/retry']"


def fail(world: World, *ids: int, error: str = "ConnectionRefusedError: [Errno 111] Connection refused") -> None:
    with world.writing() as session:
        for message in session.scalars(select(Message).where(Message.id.in_(ids))):
            message.state, message.attempts, message.last_error = MessageState.FAILED, 8, error


def test_the_list_says_what_became_of_each_message(world: World) -> None:
    event = world.event()
    use(world.app, Out())
    write_notes(world, "sent@example.org", event_id=event, subject="The first")
    run_worker(world)
    write_notes(world, "waiting@example.org", "failed@example.org", event_id=event)
    fail(world, 3)
    page = world.organiser(event).get(PAGE)
    assert page.texts("tbody th") == ["failed@example.org", "waiting@example.org", "sent@example.org"]
    assert page.texts(".badge") == ["Not delivered", "Waiting", "Sent"]
    assert page.texts("#state option") == [
        "All",
        "Waiting (1)",
        "Being sent (0)",
        "Sent (1)",
        "Not delivered (1)",
    ]
    assert page.texts(".notice--brick p") == ["1 message was not delivered."]
    assert "The mail server could not be reached." in page.text
    assert "Errno 111" not in page.text


def test_the_list_shows_one_state_and_only_this_event(world: World) -> None:
    here, there = world.event(), world.event("there")
    write_notes(world, "here@example.org", "failed@example.org", event_id=here)
    write_notes(world, "there@example.org", event_id=there)
    write_notes(world, "sign-in@example.org")
    fail(world, 2)
    visitor = world.organiser(here)
    assert visitor.get(PAGE).texts("tbody th") == ["failed@example.org", "here@example.org"]
    assert visitor.get(f"{PAGE}?state=failed").texts("tbody th") == ["failed@example.org"]
    assert visitor.get(f"{PAGE}?state=sent").texts(".empty h2") == ["No message"]
    assert visitor.get(f"{PAGE}?state=nonsense").texts("tbody th") == ["failed@example.org", "here@example.org"]


def test_long_lists_have_pages_and_a_page_beyond_the_end_is_the_last(world: World) -> None:
    event = world.event()
    write_notes(world, *(f"person{number:02}@example.org" for number in range(51)), event_id=event)
    visitor = world.organiser(event)
    first = visitor.get(PAGE)
    assert (len(first.all("tbody tr")), first.texts("[rel=next]")) == (50, ["Next page"])
    for number in ("2", "99999999999999999999999"):
        assert visitor.get(f"{PAGE}?page={number}").texts("tbody th") == ["person00@example.org"]
    assert len(visitor.get(f"{PAGE}?page=x").all("tbody tr")) == 50


def test_no_messages_yet(world: World) -> None:
    page = world.organiser(world.event()).get(PAGE)
    assert page.texts(".empty h2") == ["No messages yet"]


def test_a_message_shows_its_text_but_not_the_personal_link_in_it(world: World, visitor: Visitor) -> None:
    event = world.event()
    register(visitor, native_name="ليلى بن علي", latin_name="Leila Ben Ali", language_code="ar")
    organiser = world.organiser(event)
    page = organiser.get(f"{PAGE}/1")
    assert page.h1 == "Confirmation of a registration"
    assert "Not written yet." in page.text
    world.deliver()
    page = organiser.get(f"{PAGE}/1")
    letter = page.one(".letter")
    assert (letter.get("lang"), letter.get("dir")) == ("ar", "rtl")
    assert "ليلى بن علي" in page.text
    assert "http://localhost/ar/thamm-2021/registration/…" in page.text
    with world.reading() as session:
        secret = session.scalars(select(Registration.link_secret)).one()
    assert secret not in page.source
    assert page.response.headers["Cache-Control"] == "no-store"


def test_every_kind_of_message_has_words(world: World) -> None:
    assert set(world.app.extensions[EXTENSION].handlers) == set(KINDS)


def test_hostile_text_in_a_message_is_shown_as_text(world: World) -> None:
    event = world.event()
    use(world.app, Out())
    hostile = "<script>alert(1)</script> & %(name)s {{ 7 * 7 }}"
    write_notes(world, "leila@example.org", event_id=event, subject=hostile, text=hostile)
    run_worker(world)
    page = world.organiser(event).get(f"{PAGE}/1")
    assert page.texts(".letter") == [hostile]
    assert hostile in page.texts(".facts dd")


def test_trying_again_is_audited_and_sends(world: World) -> None:
    event = world.event()
    out = Out()
    use(world.app, out)
    write_notes(world, "leila@example.org", event_id=event)
    fail(world, 1)
    organiser = world.organiser(event)
    page = organiser.get(f"{PAGE}/1")
    assert "ConnectionRefusedError: [Errno 111] Connection refused" in page.texts("details code")
    done = page.submit(f"form[action='{PAGE}/1/retry']")
    assert organiser.follow(done).texts(".notice p") == [
        "The message to \u2068leila@example.org\u2069 is sent again now."
    ]
    run_worker(world)
    assert [recipient for recipient, _mime in out.given] == ["leila@example.org"]
    with world.reading() as session:
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.verb == "retry"))
        assert (entry.subject, entry.event_id) == ("outbox_message:1", event)
        assert (entry.before["state"], entry.after["state"]) == ("failed", "waiting")


def test_trying_again_twice_says_that_it_was_done(world: World) -> None:
    event = world.event()
    write_notes(world, "leila@example.org", event_id=event)
    fail(world, 1)
    organiser = world.organiser(event)
    page = organiser.get(f"{PAGE}/1")
    page.submit("main form")
    again = organiser.follow(page.submit("main form"))
    assert again.texts(".notice--saffron p") == [
        "This message is no longer among those that failed. Look at its state now."
    ]
    with world.reading() as session:
        assert len(session.scalars(select(AuditEntry).where(AuditEntry.verb == "retry")).all()) == 1


def test_all_that_failed_are_tried_again_at_once(world: World) -> None:
    event = world.event()
    write_notes(world, "a@example.org", "b@example.org", "c@example.org", event_id=event)
    fail(world, 1, 3)
    organiser = world.organiser(event)
    page = organiser.get(PAGE)
    done = organiser.follow(page.submit(RETRY_ALL))
    assert done.texts(".notice--leaf p") == ["2 messages are sent again now."]
    assert {message.state for message in messages(world)} == {MessageState.WAITING}
    again = organiser.follow(page.submit(RETRY_ALL))
    assert again.texts(".notice--saffron p") == ["No message waits for a new attempt."]
    with world.reading() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.verb == "retry messages")).all()
        assert [(entry.subject, entry.after) for entry in entries] == [(f"event:{event}", {"messages": 2})]


@pytest.mark.parametrize("role", [None, Role.TRANSLATOR, Role.DESK])
def test_only_organisers_see_messages_or_send_them_again(world: World, role: Role | None) -> None:
    event = world.event()
    write_notes(world, "leila@example.org", event_id=event)
    fail(world, 1)
    other = world.member(event, role) if role else world.signed_in(world.account())
    token = other.get("/en/account").values("form")["csrf_token"]
    for path in (PAGE, f"{PAGE}/1"):
        assert other.get(path).status == 403
    for path in (f"{PAGE}/1/retry", f"{PAGE}/retry"):
        assert other.post(path, {"csrf_token": token}).status == 403
    assert [message.state for message in messages(world)] == [MessageState.FAILED]


def test_who_is_not_signed_in_is_led_to_the_sign_in(world: World, visitor: Visitor) -> None:
    world.event()
    assert visitor.get(PAGE).location == "/en/sign-in?next=/en/thamm-2021/manage/messages"


def test_a_message_of_another_event_does_not_exist_here(world: World) -> None:
    here, there = world.event(), world.event("there")
    write_notes(world, "there@example.org", event_id=there)
    write_notes(world, "sign-in@example.org")
    fail(world, 1, 2)
    visitor = world.organiser(here)
    token = visitor.get("/en/account").values("form")["csrf_token"]
    for number in ("1", "2", "3", "99999999999999999999"):
        assert visitor.get(f"{PAGE}/{number}").status == 404
        assert visitor.post(f"{PAGE}/{number}/retry", {"csrf_token": token}).status == 404
    assert {message.state for message in messages(world)} == {MessageState.FAILED}


def test_the_list_asks_as_often_for_thirty_messages_as_for_three(world: World) -> None:
    event = world.event()
    visitor = world.organiser(event)
    counted = []
    for rows in (3, 27):
        write_notes(world, *(f"person{number}@example.org" for number in range(rows)), event_id=event)
        with count_queries(world.app) as queries:
            assert visitor.get(PAGE).status == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert counted[0] <= 12


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_pages_open_in_every_language(world: World, language: str) -> None:
    event = world.event()
    write_notes(world, "leila@example.org", event_id=event)
    fail(world, 1)
    visitor = world.organiser(event)
    assert visitor.get(f"/{language}/thamm-2021/manage/messages").status == 200
    assert visitor.get(f"/{language}/thamm-2021/manage/messages/1").status == 200


def test_a_broken_address_in_a_letter_stays_the_text_that_it_is(world: World) -> None:
    event = world.event()
    use(world.app, Out())
    write_notes(world, "leila@example.org", event_id=event, text="See http://[broken and https://a.example/%zz.")
    run_worker(world)
    page = world.organiser(event).get(f"{PAGE}/1")
    assert page.status == 200
    assert "http://[broken" in page.text
