"""The event's registry of organisations, as organisers keep it and as the form offers it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from conference.registration.models import Organisation
from tests.client import Visitor
from tests.made.delegations import make_delegation, make_organisation
from tests.made.registration import register
from tests.world import World

REGISTRY = "/en/thamm-2021/manage/registrations/organisations"


@pytest.fixture
def event(world: World) -> int:
    return world.event()


def names(world: World) -> list[str]:
    with world.reading() as session:
        found = session.scalars(select(Organisation).order_by(Organisation.id))
        return [next(iter(one.name.to_json().values()))["text"] for one in found]


def test_lines_are_added_once_each(world: World, event: int) -> None:
    organiser = world.organiser(event)
    lines = "Ministry of Tests; MoT\n\nUnion of Testers\tUT\nministry  of tests"
    assert organiser.get(f"{REGISTRY}/lines").submit(lines=lines, country="TN").status == 302
    assert organiser.get(f"{REGISTRY}/lines").submit(lines=lines).status == 302
    assert len(names(world)) == 2


def test_a_line_that_is_too_long_is_named_and_nothing_is_lost(world: World, event: int) -> None:
    lines = "Short\n" + "x" * 201
    page = world.organiser(event).get(f"{REGISTRY}/lines").submit(lines=lines)
    assert page.errors == ["Line 2 is too long: a name has at most 200 characters, an acronym 40."]
    assert page.values()["lines"].split() == lines.split()
    assert names(world) == []


def test_the_form_offers_the_registry_and_another(world: World, event: int) -> None:
    organisation = make_organisation(world, event)
    form = Visitor(world.app).get("/en/thamm-2021/register")
    offered = [option.get("value") for option in form.all("select[name=organisation] option")]
    assert offered == ["", str(organisation), "other"]
    answer = register(Visitor(world.app), organisation=str(organisation))
    assert answer.status == 302


def test_an_organisation_that_is_named_stays_and_one_that_is_not_is_deleted(world: World, event: int) -> None:
    organiser = world.organiser(event)
    make_delegation(world, event, organisation=make_organisation(world, event))
    make_organisation(world, event, "Nobody’s")
    page = organiser.get(REGISTRY)
    assert len(page.all("form[action$='/delete']")) == 1
    token = page.values("form[action$='/delete']")
    kept = organiser.follow(organiser.post(f"{REGISTRY}/1/delete", token))
    assert "Somebody names this organisation now, so it stays. You can stop offering it." in kept.source
    page.submit(form="form[action$='/2/delete']")
    assert world.count(Organisation) == 1


def test_an_organisation_is_no_longer_offered_and_offered_again(world: World, event: int) -> None:
    make_organisation(world, event)
    organiser = world.organiser(event)
    organiser.get(REGISTRY).submit(form="form[action$='/retire']")
    assert Visitor(world.app).get("/en/thamm-2021/register").all("select[name=organisation]") == []
    organiser.get(REGISTRY).submit(form="form[action$='/restore']")
    assert len(Visitor(world.app).get("/en/thamm-2021/register").all("select[name=organisation]")) == 1
