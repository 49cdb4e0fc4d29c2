"""Nobody's mailbox is filled by a form that anybody can send."""

from __future__ import annotations

from sqlalchemy import func, select

from conference.outbox.models import Message
from tests.client import Visitor
from tests.world import World

TYPED = {"native_name": "Leila Trabelsi", "organisation": "Ministry", "country": "TN", "category": "government"}


def test_the_form_writes_to_one_address_only_so_often(world: World, visitor: Visitor) -> None:
    world.event()
    page = visitor.get("/en/thamm-2021/register")
    statuses = [page.submit(email="leila@example.org", **TYPED).status for _time in range(6)]
    assert statuses == [302] * 5 + [429]
    assert page.submit(email="omar@example.org", **TYPED).status == 302
    with world.reading() as session:
        written = select(func.count()).where(Message.recipient == "leila@example.org")
        assert session.scalar(written) == 5


def test_a_form_may_be_corrected_as_often_as_needed(world: World, visitor: Visitor) -> None:
    world.event()
    page = visitor.get("/en/thamm-2021/register")
    statuses = [page.submit(email="leila@example.org", **TYPED | {"country": "XX"}).status for _time in range(8)]
    assert statuses == [422] * 8
    assert page.submit(email="leila@example.org", **TYPED).status == 302
