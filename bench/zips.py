"""What it costs that somebody takes two gigabytes home: memory, time, and how long others wait meanwhile.

Sixteen documents of 128 MB in a ZIP, from a folder on this machine. Beside it the same bytes come from a bare streaming
route of Flask under the same server, one after the other in the same run: a ratio says more than seconds, as others
work on the machine. The goals: a peak within 100 MB of what the idle server holds, and pages that are answered.
"""

from __future__ import annotations

import http.client
import os
import statistics
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, cast

from memory import MEBIBYTE, Peak, resident
from serving import serve, stop

FILES, SIZE = 16, 128 * MEBIBYTE
CHUNK = MEBIBYTE
ROUNDS = 3
MOST = 100 * MEBIBYTE
SLUG = "heavy"


class Heavy:
    """Bytes that no filesystem makes smaller, and that differ from file to file."""

    def __init__(self) -> None:
        self._left, self._block = SIZE, os.urandom(CHUNK)

    def read(self, size: int = -1) -> bytes:
        piece = self._block[: min(size if size >= 0 else self._left, self._left)]
        self._left -= len(piece)
        return piece


def fill(world: Any, event_id: int) -> None:
    """Documents whose files are real, each with a published revision."""
    from conference.core.storage import storage
    from conference.events.service import touch
    from conference.library.models import Revision
    from tests.made.library import make_document

    for number in range(FILES):
        make_document(world, event_id, f"HEAVY/{number}", title=f"Heavy paper {number}", languages=())
        with world.app.app_context():
            blob = storage().keep(cast(IO[bytes], Heavy()))
        make_heavy(world, number, blob)
    with world.writing() as database:
        touch(database, event_id)
        assert database.query(Revision).count() == FILES


def make_heavy(world: Any, number: int, blob: Any) -> None:
    from conference.core.file_types import PDF
    from conference.core.languages import ENGLISH
    from conference.library import service
    from conference.library.models import Document

    with world.writing() as database:
        document = database.query(Document).filter_by(symbol=f"HEAVY/{number}").one()
        revision = service.add_revision(
            database, document, language=ENGLISH, blob=blob, file_type=PDF, pages=1, note="", by=None
        )
        service.publish_revision(database, revision, by=None)


def taken(port: int, path: str, headers: Mapping[str, str]) -> tuple[float, int]:
    """Seconds that an answer took, and its bytes; none of them is kept."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    began = time.perf_counter()
    connection.request("GET", path, headers=dict(headers))
    answer = connection.getresponse()
    if answer.status not in (200, 206):
        raise SystemExit(f"{path}: {answer.status}")
    size = 0
    while piece := answer.read(CHUNK):
        size += len(piece)
    connection.close()
    return time.perf_counter() - began, size


class Visits:
    """Somebody who reads a page again and again inside a `with` block: how long each answer took, in seconds."""

    def __init__(self, port: int, path: str) -> None:
        self.seconds: list[float] = []
        self._port, self._path, self._done = port, path, threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Visits:
        self._thread.start()
        return self

    def __exit__(self, *_told: Any) -> None:
        self._done.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._done.wait(0.05):
            self.seconds.append(taken(self._port, self._path, {})[0])

    @property
    def told(self) -> str:
        ordered = sorted(self.seconds)
        middle, late = statistics.median(ordered), ordered[int(0.95 * len(ordered))]
        return f"p50 {middle * 1000:.0f} ms, p95 {late * 1000:.0f} ms, {len(ordered)} answers"


def run(environment: Mapping[str, str], world: Any) -> None:
    event = world.event(SLUG)
    fill(world, event)
    path, page = f"/en/{SLUG}/documents.zip?language=en", f"/en/{SLUG}/documents?q=paper"
    folder = str(Path(environment["CONFERENCE_INSTANCE"]) / "files")
    (server, port), (plain, bare) = (
        serve("wsgi:app", environment),
        serve("bench.streaming:app", {"STREAMED": folder, "STREAMED_FILES": str(FILES)}),
    )
    try:
        taken(port, page, {})
        with Visits(port, page) as alone:
            time.sleep(5)
        idle = resident(server.pid)
        ratios, peak, meanwhile = [], 0, list[float]()
        for _round in range(ROUNDS):
            with Visits(port, page):
                copied, bytes_ = taken(bare, "/", {})
            with Peak(server.pid) as watched, Visits(port, page) as visits:
                zipped, size = taken(port, path, {})
            ratios.append(zipped / copied)
            peak, meanwhile = max(peak, watched.bytes), [*meanwhile, *visits.seconds]
            speeds = f"{bytes_ / copied / MEBIBYTE:.0f} MB/s bare, {size / zipped / MEBIBYTE:.0f} MB/s as a ZIP"
            print(f"  {size / MEBIBYTE:.0f} MB: {copied:.1f} s bare, {zipped:.1f} s as a ZIP ({speeds})", flush=True)
        print(f"zip: {statistics.median(ratios):.2f} times the bare stream, a reader of pages beside both")
        print(f"zip: idle {idle / MEBIBYTE:.0f} MB, peak {(peak - idle) / MEBIBYTE:.0f} MB above of {MOST // MEBIBYTE}")
        both = Visits(port, page)
        both.seconds = meanwhile
        print(f"zip: a page alone {alone.told}")
        print(f"zip: a page meanwhile {both.told}")
        seconds, _size = taken(port, path, {"Range": f"bytes={size - 1000}-"})
        print(f"zip: its last 1000 bytes in {seconds * 1000:.0f} ms")
        print(f"zip: load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    finally:
        stop(server, plain)
