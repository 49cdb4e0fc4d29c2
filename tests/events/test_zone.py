"""Another time zone: the organiser says whether hours or instants stay, and all that has hours follows."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from conference.agenda.models import Session
from conference.audit.models import AuditEntry
from conference.events.models import Event, Role
from conference.registration.models import Delegation, RegistrationRules
from tests.made.agenda import make_session
from tests.made.delegations import make_delegation
from tests.world import World

PATH = "/{language}/thamm-2021/manage/event"
EN = PATH.format(language="en")


def hours(world: World) -> dict[str, tuple[str, str]]:
    """Each session's start and end in UTC, to the minute."""
    with world.reading() as database:
        return {
            one.code: (f"{one.starts_at:%dT%H:%M}", f"{one.ends_at:%dT%H:%M}")
            if one.starts_at and one.ends_at
            else None
            for one in database.query(Session).order_by(Session.code)
        }


def zone(world: World) -> str:
    with world.reading() as database:
        return database.query(Event).one().zone


def test_an_event_without_hours_changes_its_zone_unasked(world: World) -> None:
    event = world.event()
    make_session(world, event, hours=None)
    organiser = world.organiser(event)
    assert organiser.get(EN).all("[name=zone_keeps]") == []
    assert organiser.get(EN).submit(zone="Africa/Cairo").status == 302
    assert zone(world) == "Africa/Cairo"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "One session or deadline has hours in the old time zone. Choose what becomes of them, then save again."),
        (
            "fr",
            (
                "Une séance ou une échéance a des heures dans l’ancien fuseau horaire. "
                "Choisissez ce qu’elles deviennent, puis enregistrez à nouveau."
            ),
        ),
        ("ar", "هناك جلسة واحدة أو مهلة واحدة محددة بتوقيت المنطقة الزمنية السابقة. حددوا مصيرها ثم أعيدوا الحفظ."),
    ],
)
def test_hours_are_asked_about_and_nothing_is_lost(world: World, language: str, sentence: str) -> None:
    event = world.event()
    make_session(world, event)
    before = hours(world)
    organiser = world.organiser(event)
    asked = organiser.get(PATH.format(language=language)).submit(zone="Africa/Cairo", places="77")
    assert asked.status == 422
    assert asked.errors == [sentence]
    assert asked.values()["places"] == "77"
    assert asked.values()["zone"] == "Africa/Cairo"
    assert len(asked.all("[name=zone_keeps]")) == 2
    assert zone(world) == "Africa/Tunis"
    assert hours(world) == before


@pytest.mark.parametrize(
    ("keeps", "expected"),
    # In July Tunis is one hour ahead of UTC, and Cairo was two.
    [("hours", ("05T07:00", "05T08:30")), ("instants", ("05T08:00", "05T09:30"))],
)
def test_hours_or_instants_stay(world: World, keeps: str, expected: tuple[str, str]) -> None:
    event = world.event()
    make_session(world, event)
    assert hours(world) == {"D1-01": ("05T08:00", "05T09:30")}
    organiser = world.organiser(event)
    asked = organiser.get(EN).submit(zone="Africa/Cairo")
    assert asked.submit(zone_keeps=keeps).status == 302
    assert zone(world) == "Africa/Cairo"
    assert hours(world) == {"D1-01": expected}
    with world.reading() as database:
        told = {entry.verb for entry in database.query(AuditEntry) if entry.verb.startswith("change")}
    assert told == ({"change event", "change session"} if keeps == "hours" else {"change event"})


def test_openings_and_closings_keep_their_hours_too(world: World) -> None:
    event = world.event()
    noon = datetime(2021, 6, 1, 11, tzinfo=UTC)  # 12:00 in Tunis
    with world.writing() as database:
        rules = RegistrationRules.usual(event)
        rules.opens_at, rules.closes_at = noon, None
        database.add(rules)
    delegation = make_delegation(world, event)
    with world.writing() as database:
        database.get_one(Delegation, delegation).closes_at = noon
    organiser = world.organiser(event)
    asked = organiser.get(EN).submit(zone="Africa/Cairo")
    assert asked.errors[0].startswith("2 sessions and deadlines")
    asked.submit(zone_keeps="hours")
    with world.reading() as database:
        rules = database.get_one(RegistrationRules, event)
        instants = rules.opens_at, rules.closes_at, database.get_one(Delegation, delegation).closes_at
    noon_in_cairo = datetime(2021, 6, 1, 10, tzinfo=UTC)
    assert instants == (noon_in_cairo, None, noon_in_cairo)


def test_an_hour_that_the_new_clocks_skip_leaves_a_session_its_length(world: World) -> None:
    # On 28 April 2023 Cairo's clocks went from 00:00 to 01:00; Tunis kept its own.
    day = date(2023, 4, 28)
    event = world.event(starts_on=day, ends_on=day)
    make_session(world, event, "NIGHT", hours=("00:30", "01:10"), day=day)
    make_session(world, event, "LONG", hours=("00:30", "03:00"), day=day)
    organiser = world.organiser(event)
    organiser.get(EN).submit(zone="Africa/Cairo").submit(zone_keeps="hours")
    assert hours(world) == {"LONG": ("27T22:30", "28T00:00"), "NIGHT": ("27T22:30", "27T23:10")}


@pytest.mark.parametrize("role", [Role.TRANSLATOR, Role.DESK])
def test_the_question_is_the_organisers_alone(world: World, role: Role) -> None:
    event = world.event()
    make_session(world, event)
    token = world.organiser(event).get(EN).values()
    refused = world.member(event, role).post(EN, token | {"zone": "Africa/Cairo", "zone_keeps": "hours"})
    assert refused.status in (400, 403)
    assert zone(world) == "Africa/Tunis"


def test_an_answer_that_was_not_offered_is_refused(world: World) -> None:
    event = world.event()
    make_session(world, event)
    asked = world.organiser(event).get(EN).submit(zone="Africa/Cairo")
    refused = asked.visitor.post(EN, asked.values() | {"zone_keeps": "both"})
    assert refused.status == 422
    assert zone(world) == "Africa/Tunis"
