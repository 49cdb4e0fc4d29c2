"""How fast a list of people comes in, and how much memory that takes: dry run and writing, in a worker of its own.

    .venv/bin/python bench/imports.py [rows] [csv|xlsx] [database URL]

Prints rows a second of both steps, and the peak memory of the worker and its children above the idle worker.
"""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from memory import MEBIBYTE, Peak, resident

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
HEADINGS = ("Nom complet", "Courriel", "Organisme", "Fonction", "Pays", "Catégorie", "Langue")


def row(number: int) -> tuple[str, ...]:
    return (
        f"Prénom{number} Nom{number}",
        f"person{number}@example.org",
        f"Ministère de l’emploi, direction {number % 50}",
        "Chef de service",
        ("Tunisie", "Maroc", "Algérie", "Égypte")[number % 4],
        ("Gouvernement", "Employeurs", "Travailleurs")[number % 3],
        ("français", "العربية", "anglais")[number % 3],
    )


def list_of(rows: int, kind: str) -> bytes:
    from tests.made.lists import workbook, written

    table = [HEADINGS, *(row(number) for number in range(rows))]
    return workbook(table) if kind == "xlsx" else written(table, separator=";")


def work(url: str, instance: str, import_id: int, steps: Any) -> None:
    """The worker: idle, then the dry run, then the writing, each when it is told to."""
    from conference.app import create_app
    from conference.registration.import_tasks import HANDLERS
    from conference.registration.service.importing import CHECK, WRITE
    from tests.conftest import configuration

    app = create_app(configuration(url, Path(instance)))
    with app.app_context():
        steps.send("idle")
        for kind in (CHECK, WRITE):
            steps.recv()
            HANDLERS[kind]({"import": import_id})
            steps.send("done")


def watched(process: Any, steps: Any) -> tuple[float, int]:
    """Seconds that a step takes, and the most memory meanwhile."""
    began = time.perf_counter()
    with Peak(process.pid) as peak:
        steps.send("go")
        steps.recv()
        seconds = time.perf_counter() - began
    return seconds, peak.bytes


def main(rows: int, kind: str, url: str) -> None:
    from tests.conftest import configuration, migrate
    from tests.made.lists import send
    from tests.world import World

    with tempfile.TemporaryDirectory() as instance:
        folder = Path(instance)
        url = url or f"sqlite:///{folder / 'bench.sqlite'}"
        migrate(url, folder)
        from conference.app import create_app

        world = World(create_app(configuration(url, folder, max_upload=64 * MEBIBYTE)))
        organiser = world.organiser(world.event())
        columns = organiser.follow(send(organiser, list_of(rows, kind), name=f"people.{kind}"))
        status = columns.submit()
        import_id = int(status.location.rstrip("/").rpartition("/")[2])
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=work, args=(url, instance, import_id, theirs))
        process.start()
        ours.recv()
        idle = resident(process.pid or 0)
        checked, peak_check = watched(process, ours)
        page = organiser.follow(status)
        assert page.status == 200, page.status
        page.submit("form[action$='/write']")
        wrote, peak_write = watched(process, ours)
        process.join()
        print(organiser.follow(status).texts(".notice")[0])
        print(f"{rows} rows ({kind}, {url.partition(':')[0]}); idle {idle / MEBIBYTE:.0f} MiB")
        for name, seconds, peak in (("dry run", checked, peak_check), ("writing", wrote, peak_write)):
            above = (peak - idle) / MEBIBYTE
            print(f"{name}: {seconds:6.1f} s  {rows / seconds:7.0f} rows/s  peak {above:5.0f} MiB above idle")


if __name__ == "__main__":
    given = sys.argv[1:]
    main(int(given[0]) if given else 20_000, given[1] if len(given) > 1 else "csv", given[2] if len(given) > 2 else "")
