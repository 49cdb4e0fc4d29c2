"""What is added to a list comes last, also after something was taken out of it."""

from __future__ import annotations

from conference.accounts.models import Account
from conference.core.languages import ENGLISH
from conference.events.models import Body, Event
from conference.events.service import add_part, remove_part
from tests.world import World, in_three


def test_a_body_added_after_one_was_removed_comes_last(world: World) -> None:
    event_id, account_id = world.event(), world.account()

    def add(name: str) -> None:
        with world.writing() as session:
            event, by = session.get_one(Event, event_id), session.get_one(Account, account_id)
            add_part(session, event, Body(name=in_three(name), acronym=in_three(name)), by=by)

    add("B")
    add("C")
    with world.writing() as session:
        event = session.get_one(Event, event_id)
        remove_part(session, event, event.bodies[0], by=session.get_one(Account, account_id))
    add("D")
    with world.reading() as session:
        bodies = session.get_one(Event, event_id).bodies
        assert [(body.name.text(ENGLISH), body.position) for body in bodies] == [("B", 1), ("C", 2), ("D", 3)]
