"""The worker: claims one message at a time under a lease, renders it once, sends it, and backs off when it cannot."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from flask import Flask, current_app
from sqlalchemy import or_, select, update

from conference.core.clock import now
from conference.core.database import db, write
from conference.core.localization import site_name, speaking
from conference.core.logs import log
from conference.outbox.mail import Mail, Transport, to_mime
from conference.outbox.models import FORGOTTEN, Message, MessageState
from conference.outbox.tasks import ring_hour

LEASE = timedelta(minutes=5)
HEARTBEAT_SECONDS = 60.0
MOST_ATTEMPTS = 8
FIRST_DELAY = timedelta(seconds=30)
IDLE_SECONDS = 1.0
EXTENSION = "conference.outbox"

Handler = Callable[[Mapping[str, object]], Mail | None]


class UnknownKind(LookupError):
    """No handler renders messages of this kind."""


class ClaimLost(Exception):
    """Another worker took the message over: it is theirs to send."""


class WorkersDied(Exception):
    """Every worker that took the message up ended before it could say how it went."""


@dataclass(frozen=True, slots=True)
class Outbox:
    """What the worker needs: a handler per kind, the way out, and the address that mail comes from.

    A handler gets the payload and returns the mail, or None if there is nothing to say any more.
    """

    handlers: Mapping[str, Handler]
    transport: Transport
    sender: str


@dataclass(frozen=True, slots=True)
class Claimed:
    id: int
    kind: str
    payload: Mapping[str, object]
    mime: bytes | None
    attempts: int
    recipient: str
    event_id: int | None
    token: str


def configure(app: Flask, outbox: Outbox) -> None:
    app.extensions[EXTENSION] = outbox


def deliver_due(*, limit: int | None = None) -> int:
    """Deliver what is due now, at most `limit` messages; return how many were tried. Needs an application context."""
    tried = 0
    while (limit is None or tried < limit) and (claimed := _claim()) is not None:
        _deliver(cast(Outbox, current_app.extensions[EXTENSION]), claimed)
        tried += 1
    return tried


def start_beside(app: Flask, threads: int) -> None:
    """Deliver from `threads` threads of this process, for as long as it lives."""
    for number in range(threads):
        stop = threading.Event()
        threading.Thread(target=run, args=(app, stop), name=f"outbox-{number}", daemon=True).start()


def run(app: Flask, stop: threading.Event) -> None:
    """Deliver until `stop` is set, and ring the hours. Errors of the database are logged and waited out."""
    rung = ""
    while not stop.is_set():
        try:
            with app.app_context():
                if rung != (hour := f"{now():%Y-%m-%dT%H}"):
                    ring_hour()
                    rung = hour
                tried = deliver_due(limit=50)
        except Exception:
            log.exception("outbox")
            tried = 0
        if not tried:
            stop.wait(IDLE_SECONDS)


def _claim() -> Claimed | None:
    """Take the oldest due message, or one whose worker died, in one statement (design §7)."""
    due = (
        select(Message.id)
        .where(
            or_(
                (Message.state == MessageState.WAITING) & (Message.due_at <= now()),
                (Message.state == MessageState.SENDING) & (Message.lease_until < now()),
            )
        )
        .order_by(Message.due_at, Message.id)
        .limit(1)
    )
    nothing_due = db.session.scalar(due) is None
    db.session.rollback()
    if nothing_due:
        return None
    token = secrets.token_hex(16)
    with write() as session:
        row = session.execute(
            update(Message)
            .where(Message.id == due.with_for_update(skip_locked=True).scalar_subquery())
            .values(
                state=MessageState.SENDING,
                claim=token,
                lease_until=now() + LEASE,
                attempts=Message.attempts + 1,
            )
            .returning(
                Message.id,
                Message.kind,
                Message.payload,
                Message.mime,
                Message.attempts,
                Message.recipient,
                Message.event_id,
            )
            .execution_options(synchronize_session=False)
        ).first()
    return Claimed(**row._mapping, token=token) if row else None


def _deliver(outbox: Outbox, claimed: Claimed) -> None:
    with _heartbeat(claimed):
        try:
            if claimed.attempts > MOST_ATTEMPTS:
                raise WorkersDied(f"given up after {MOST_ATTEMPTS} attempts")
            mime = claimed.mime or _render(outbox, claimed)
            if mime is not None:
                name = f"{claimed.id:06}-{claimed.kind}"
                outbox.transport.deliver(recipient=claimed.recipient, mime=mime, name=name)
        except ClaimLost:
            log.warning("taken over", extra={"facts": {"message": claimed.id, "kind": claimed.kind}})
            return
        except Exception as error:
            log.warning("not delivered", exc_info=True, extra={"facts": {"message": claimed.id, "kind": claimed.kind}})
            _put_back(claimed, error)
            return
    done: dict[str, Any] = {"state": MessageState.SENT, "sent_at": now(), "last_error": "", "claim": None}
    # Nobody looks at messages that belong to no event. They may carry a secret, or be the last word to somebody erased.
    forgotten = FORGOTTEN if claimed.event_id is None else {}
    _update(claimed, **done, **forgotten)


def _render(outbox: Outbox, claimed: Claimed) -> bytes | None:
    """Render at the first delivery and keep the bytes; every later attempt sends the same ones. Raises ClaimLost."""
    handler = outbox.handlers.get(claimed.kind)
    if handler is None:
        raise UnknownKind(claimed.kind)
    mail = handler(claimed.payload)
    db.session.rollback()
    if mail is None:
        return None
    host = outbox.sender.rpartition("@")[2]
    message_id = f"<{claimed.id}.{secrets.token_hex(8)}@{host}>"
    with speaking(mail.language):
        mime = to_mime(mail, sender=outbox.sender, sender_name=site_name(), message_id=message_id)
    if not _update(claimed, mime=mime, subject=mail.subject):
        raise ClaimLost(claimed.id)
    return mime


def _put_back(claimed: Claimed, error: Exception) -> None:
    """Wait twice as long after each failure; after the last, leave a dead letter for the organisers."""
    last = claimed.attempts >= MOST_ATTEMPTS
    _update(
        claimed,
        state=MessageState.FAILED if last else MessageState.WAITING,
        due_at=now() + FIRST_DELAY * 2 ** (claimed.attempts - 1),
        last_error=f"{type(error).__name__}: {error}"[:500],
        claim=None,
    )


def _update(claimed: Claimed, **values: Any) -> bool:
    """Change the row only while this worker still holds it; whether it does."""
    with write() as session:
        changed = session.execute(
            update(Message)
            .where(Message.id == claimed.id, Message.claim == claimed.token)
            .values(**values)
            .returning(Message.id)
            .execution_options(synchronize_session=False)
        )
        return changed.first() is not None


@contextmanager
def _heartbeat(claimed: Claimed) -> Iterator[None]:
    """Prolong the lease while the work goes on, from a thread of its own."""
    app, done = current_app._get_current_object(), threading.Event()  # type: ignore[attr-defined]

    def beat() -> None:
        while not done.wait(HEARTBEAT_SECONDS):
            try:
                with app.app_context():
                    _update(claimed, lease_until=now() + LEASE)
            except Exception:
                # One beat missed costs nothing, a heart that stops costs a second copy of the mail.
                log.exception("outbox heartbeat")

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
