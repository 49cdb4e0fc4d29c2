"""What agendas cost: bringing a large one in, serving a day of it, and how publishing and pages grow with the sessions.

    .venv/bin/python bench/agenda.py [import] [growth]

Without a word, both. `import` needs `fosdem-2020.xml` (872 events) of the shared data and is skipped without it: the
upload, the dry run and taking it over through the organisers' door, with the server's memory meanwhile; then one day of
the published agenda, uncached and beside `bench/reference.py` in alternating runs. `growth` makes sessions up.
Design §6 and the agenda's own goals: under 20 s and 300 MB above idle; 70 % cached; under 400 ms uncached.
"""

from __future__ import annotations

import json
import secrets
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parent.parent))

from agendas import FIRST_DAY, Organiser, make_event, timed
from memory import MEBIBYTE, Peak, resident
from pages import measure
from serving import ROOT, conference, serve, stop

SCHEDULE = ROOT.parent / "shared" / "data" / "schedules" / "fosdem-2020.xml"
SIZES = (40, 400, 4_000)
RUNS = 5
DAY = "2020-02-01"


class Bench:
    """A server with a database of its own, and the means to look into both."""

    def __init__(self, instance: Path) -> None:
        from conference.app import create_app
        from tests.conftest import configuration
        from tests.world import World

        secret = secrets.token_hex()
        environment = {
            "CONFERENCE_MODE": "development",
            "CONFERENCE_INSTANCE": str(instance),
            "SECRET_KEY": secret,
            "WORKER_THREADS": "0",
        }
        conference(environment, "migrate")
        url = f"sqlite:///{instance / 'conference.sqlite'}"
        self.world = World(create_app(configuration(url, instance, secret_key=secret)))
        self.process, self.port = serve("wsgi:app", environment)

    def organiser(self, event_id: int, slug: str) -> Organiser:
        visitor = self.world.organiser(event_id, f"{slug}@example.org")
        visitor.get(f"/en/{slug}/manage/agenda/imports")
        cookies = visitor.client._cookies.values()
        return Organiser(self.port, "; ".join(f"{one.key}={one.value}" for one in cookies))

    def uncached(self, event_id: int, path: str) -> list[float]:
        """How long the first visitor after a public change waits, each time in another language."""
        from conference.events.service import touch

        found = []
        for run in range(RUNS):
            with self.world.writing() as database:
                touch(database, event_id)
            time.sleep(1.2)  # stored pages notice a change within a second
            found.append(timed(self.port, path.replace("/en/", f"/{('en', 'fr', 'ar')[run % 3]}/", 1))[0])
        return found


def import_large(bench: Bench, reference_port: int) -> None:
    if not SCHEDULE.exists():
        print(f"{SCHEDULE.name} is not there: the import is not measured")
        return
    from datetime import date

    slug = "large"
    event_id = bench.world.event(slug, starts_on=date(2020, 2, 1), ends_on=date(2020, 2, 2), zone="Europe/Brussels")
    organiser = bench.organiser(event_id, slug)
    imports = f"/en/{slug}/manage/agenda/imports"
    organiser.get(imports)
    idle = resident(bench.process.pid)
    total, highest = 0.0, 0
    address = imports
    for name in ("upload and dry run", "taking over", "the same file again"):
        began = time.perf_counter()
        with Peak(bench.process.pid) as peak:
            if name == "taking over":
                organiser.post(f"{address}/apply", address, {})
            else:
                address = organiser.post(imports, imports, {}, file=(SCHEDULE.name, SCHEDULE.read_bytes()))
        seconds, highest = time.perf_counter() - began, max(highest, peak.bytes)
        total += seconds if name != "the same file again" else 0
        above = (peak.bytes - idle) / MEBIBYTE
        print(f"{name}: {seconds:5.1f} s, peak {above:4.0f} MiB above idle ({idle / MEBIBYTE:.0f} MiB)", flush=True)
    assert b"Nothing changes" in organiser.get(address), "the same file again should change nothing"
    print(f"{SCHEDULE.name}: {total:.1f} s of 20, {(highest - idle) / MEBIBYTE:.0f} MiB of 300 above idle", flush=True)
    publish(bench, event_id)
    page = f"/en/{slug}/agenda?day={DAY}"
    waits = bench.uncached(event_id, page)
    print(
        f"{page}: uncached {milliseconds(statistics.median(waits))} of 400, worst of {RUNS} {milliseconds(max(waits))}",
        flush=True,
    )
    measure(page, bench.port, reference_port)


def grow(bench: Bench) -> None:
    print("sessions  publish   version  calendar   page: uncached  cached    bytes   session    .ics  calendar.ics")
    for size in SIZES:
        slug = f"made-up-{size}"
        event_id = make_event(bench.world, slug, size)
        seconds, version = publish(bench, event_id)
        day = f"/en/{slug}/agenda?day={FIRST_DAY.isoformat()}"
        waits = statistics.median(bench.uncached(event_id, day))
        timed(bench.port, day)
        cached = statistics.median(timed(bench.port, day)[0] for _run in range(RUNS))
        session = statistics.median(bench.uncached(event_id, f"/en/{slug}/agenda/S-7"))
        ics = statistics.median(timed(bench.port, f"/en/{slug}/agenda/S-7.ics")[0] for _run in range(RUNS))
        whole = statistics.median(timed(bench.port, f"/en/{slug}/calendar.ics")[0] for _run in range(RUNS))
        print(
            f"{size:8} {seconds:7.2f} s {version[0] / MEBIBYTE:6.1f} MB {version[1] / MEBIBYTE:6.1f} MB"
            f"   {milliseconds(waits):>14} {milliseconds(cached):>7} {timed(bench.port, day)[1]:8}"
            f" {milliseconds(session):>9} {milliseconds(ics):>7} {milliseconds(whole):>13}",
            flush=True,
        )


def publish(bench: Bench, event_id: int) -> tuple[float, tuple[int, int]]:
    """Seconds that publishing takes, and the bytes of the version and of its calendar.

    Agendas of real life have people in two places at once: the event asks to be warned of it, no more.
    """
    from conference.agenda.checks import Check, Severity
    from conference.agenda.models import AgendaSettings
    from conference.agenda.queries import latest_version
    from tests.made.agenda import publish as publish_draft

    with bench.world.writing() as database:
        database.add(
            AgendaSettings(event_id=event_id, severities=dict.fromkeys(map(str, Check), str(Severity.WARNING)))
        )
    began = time.perf_counter()
    publish_draft(bench.world, event_id)
    seconds = time.perf_counter() - began
    with bench.world.reading() as database:
        version: Any = latest_version(database, event_id, with_calendar=True)
        sizes = len(json.dumps(version.data)), len(json.dumps(version.calendar))
    return seconds, sizes


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


def main(parts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as instance:
        bench = Bench(Path(instance))
        reference, reference_port = serve("bench.reference:app", {})
        try:
            if "import" in parts:
                import_large(bench, reference_port)
            if "growth" in parts:
                grow(bench)
        finally:
            stop(reference, bench.process)


if __name__ == "__main__":
    main(sys.argv[1:] or ["import", "growth"])
