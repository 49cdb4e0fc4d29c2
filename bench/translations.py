"""How long texts take out and in as files: export, dry run and taking over, through the translators’ door.

    .venv/bin/python bench/translations.py [units] [xlf|xlsx] [database URL]

Prints seconds of each step, and those in which it worked, and the queries of the desk's list.
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
Result = TypeVar("Result")


def timed(words: str, step: Callable[[], Result]) -> Result:
    began, worked = time.perf_counter(), time.process_time()
    result = step()
    print(f"{words}: {time.perf_counter() - began:.1f} s, {time.process_time() - worked:.1f} s of one core")
    return result


def fill(world: Any, event: int, texts: int) -> None:
    """Sessions with a title and an abstract, and rooms; in English alone."""
    from conference.agenda.models import Room, Session
    from conference.core.languages import ENGLISH
    from tests.world import only

    with world.writing() as database:
        for number in range(texts // 4):
            words = "Labour migration within and between the two regions: where do we stand? " * 4
            database.add(
                Session(
                    event_id=event,
                    code=f"S{number}",
                    uid=f"bench-{number}",
                    type="plenary",
                    title=only(ENGLISH, f"Session {number}"),
                    abstract=only(ENGLISH, f"{number}. {words}"),
                )
            )
        for number in range(texts - texts // 4 * 2):
            database.add(Room(event_id=event, position=number, name=only(ENGLISH, f"Room {number}")))


def workbook(body: bytes) -> bytes:
    """The exported workbook with a translation in every row."""
    import python_calamine
    import xlsxwriter

    stream = io.BytesIO()
    found = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(body))
    with xlsxwriter.Workbook(stream) as made:
        for name in found.sheet_names:
            sheet = made.add_worksheet(name)
            for number, row in enumerate(found.get_sheet_by_name(name).to_python()):
                cells = [*row[:5], row[5] if number == 0 else f"Traduit {row[4]}", *row[6:]]
                sheet.write_row(number, 0, cells)
    return stream.getvalue()


def main() -> None:
    from conference.app import create_app
    from tests.conftest import configuration, migrate
    from tests.made.translation import DESK, exported, send, take_over, translated
    from tests.queries import count_queries
    from tests.world import World

    units = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    ending = sys.argv[2] if len(sys.argv) > 2 else "xlf"
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[3] if len(sys.argv) > 3 else f"sqlite:///{folder}/bench.sqlite"
        migrate(url, Path(folder))
        app = create_app(configuration(url, Path(folder), max_upload=64 * 1024 * 1024))
        app.testing = True
        world = World(app)
        event = world.event()
        fill(world, event, units // 2)
        organiser = world.organiser(event)
        with count_queries(app) as queries:
            timed("desk", lambda: organiser.get(DESK))
        print(f"desk: {len(queries)} queries")
        body = timed("export", lambda: exported(organiser, ending, to=["fr", "ar"]))
        back = workbook(body) if ending == "xlsx" else translated(body, lambda unit: f"Traduit {unit[0].text}")
        print(f"file: {len(back) / 1e6:.1f} MB")
        page = timed("sent and dry run", lambda: send(organiser, back, name=f"texts.{ending}"))
        print(page.texts(".notice p")[0])
        timed("taken over", lambda: take_over(page))


if __name__ == "__main__":
    main()
