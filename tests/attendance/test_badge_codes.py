"""The code of a badge: read however it was typed, and refused by name where it is not good."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from conference.attendance.badge_codes import (
    Altered,
    BadBadgeCode,
    NotABadgeCode,
    OtherEvent,
    Replaced,
    Revoked,
    badge_code,
    good_code,
    read_badge_code,
)
from conference.attendance.models import Badge
from conference.attendance.service import NoBadge, NotConfirmed, give_badges, revoke_badge
from conference.core.clock import now
from conference.core.typed_codes import LETTERS
from conference.registration.models import Registration, RegistrationState
from tests.made.agenda import make_session
from tests.made.attendance import mark
from tests.made.registration import add
from tests.world import World


def given(world: World, registration_id: int) -> str:
    """The code of the badge that somebody has, given now where they have none."""
    with world.writing() as database:
        registration = database.get_one(Registration, registration_id)
        return badge_code(registration, give_badges(database, [registration])[registration_id])


def lost(world: World, registration_id: int) -> None:
    with world.writing() as database:
        revoke_badge(database, database.get_one(Registration, registration_id), reason="Lost in a taxi", by=1)


def read(world: World, event: int, text: str) -> tuple[str, int]:
    """Whose badge a code names, and its number."""
    with world.reading() as database:
        badge = read_badge_code(database, event_id=event, text=text)
        return badge.registration.email, badge.number


def refusal(world: World, event: int, text: str) -> type[BadBadgeCode]:
    with pytest.raises(BadBadgeCode) as refused:
        read(world, event, text)
    return refused.type


def test_a_code_is_short_and_names_its_person(world: World) -> None:
    event = world.event()
    code = given(world, add(world, event, "leila@example.org"))
    assert read(world, event, code) == ("leila@example.org", 1)
    assert code.isascii()
    assert len(code) == 8 + 1 + 2 + 1 + 19


def test_a_code_is_read_as_people_type_it(world: World) -> None:
    event = world.event()
    code = given(world, add(world, event, "leila@example.org"))
    arabic = code.translate(str.maketrans("23456789", "٢٣٤٥٦٧٨٩"))
    spaced = "  " + " ".join(code.replace("-", "").lower()) + "\n"
    assert [read(world, event, typed) for typed in (arabic, spaced)] == [("leila@example.org", 1)] * 2


def test_any_letter_altered_is_noticed(world: World) -> None:
    event = world.event()
    add(world, event, "other@example.org")
    code = given(world, add(world, event, "leila@example.org")).replace("-", "")
    refused = {
        refusal(
            world, event, code[:place] + LETTERS[(LETTERS.index(code[place]) + 1) % len(LETTERS)] + code[place + 1 :]
        )
        for place in range(len(code))
    }
    assert refused == {Altered}


@pytest.mark.parametrize(
    "text", ["", "ABC", "https://example.org/", "0" * 30, "ABCD" * 200, "١٢٣", "a\ud800\x00b" * 12]
)
def test_something_else_is_no_code_of_ours(world: World, text: str) -> None:
    assert refusal(world, world.event(), text) in (NotABadgeCode, Altered)
    assert refusal(world, world.event("other"), "ABC") == NotABadgeCode


def test_a_badge_of_another_event_is_told_from_a_forged_one(world: World) -> None:
    event, other = world.event(), world.event("other-2021")
    code = given(world, add(world, other, "leila@example.org"))
    assert refusal(world, event, code) == OtherEvent
    assert refusal(world, event, code[:-3] + "AAA") == Altered


def test_a_lost_badge_is_refused_and_the_next_one_is_good(world: World) -> None:
    event = world.event()
    leila = add(world, event, "leila@example.org")
    first = given(world, leila)
    lost(world, leila)
    assert refusal(world, event, first) == Revoked
    second = given(world, leila)
    assert refusal(world, event, first) == Replaced
    assert read(world, event, second) == ("leila@example.org", 2)
    assert given(world, leila) == second


def test_who_has_no_badge_cannot_lose_it(world: World) -> None:
    leila = add(world, world.event(), "leila@example.org")
    given(world, leila)
    lost(world, leila)
    with pytest.raises(NoBadge):
        lost(world, leila)


@pytest.mark.parametrize("state", [state for state in RegistrationState if state != RegistrationState.CONFIRMED])
def test_only_confirmed_people_are_given_badges(world: World, state: RegistrationState) -> None:
    event = world.event()
    waiting = add(world, event, "waiting@example.org", state=state)
    coming = add(world, event, "coming@example.org")
    with world.writing() as database:
        people = [database.get_one(Registration, one) for one in (waiting, coming)]
        assert list(give_badges(database, people)) == [coming]


@pytest.mark.databases
def test_of_two_good_badges_the_database_refuses_one(world: World) -> None:
    leila = add(world, world.event(), "leila@example.org")
    given(world, leila)
    with pytest.raises(IntegrityError), world.writing() as database:
        database.add(Badge(registration_id=leila, number=7, issued_at=now()))


def test_the_code_of_somebody_who_cancelled_brings_nobody_in(world: World) -> None:
    event = world.event()
    session = make_session(world, event, "D1-01")
    leila = add(world, event, "leila@example.org")
    code = given(world, leila)
    with world.writing() as database:
        database.get_one(Registration, leila).state = RegistrationState.CANCELLED
    assert read(world, event, code) == ("leila@example.org", 1)
    with pytest.raises(NotConfirmed):
        mark(world, session, leila)
    with world.reading() as database:
        assert good_code(database, database.get_one(Registration, leila)) is None
