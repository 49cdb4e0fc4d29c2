"""The worker: every message goes out once, however workers fail, die or meet."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest

from conference.config import ROOT
from conference.core import clock
from conference.outbox import worker
from conference.outbox.models import Message, MessageState
from conference.outbox.service import NotFailed, enqueue, retry, retry_all
from conference.outbox.worker import LEASE, MOST_ATTEMPTS, deliver_due
from tests.made.outbox import KIND, Out, messages, run_worker, use, write_notes
from tests.world import World

START = datetime(2021, 7, 5, 8, 0, tzinfo=UTC)

KILLED_WHILE_SENDING = """
import json, sys, time
from pathlib import Path
from conference.app import create_app
from conference.outbox.worker import deliver_due
from tests.conftest import configuration
from tests.made.outbox import use

class Slow:
    def deliver(self, *, recipient, mime, name):
        print(json.dumps(mime.decode()), flush=True)
        time.sleep(600)

app = create_app(configuration(sys.argv[1], Path(sys.argv[2])))
use(app, Slow())
with app.app_context():
    deliver_due()
"""


def test_each_failure_doubles_the_wait_and_the_last_leaves_a_dead_letter(world: World) -> None:
    use(world.app, Out(failures=100))
    waits, moment = [], START
    with clock.at(START):
        write_notes(world, "leila@example.org")
    for _attempt in range(MOST_ATTEMPTS - 1):
        with clock.at(moment):
            assert run_worker(world) == 1
            assert run_worker(world) == 0, "not before it is due again"
        (message,) = messages(world)
        assert message.state == MessageState.WAITING
        waits.append((message.due_at - moment).total_seconds())
        moment = message.due_at
    assert waits == [30, 60, 120, 240, 480, 960, 1920]
    with clock.at(moment):
        run_worker(world)
    (message,) = messages(world)
    assert (message.state, message.attempts) == (MessageState.FAILED, MOST_ATTEMPTS)
    assert message.last_error == "ConnectionRefusedError: nobody answers"
    with clock.at(moment + timedelta(days=30)):
        assert run_worker(world) == 0


def test_a_dead_letter_that_is_tried_again_keeps_its_bytes(world: World) -> None:
    out = Out(failures=MOST_ATTEMPTS)
    use(world.app, out)
    moment = START
    with clock.at(START):
        write_notes(world, "leila@example.org")
    for _attempt in range(MOST_ATTEMPTS):
        with clock.at(moment):
            run_worker(world)
        moment += timedelta(hours=2)
    with world.writing() as session, clock.at(moment):
        message = session.get_one(Message, 1, with_for_update=True)
        written = message.mime
        retry(session, message)
    with clock.at(moment):
        run_worker(world)
    assert out.given == [("leila@example.org", written)]
    assert [message.state for message in messages(world)] == [MessageState.SENT]


def test_only_a_dead_letter_is_tried_again(world: World) -> None:
    use(world.app, Out())
    write_notes(world, "leila@example.org")
    run_worker(world)
    with world.writing() as session, pytest.raises(NotFailed):
        retry(session, session.get_one(Message, 1))


def test_all_dead_letters_of_one_event_are_tried_again_and_no_others(world: World) -> None:
    here, there = world.event("here"), world.event("there")
    for event_id in (here, here, there):
        write_notes(world, "leila@example.org", event_id=event_id)
    with world.writing() as session:
        for message in session.query(Message):
            message.state = MessageState.FAILED
    with world.writing() as session:
        assert retry_all(session, here) == 2
    assert [message.state for message in messages(world)] == ["waiting", "waiting", "failed"]


def test_a_kind_that_nobody_renders_says_so(world: World) -> None:
    use(world.app, Out())
    with world.writing() as session:
        enqueue(session, "gone.kind", {}, recipient="leila@example.org")
    run_worker(world)
    assert [message.last_error for message in messages(world)] == ["UnknownKind: gone.kind"]


def test_a_killed_worker_loses_its_claim_and_another_sends_the_same_bytes_once(world: World, tmp_path: Path) -> None:
    out = Out()
    use(world.app, out)
    write_notes(world, "leila@example.org")
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED_WHILE_SENDING, world.app.config["SQLALCHEMY_DATABASE_URI"], tmp_path / "other"],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        text=True,
    )
    assert process.stdout is not None
    try:
        sending = json.loads(process.stdout.readline())
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
    assert run_worker(world) == 0, "its lease still runs"
    with clock.at(datetime.now(UTC) + LEASE + timedelta(seconds=1)):
        assert [run_worker(world), run_worker(world)] == [1, 0]
    assert out.given == [("leila@example.org", sending.encode())]
    assert [(one.state, one.attempts) for one in messages(world)] == [(MessageState.SENT, 2)]


def test_a_message_that_kills_every_worker_ends_as_a_dead_letter(world: World) -> None:
    out = Out()
    use(world.app, out)
    write_notes(world, "leila@example.org")
    with world.writing() as session:
        message = session.get_one(Message, 1)
        message.state, message.claim, message.attempts = MessageState.SENDING, "of a dead worker", MOST_ATTEMPTS
        message.lease_until = START
    run_worker(world)
    (message,) = messages(world)
    assert (message.state, out.given) == (MessageState.FAILED, [])
    assert message.last_error.startswith("WorkersDied")


def test_a_worker_that_lost_its_claim_while_rendering_sends_nothing(world: World) -> None:
    out = Out()
    use(world.app, out)
    outbox = world.app.extensions[worker.EXTENSION]

    def slow(payload: object) -> object:
        with world.writing() as session:
            session.get_one(Message, 1).claim = "of another worker"
        return outbox.handlers[KIND](payload)

    world.app.extensions[worker.EXTENSION] = worker.Outbox({KIND: slow}, out, outbox.sender)  # type: ignore[dict-item]
    write_notes(world, "leila@example.org")
    run_worker(world)
    (message,) = messages(world)
    assert (message.claim, message.subject, out.given) == ("of another worker", "", [])


def test_workers_together_send_each_of_many_messages_once(world: World) -> None:
    out = Out()
    use(world.app, out)
    recipients = [f"person{number:03}@example.org" for number in range(60)]
    write_notes(world, *recipients)
    tried: list[int] = []

    def work() -> None:
        with world.app.app_context():
            tried.append(deliver_due())

    threads = [threading.Thread(target=work) for _worker in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(recipient for recipient, _mime in out.given) == recipients
    assert sum(tried) == len(recipients)
    identifiers = {message_from_bytes(mime)["Message-ID"] for _recipient, mime in out.given}
    assert len(identifiers) == len(recipients)
    assert {message.state for message in messages(world)} == {MessageState.SENT}


def test_the_heartbeat_prolongs_the_lease_while_a_delivery_takes_long(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "HEARTBEAT_SECONDS", 0.05)
    leases: list[datetime] = []
    taken_over: list[int] = []

    class Slow:
        def deliver(self, *, recipient: str, mime: bytes, name: str) -> None:
            leases.append(self.lease())
            give_up = time.monotonic() + 20
            while self.lease() < leases[0] + timedelta(seconds=0.3) and time.monotonic() < give_up:
                time.sleep(0.02)
            leases.append(self.lease())
            with clock.at(leases[0] + timedelta(seconds=0.1)):
                taken_over.append(run_worker(world))

        def lease(self) -> datetime:
            (message,) = messages(world)
            assert message.lease_until is not None
            return message.lease_until

    use(world.app, Slow())
    write_notes(world, "leila@example.org")
    assert run_worker(world) == 1
    assert leases[1] - leases[0] >= timedelta(seconds=0.3)
    assert taken_over == [0]
    assert [(one.state, one.attempts) for one in messages(world)] == [(MessageState.SENT, 1)]
