"""Somebody who was declined comes back: what they had chosen is theirs again as far as it is free."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from sqlalchemy import func, select

from conference.accounts.models import Account
from conference.core.clock import now
from conference.core.text import isolated
from conference.registration import service
from conference.registration.models import FieldChoice, FieldType, Registration, RegistrationState
from conference.registration.queries import answers_of, taken_places
from tests.client import Page, Visitor
from tests.made import agenda
from tests.made.form import choice_ids, make_field
from tests.made.registration import register, registration
from tests.made.rules import to_come
from tests.world import World

LIST = "/en/thamm-2021/manage/registrations"
LOST = (
    "Others took the last places of what this person had chosen: Bus. It is no longer among their answers, and our "
    "mail tells them."
)
MAIL = {
    "en": "What you had chosen before is full by now, and no longer kept for you: %s. You can look through your "
    "answers on your page.",
    "fr": "Ce que vous aviez choisi est désormais complet et n’est plus retenu pour vous : %s. Vous pouvez "
    "revoir vos réponses sur votre page.",
    "ar": "اكتملت المقاعد في ما سبق أن اخترتموه ولم يعد محجوزا لكم: %s. ويمكنكم مراجعة إجاباتكم على صفحتكم.",
}


def travel(world: World, event: int, *, places: int = 1, **values: Any) -> tuple[str, int, int]:
    """A question with a choice of few places and one without a limit: its key, and both choices."""
    key = make_field(world, event, FieldType.CHOICES, "Travel", choices=("Bus", "Train"), **values)
    bus, train = choice_ids(world, event, key)
    with world.writing() as session:
        session.get_one(FieldChoice, bus).places = places
    return key, bus, train


def registered(world: World, email: str, **answers: Any) -> int:
    assert register(Visitor(world.app), email=email, **answers).status == 302
    with world.reading() as session:
        return session.scalar(select(func.max(Registration.id))) or 0


def decide(organiser: Visitor, person: int, decision: str, **typed: Any) -> Page:
    """Press one of the buttons of a person's page, and see the page that comes."""
    return organiser.follow(pressed(organiser.get(f"{LIST}/{person}"), decision, **typed))


def pressed(page: Page, decision: str, **typed: Any) -> Page:
    form = page.one(".card form")
    form.set("action", form.get("action", "").rsplit("/", 1)[0] + f"/{decision}")
    return page.submit(".card form", **typed)


def chosen(world: World, person: int, key: str) -> list[int] | None:
    """What somebody's answer names, which is also what it takes places of; None without an answer."""
    with world.reading() as session:
        answer = answers_of(session, [person])[person].get(key)
        if answer is None:
            return None
        assert sorted(one.choice_id for one in answer.taken) == sorted(answer.value["choices"])
        return list(answer.value["choices"])


def taken(world: World, choice: int) -> int:
    with world.reading() as session:
        return taken_places(session, [choice]).get(choice, 0)


def test_what_is_still_free_is_theirs_again_and_counts(world: World) -> None:
    event = to_come(world)
    key, bus, train = travel(world, event)
    person, organiser = registered(world, "leila@example.org", **{key: [bus, train]}), world.organiser(event)
    decide(organiser, person, "decline")
    assert taken(world, bus) == 0
    after = decide(organiser, person, "confirm")
    assert after.texts(".notice p") == ["Leïla Ben Ali: Confirmed. We write to them now."]
    assert (chosen(world, person, key), taken(world, bus)) == ([bus, train], 1)
    refused = register(Visitor(world.app), email="omar@example.org", **{key: [bus]})
    assert refused.errors == ["No place is left here: Bus (full). Choose another."]


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_what_others_took_meanwhile_is_lost_and_both_sides_are_told(world: World, language: str) -> None:
    event = to_come(world)
    key, bus, train = travel(world, event)
    person = registered(world, "leila@example.org", language_code=language, **{key: [bus, train]})
    organiser = world.organiser(event)
    decide(organiser, person, "decline")
    other = registered(world, "omar@example.org", **{key: [bus]})
    world.deliver()
    after = decide(organiser, person, "confirm", **{f"message_{language}": "X-17"})
    assert after.texts(".notice p") == ["Leïla Ben Ali: Confirmed. We write to them now.", LOST]
    assert (chosen(world, person, key), chosen(world, other, key), taken(world, bus)) == ([train], [bus], 1)
    (mail,) = world.deliver()
    body = mail.get_body(("plain",))
    assert body is not None
    words = " ".join(body.get_content().split())
    name = {"en": "Bus", "fr": "Bus (français)", "ar": "Bus (عربي)"}[language]
    assert MAIL[language] % isolated(name) in words
    assert "X-17" in words
    history = organiser.get("/en/thamm-2021/manage/history").text
    assert "A person who came back lost choices that are full by now" in history


