"""What calendars cost: one of 900 sessions joined from stored entries, and the answer to whoever has it already.

    .venv/bin/python bench/calendars.py

The goals: joined in under 50 ms, reading the version included, in each language; an unchanged one is answered with 304
without being joined, which is what calendar programs ask for every hour. All times are whole answers over HTTP, in
alternation with the page of `bench/reference.py`. The ratio is that of the times: on a busy machine it says more.
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


def unchanged(client: Client, reference: Client) -> None:
    """304 from the store, and from the application (which answers HEAD itself), beside the reference."""
    path = f"/ar/{SLUG}/calendar.ics"
    tag = {"If-None-Match": client.ask(path).etag}
    for name, method in (("by the store", "GET"), ("by the application", "HEAD")):
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
            unchanged(client, other)
            # Personal calendars are measured from here on: 50 sessions of one person in under 100 ms.
        finally:
            stop(reference, bench.process)


if __name__ == "__main__":
    main()
