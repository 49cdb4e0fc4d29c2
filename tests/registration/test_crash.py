"""A server that is killed between its answer and the mail: after a restart the mail goes out, once."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from http.cookiejar import CookieJar
from pathlib import Path

import lxml.html
import pytest
from sqlalchemy import select
from sqlalchemy.orm import undefer

from conference.config import ROOT
from conference.core.clock import now
from conference.outbox.models import Message, MessageState
from tests.made.outbox import free_port
from tests.made.registration import ANSWERS, registration
from tests.world import World

SECONDS = 30.0


@contextmanager
def serving(world: World, instance: Path, **settings: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """`conference serve` on the test's database, as a group of processes of its own, and its address."""
    port = free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "CONFERENCE_MODE": "development",
        "CONFERENCE_INSTANCE": str(instance),
        "DATABASE_URL": world.app.config["SQLALCHEMY_DATABASE_URI"],
        "PORT": str(port),
    }
    command = [str(Path(sys.executable).parent / "conference"), "serve"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment | settings, start_new_session=True)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(lambda: answers(f"{address}/healthz"), "the server does not answer")
        yield process, address
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """The server and what it forked, without a moment to tidy up."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def wait_for(happened: Callable[[], object], otherwise: str) -> None:
    deadline = time.monotonic() + SECONDS
    while not happened():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.05)


def register_at(address: str) -> str:
    """Fill the form in and send it, as a browser does; the path of the page that was answered with."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    path = f"{address}/en/thamm-2021/register"
    with browser.open(path, timeout=20) as shown:
        page = lxml.html.fromstring(shown.read().decode())
    (form,) = (one for one in page.forms if "data-event-form" in one.attrib)
    typed = urllib.parse.urlencode(dict(form.form_values()) | ANSWERS).encode()
    with browser.open(path, typed, timeout=20) as answered:
        return str(urllib.parse.urlsplit(answered.url).path)


@pytest.fixture
def silence() -> Iterator[str]:
    """A mail server that takes calls and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"smtp://127.0.0.1:{listener.getsockname()[1]}"


def mails(folder: Path) -> list[str]:
    """Who each mail in the folder went to."""
    found = [message_from_bytes(path.read_bytes(), policy=default) for path in sorted(folder.glob("*.eml"))]
    return [str(mail["To"]) for mail in found]


def told(world: World) -> Message:
    """The one message to whoever registered, with its bytes; the hour that a server rings stands in the outbox too."""
    query = select(Message).where(Message.recipient == ANSWERS["email"]).options(undefer(Message.mime))
    with world.reading() as session:
        message = session.scalars(query).one()
        session.expunge_all()
        return message


def restarted(world: World, instance: Path) -> list[str]:
    """Who was written to once a new server has run long enough to do more than it should."""
    folder = instance / "mail"
    with serving(world, instance):
        wait_for(lambda: mails(folder), "the mail never goes out")
        time.sleep(3)
    return mails(folder)


def test_killed_before_its_worker_looked_the_mail_goes_out_once(world: World, tmp_path: Path) -> None:
    world.event()
    instance = tmp_path / "served"
    with serving(world, instance, WORKER_THREADS="0") as (process, address):
        assert register_at(address) == "/en/thamm-2021/register/received"
        kill(process)
    assert registration(world).state == "confirmed"
    assert mails(instance / "mail") == []
    assert restarted(world, instance) == ["leila@example.org"]
    assert told(world).state == MessageState.SENT


def test_killed_while_its_worker_sends_the_mail_goes_out_once(world: World, tmp_path: Path, silence: str) -> None:
    """The worker has taken the message up and waits for the mail server. Its lease is not waited for, but ended."""
    world.event()
    instance = tmp_path / "served"
    with serving(world, instance, SMTP_URL=silence) as (process, address):
        assert register_at(address) == "/en/thamm-2021/register/received"
        wait_for(lambda: told(world).mime is not None, "the worker does not take the message up")
        kill(process)
    message = told(world)
    assert (message.state, message.attempts) == (MessageState.SENDING, 1)
    with world.writing() as session:
        session.get_one(Message, message.id).lease_until = now()
    assert restarted(world, instance) == ["leila@example.org"]
    sent = told(world)
    assert (sent.state, sent.attempts, sent.mime) == (MessageState.SENT, 2, message.mime)
