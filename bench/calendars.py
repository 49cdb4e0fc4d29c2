"""What calendars cost: one of 900 sessions joined from stored entries, and the answer to whoever has it already.

    .venv/bin/python bench/calendars.py

The goals: joined in under 50 ms, reading the version included, in each language; one person's of 50 online sessions,
each with a way in and a reminder, in under 100 ms; an unchanged one is answered with 304 without being joined, which is
what calendar programs ask for every hour. All times are whole answers over HTTP, in alternation with the page of
`bench/reference.py`. The ratio is that of the times: on a busy machine it says more.
"""

from __future__ import annotations

import http.client
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent))

from agenda import Bench, publish
from agendas import FIRST_DAY, make_event
from serving import serve, stop

SESSIONS, MOST, ROUNDS, ASKED = 900, 50, 7, 300
OWN_SESSIONS, MOST_OF_OWN = 50, 100
SLUG = "calendars"
LANGUAGES = ("en", "fr", "ar")


@dataclass(frozen=True)
class Answer:
    """A whole answer, its body as it came, and how long that took."""

    milliseconds: float
    status: int
    body: bytes
    etag: str


class Client:
    """One connection that stays open."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, path: str, headers: Mapping[str, str] | None = None, *, method: str = "GET") -> Answer:
        began = time.perf_counter()
        self._connection.request(method, path, headers={"Accept-Encoding": "gzip"} | dict(headers or {}))
        answer = self._connection.getresponse()
        body = answer.read()
        spent = (time.perf_counter() - began) * 1000
        return Answer(spent, answer.status, body, answer.getheader("ETag", ""))


def joined(bench: Bench, client: Client, reference: Client, event_id: int) -> None:
    """How long the first subscriber after a public change waits: nothing is stored then."""
    from conference.events.service import touch

    paths = [f"/{language}/{SLUG}/calendar.ics" for language in LANGUAGES]
    paths += [f"/ar/{SLUG}/{part}" for part in (f"calendar.ics?day={FIRST_DAY}", "speakers/nobody-1.ics")]
    for path in paths:
        ours, theirs, size = [], [], 0
        for _round in range(ROUNDS):
            with bench.world.writing() as database:
                touch(database, event_id)
            time.sleep(1.2)  # stored answers notice a change within a second
            client.ask(f"/en/{SLUG}/speakers")  # a page notices it before the clock runs
            theirs.append(reference.ask("/").milliseconds)
            answer = client.ask(path)
            assert answer.status == 200
            ours.append(answer.milliseconds)
            size = len(answer.body)
        own, other = statistics.median(ours), statistics.median(theirs)
        print(
            f"{path}: joined in {own:.1f} ms of {MOST}, best of {ROUNDS} {min(ours):.1f}, {size / 1024:.0f} KiB;"
            f" the reference {other:.2f} ms, ratio {own / other:.0f}",
            flush=True,
        )


def personal(bench: Bench, client: Client, reference: Client, event_id: int) -> str:
    """How long a guest's own calendar takes, which no store keeps; returns its path."""
    path = f"/ar/{SLUG}/calendar/{own_calendar(bench, event_id)}.ics"
    ours, theirs, size = [], [], 0
    for _round in range(ASKED // 10):
        theirs.append(reference.ask("/").milliseconds)
        answer = client.ask(path)
        assert answer.body.count(b"BEGIN:VALARM") == answer.body.count(b"CONFERENCE;") == OWN_SESSIONS
        ours.append(answer.milliseconds)
        size = len(answer.body)
    own, other = statistics.median(ours), statistics.median(theirs)
    print(
        f"one person's {OWN_SESSIONS} sessions: built in {own:.1f} ms of {MOST_OF_OWN}, worst {max(ours):.1f},"
        f" {size / 1024:.0f} KiB; the reference {other:.2f} ms, ratio {own / other:.0f}",
        flush=True,
    )
    return path


def own_calendar(bench: Bench, event_id: int) -> str:
    """The token of a guest's calendar: they put the first sessions into their agenda, and all of these are online."""
    from sqlalchemy import select

    from conference.agenda.models import ChosenSession, PersonalAgenda, Session
    from conference.core.clock import now
    from conference.feeds.queries import Owner
    from conference.feeds.service import address_of, set_up
    from conference.registration.models import Registration
    from tests.made.registration import add

    registered = add(bench.world, event_id, "guest@example.org")
    account = bench.world.account("guest@example.org")
    with bench.world.writing() as database:
        database.get_one(Registration, registered).account_id = account
        agenda = PersonalAgenda(
            event_id=event_id, account_id=account, secret="bench", created_at=now(), changed_at=now()
        )
        first = select(Session).where(Session.event_id == event_id).order_by(Session.id).limit(OWN_SESSIONS)
        for session in database.scalars(first):
            session.meeting_url = f"https://meeting.example.org/{session.code}"
            agenda.chosen.append(
                ChosenSession(
                    session_id=session.id, chosen_at=now(), starts_at=session.starts_at, ends_at=session.ends_at
                )
            )
        database.add(agenda)
        feed = set_up(database, Owner(registration_id=registered), event_id=event_id, alarm_minutes=15)
        return address_of(feed)


def unchanged(client: Client, reference: Client, own_path: str) -> None:
    """304 from the store, from the application (which answers HEAD itself) and for one's own, beside the reference."""
    shared = f"/ar/{SLUG}/calendar.ics"
    asked = (
        ("by the store", "GET", shared),
        ("by the application", "HEAD", shared),
        ("for one's own", "GET", own_path),
    )
    for name, method, path in asked:
        tag = {"If-None-Match": client.ask(path).etag}
        ours, theirs = [], []
        for _round in range(ASKED):
            theirs.append(reference.ask("/").milliseconds)
            answer = client.ask(path, tag, method=method)
            assert (answer.status, answer.body) == (304, b"")
            ours.append(answer.milliseconds)
        own, other = statistics.median(ours), statistics.median(theirs)
        print(f"304 {name}: {own:.2f} ms, the reference {other:.2f} ms, ratio {own / other:.2f}", flush=True)


def main() -> None:
    with tempfile.TemporaryDirectory() as instance:
        bench = Bench(Path(instance))
        reference, reference_port = serve("bench.reference:app", {})
        try:
            event_id = make_event(bench.world, SLUG, SESSIONS)
            seconds, version = publish(bench, event_id)
            print(f"{SESSIONS} sessions published in {seconds:.1f} s, entries of {version[1] / 1e6:.1f} MB", flush=True)
            client, other = Client(bench.port), Client(reference_port)
            joined(bench, client, other, event_id)
            unchanged(client, other, personal(bench, client, other, event_id))
        finally:
            stop(reference, bench.process)


if __name__ == "__main__":
    main()
