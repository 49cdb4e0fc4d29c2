"""Published agendas are kept as objects in the process, and never older than what the database says."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import update

from conference.agenda.models import AgendaVersion
from conference.events.service import touch
from tests.client import Visitor
from tests.made.agenda import change, let_a_second_pass, make_session, publish
from tests.queries import count_queries
from tests.world import World, in_three

PAGE = "/en/thamm-2021/agenda/D1-01"


def reads_of_versions(app: Flask, visitor: Visitor, path: str) -> int:
    """How often a page reads the data of a version."""
    let_a_second_pass(app)
    with count_queries(app) as queries:
        visitor.get(path)
    return sum("agenda_version.data" in query for query in queries)


def test_a_version_is_read_once_for_all_its_pages(app: Flask, world: World, visitor: Visitor) -> None:
    event = world.event()
    make_session(world, event)
    publish(world, event)
    pages = [PAGE, "/fr/thamm-2021/agenda", "/ar/thamm-2021/speakers"]
    assert [reads_of_versions(app, visitor, path) for path in pages] == [1, 0, 0]


def test_a_newer_version_is_seen_at_once(app: Flask, world: World, visitor: Visitor) -> None:
    event = world.event()
    one = make_session(world, event)
    publish(world, event)
    assert visitor.get(PAGE).texts(".session-meta .badge--sea") == ["Plenary"]
    change(world, one, type="workshop")
    publish(world, event)
    let_a_second_pass(app)
    assert visitor.get(PAGE).texts(".session-meta .badge--sea") == ["Workshop session"]


def test_what_is_taken_out_of_a_version_is_gone(app: Flask, world: World, visitor: Visitor) -> None:
    event = world.event()
    make_session(world, event)
    publish(world, event)
    assert visitor.get(PAGE).h1 == "Title D1-01"
    with world.writing() as database:
        version = database.get_one(AgendaVersion, 1)
        data = dict(version.data)
        data["sessions"] = [one | {"title": in_three("Redacted").to_json()} for one in data["sessions"]]
        database.execute(update(AgendaVersion).values(data=data))
        touch(database, event)
    let_a_second_pass(app)
    assert visitor.get(PAGE).h1 == "Redacted"


def test_one_application_keeps_a_few_agendas(app: Flask, world: World, visitor: Visitor) -> None:
    for number in range(6):
        event = world.event(f"event-{number}")
        make_session(world, event)
        publish(world, event)
        visitor.get(f"/en/event-{number}/agenda")
    assert reads_of_versions(app, visitor, "/fr/event-0/agenda") == 1
    assert reads_of_versions(app, visitor, "/fr/event-5/agenda") == 0
