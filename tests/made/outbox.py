"""An outbox whose way out and whose handlers a test chooses."""

from __future__ import annotations

import socket
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy import select

from conference.core.languages import Language
from conference.outbox.mail import Attachment, Mail, Transport
from conference.outbox.models import Message
from conference.outbox.service import enqueue
from conference.outbox.worker import EXTENSION, Outbox, deliver_due
from tests.world import World

SENDER = "no-reply@conference.example.org"
KIND = "test.note"


@dataclass
class Out:
    """A way out that remembers what it was given, after failing as often as it is told to."""

    failures: int = 0
    given: list[tuple[str, bytes]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def deliver(self, *, recipient: str, mime: bytes, name: str) -> None:
        with self.lock:
            if self.failures:
                self.failures -= 1
                raise ConnectionRefusedError("nobody answers")
            self.given.append((recipient, mime))


def note(payload: Mapping[str, object], attachments: Sequence[Attachment] = ()) -> Mail:
    """The mail that a payload describes."""
    return Mail(
        recipient=str(payload["to"]),
        subject=str(payload.get("subject", "A note")),
        text=str(payload.get("text", "Something to read.")) + "\n",
        html=f"<!doctype html><html><body><p>{payload.get('text', 'Something to read.')}</p></body></html>",
        language=Language.of(str(payload.get("language", "en"))),
        attachments=attachments,
    )


def use(app: Flask, transport: Transport) -> None:
    """Let the application send notes, by this way out."""
    app.extensions[EXTENSION] = Outbox({KIND: note}, transport, SENDER)


def write_notes(world: World, *recipients: str, event_id: int | None = None, **payload: str) -> None:
    with world.writing() as session:
        for recipient in recipients:
            enqueue(session, KIND, payload | {"to": recipient}, recipient=recipient, event_id=event_id)


def run_worker(world: World) -> int:
    with world.app.app_context():
        return deliver_due()


def messages(world: World) -> Sequence[Message]:
    with world.reading() as session:
        found = session.scalars(select(Message).order_by(Message.id)).all()
        session.expunge_all()
        return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