def test_an_answer_of_which_nothing_is_left_is_taken_back(world: World) -> None:
    event = to_come(world)
    key, bus, _train = travel(world, event)
    person, organiser = registered(world, "leila@example.org", **{key: [bus]}), world.organiser(event)
    decide(organiser, person, "decline")
    registered(world, "omar@example.org", **{key: [bus]})
    assert decide(organiser, person, "confirm").texts(".notice p")[1] == LOST
    assert (chosen(world, person, key), taken(world, bus)) == (None, 1)


def test_sessions_are_held_against_their_places_too(world: World) -> None:
    event = to_come(world)
    workshop = agenda.make_session(world, event, "D1-01")
    agenda.publish(world, event)
    key = make_field(world, event, FieldType.SESSIONS, "Workshops", sessions={workshop: 1})
    (place,) = choice_ids(world, event, key)
    person, organiser = registered(world, "leila@example.org", **{key: [place]}), world.organiser(event)
    decide(organiser, person, "decline")
    other = registered(world, "omar@example.org", **{key: [place]})
    assert decide(organiser, person, "confirm").texts(".notice p")[1] == LOST.replace("Bus", "Title D1-01")
    assert (chosen(world, person, key), chosen(world, other, key), taken(world, place)) == (None, [place], 1)


def test_who_is_asked_for_a_correction_comes_back_in_the_same_way(world: World) -> None:
    event = to_come(world)
    key, bus, train = travel(world, event)
    person, organiser = registered(world, "leila@example.org", **{key: [bus, train]}), world.organiser(event)
    decide(organiser, person, "decline")
    registered(world, "omar@example.org", **{key: [bus]})
    world.deliver()
    after = decide(organiser, person, "correct", message_en="Which department?")
    assert after.texts(".notice p")[1] == LOST
    assert (chosen(world, person, key), taken(world, bus)) == ([train], 1)
    assert registration(world, person).correction == "Which department?"
    (mail,) = world.deliver()
    body = mail.get_body(("plain",))
    assert body is not None
    assert isolated("Bus") in body.get_content()


def test_many_decided_at_once_bring_nobody_back_who_was_declined(world: World) -> None:
    event = to_come(world)
    key, bus, _train = travel(world, event)
    person, organiser = registered(world, "leila@example.org", **{key: [bus]}), world.organiser(event)
    decide(organiser, person, "decline")
    other = registered(world, "omar@example.org", **{key: [bus]})
    with world.writing() as session:
        session.get_one(Registration, other).state = "pending"
    page = organiser.get(f"{LIST}/decide?action=approve&chosen={person}&chosen={other}")
    after = organiser.follow(page.submit())
    assert after.texts(".notice p") == [
        "1 registration is confirmed. We write to them now.",
        "1 registration stays as it is: it was decided before.",
    ]
    assert (registration(world, person).state, registration(world, other).state) == ("declined", "confirmed")
    assert (chosen(world, other, key), taken(world, bus)) == ([bus], 1)


def test_of_a_sensitive_question_an_organiser_reads_the_question_alone(world: World) -> None:
    event = to_come(world)
    key, bus, _train = travel(world, event, is_sensitive=True, seen_by=["desk"])
    person, organiser = registered(world, "leila@example.org", **{key: [bus]}), world.organiser(event)
    decide(organiser, person, "decline")
    registered(world, "omar@example.org", **{key: [bus]})
    assert decide(organiser, person, "confirm").texts(".notice p")[1] == LOST.replace("Bus", "Travel")


def test_the_last_place_goes_to_one_of_two_who_come_back_at_once(world: World) -> None:
    event = to_come(world)
    key, bus, _train = travel(world, event)
    people = []
    for email in ("leila@example.org", "omar@example.org"):
        people.append(registered(world, email, **{key: [bus]}))
        decide(world.organiser(event, f"by-{email}"), people[-1], "decline")
    pages = [world.organiser(event, f"two-{one}@example.org").get(f"{LIST}/{one}") for one in people]
    statuses: list[int] = []

    def confirm(page: Page) -> None:
        statuses.append(pressed(page, "confirm").status)

    threads = [threading.Thread(target=confirm, args=[page]) for page in pages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [302, 302]
    assert [registration(world, one).state for one in people] == ["confirmed", "confirmed"]
    assert sorted(chosen(world, one, key) or [] for one in people) == [[], [bus]]
    assert taken(world, bus) == 1


@pytest.mark.parametrize("mark", ["erasure_asked_at", "erased_at"])
def test_nobody_who_is_erased_or_asked_to_be_is_brought_back(world: World, mark: str) -> None:
    event = to_come(world)
    person, organiser = registered(world, "leila@example.org"), world.organiser(event)
    decide(organiser, person, "decline")
    with world.writing() as session:
        setattr(session.get_one(Registration, person), mark, now())
        session.flush()
        by = session.get_one(Account, world.account_id("organiser@example.org"))
        with pytest.raises(service.NotPossible):
            service.ask_correction(session, session.get_one(Registration, person), message="Why?", by=by)
        with pytest.raises(service.NotPossible):
            service.decide(
                session, session.get_one(Registration, person), RegistrationState.CONFIRMED, by=by, within_places=False
            )
    assert registration(world, person).state == "declined"
