"""A message is part of the transaction that causes it."""

from __future__ import annotations

import threading
import time

import pytest

from conference.outbox.models import Message
from conference.outbox.service import enqueue
from tests.made.outbox import KIND, Out, run_worker, use, write_notes
from tests.world import World


class Interrupted(Exception):
    """What goes wrong in the middle of a transaction."""


def interrupted_registration(world: World) -> None:
    with world.writing() as session:
        enqueue(session, KIND, {"to": "leila@example.org"}, recipient="leila@example.org")
        session.flush()
        raise Interrupted


def test_a_write_that_is_rolled_back_sends_nothing(world: World) -> None:
    out = Out()
    use(world.app, out)
    with pytest.raises(Interrupted):
        interrupted_registration(world)
    assert run_worker(world) == 0
    assert (world.count(Message), out.given) == (0, [])


def test_a_write_that_is_committed_sends_once(world: World) -> None:
    out = Out()
    use(world.app, out)
    write_notes(world, "leila@example.org")
    assert [run_worker(world), run_worker(world)] == [1, 0]
    assert [recipient for recipient, _mime in out.given] == ["leila@example.org"]


def test_a_second_message_with_the_same_key_is_left_out(world: World) -> None:
    for _time in range(2):
        with world.writing() as session:
            for key in ("reminder:7", "reminder:8"):
                enqueue(
                    session, KIND, {"to": "leila@example.org"}, recipient="leila@example.org", deduplication_key=key
                )
    assert world.count(Message) == 2


def test_messages_without_a_key_are_all_kept(world: World) -> None:
    write_notes(world, "leila@example.org", "leila@example.org")
    assert world.count(Message) == 2


def test_two_transactions_at_once_with_the_same_key_leave_one_message_and_both_succeed(world: World) -> None:
    failed: list[BaseException] = []

    def remind() -> None:
        try:
            with world.writing() as session:
                enqueue(
                    session, KIND, {"to": "a@example.org"}, recipient="a@example.org", deduplication_key="reminder:7"
                )
                time.sleep(0.2)  # so that the other one writes before this one commits
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=remind) for _worker in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert world.count(Message) == 1
