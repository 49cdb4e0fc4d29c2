"""The history tells in words who changed what and when."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from conference.audit.models import AuditEntry
from conference.audit.service import record
from conference.events.models import Event, Role
from tests.client import Visitor
from tests.queries import count_queries
from tests.world import World

PATH = "/en/thamm-2021/manage/history"


@pytest.fixture
def event(world: World) -> int:
    return world.event()


@pytest.fixture
def organiser(world: World, event: int) -> Visitor:
    return world.organiser(event)


def written(world: World, event: int, many: int) -> None:
    """Entries of several people about several things."""
    with world.writing() as session:
        subject = session.get_one(Event, event)
        for number in range(many):
            told = {"before": {"places": number}, "after": {"places": number + 1}}
            record(session, "change event", subject, by=None, event_id=event, **told)


def test_a_change_is_told_with_before_and_after(organiser: Visitor) -> None:
    settings = organiser.get("/en/thamm-2021/manage/event")
    settings.submit(places="120", kind="webinar", starts_on="2021-07-06", **{"title-fr": "Autre titre"})
    page = organiser.get(PATH)
    assert page.texts(".page-lead") == ["One change by the team. Hours of the event."]
    assert page.texts("tbody strong") == ["The event was changed"]
    assert page.texts(".change-details dt") == ["Title (French)", "Kind", "First day", "Places"]
    assert page.texts(".change-details del") == ["Conférence régionale", "Conference", "5 July 2021"]
    assert page.texts(".change-details ins") == ["Autre titre", "Webinar", "6 July 2021", "120"]
    assert page.texts("tbody td")[0] == "organiser@example.org"
    assert page.one(".change-details del span").get("lang") == "fr"


def test_what_was_added_is_told_with_what_it_holds(organiser: Visitor) -> None:
    form = organiser.get("/en/thamm-2021/manage/event/contacts/new")
    form.submit("main form.form", email="desk@example.org", **{"label-en": "The desk"})
    page = organiser.get(PATH)
    assert page.texts("tbody strong") == ["A contact was added"]
    assert page.texts(".change-details ins") == ["The desk", "desk@example.org"]


def test_a_role_names_its_person(world: World, organiser: Visitor) -> None:
    world.account("amina@example.org", native_name="أمينة")
    organiser.get("/en/thamm-2021/manage/team").submit("main form.form", email="amina@example.org", role="desk")
    page = organiser.get(PATH)
    assert page.texts("tbody strong") == ["A role was given"]
    assert page.texts(".change-details ins") == ["أمينة", "Desk staff"]


def test_what_nobody_named_is_still_told(world: World, event: int, organiser: Visitor) -> None:
    with world.writing() as session:
        session.add(
            AuditEntry(
                at=datetime(2021, 7, 5, 9, tzinfo=UTC),
                account_id=999,
                event_id=event,
                verb="unheard of",
                subject="thing:1",
                before={},
                after={"x": "<b>"},
            )
        )
    page = organiser.get(PATH)
    assert page.texts("tbody tr") == ["Something changed Somebody whose account is deleted 5 July 2021, 10:00"]


def test_other_events_are_another_history(world: World, organiser: Visitor) -> None:
    other = world.event("other")
    written(world, other, 2)
    assert organiser.get(PATH).texts(".empty h2") == ["No changes yet"]


def test_it_is_paged(world: World, event: int, organiser: Visitor) -> None:
    written(world, event, 51)
    first, second = organiser.get(PATH), organiser.get(f"{PATH}?page=2")
    assert (len(first.all("tbody tr")), len(second.all("tbody tr"))) == (50, 1)
    assert second.one("a[rel=prev]").get("href") == f"{PATH}?page=1"
    for odd, rows in (("0", 50), ("-1", 50), ("x", 50), (str(10**30), 1)):
        assert len(organiser.get(f"{PATH}?page={odd}").all("tbody tr")) == rows


def test_it_asks_as_often_for_thirty_as_for_three(world: World, event: int, organiser: Visitor) -> None:
    counted = []
    for many in (3, 27):
        written(world, event, many)
        with count_queries(world.app) as queries:
            assert organiser.get(PATH).status == 200
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 12


def test_only_organisers_read_it(world: World, event: int) -> None:
    statuses = [world.member(event, role).get(PATH).status for role in (Role.TRANSLATOR, Role.DESK)]
    assert statuses == [403, 403]
