"""A thousand Arabic certificates: how long they take, and how much memory, beside a page of the same letters alone.

Run: python -m bench.certificates [--count 1000]. Each is a file of its own, as mails carry them, with its number,
its QR code, names in both scripts; then all of them in files to print. The reference, measured
in the same run, is a page with one Arabic line, so that the ratio says the same on a slow machine as on a fast one.
Asked: at most 30 seconds, and at most 400 MB above what the process takes when idle.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from conference.app import create_app
from conference.attendance.certificate_list import IN_ONE_FILE
from conference.attendance.certificate_sheets import certificates_file
from conference.attendance.certificate_words import column, our_words
from conference.attendance.earned import Achieved
from conference.attendance.models import Certificate
from conference.config import Config
from conference.core.languages import ARABIC, ENGLISH
from conference.core.pdf import render
from conference.core.translated import Translated
from conference.events.models import Body, Event

LIMIT_SECONDS, LIMIT_MEGABYTES = 30, 400
REFERENCE_PAGES = 50


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    count = parser.parse_args().count
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Config.from_environment({"CONFERENCE_INSTANCE": folder, "CONFERENCE_MODE": "development"}))
        with app.app_context(), app.test_request_context("/"):
            measure(count, Path(folder))


def measure(count: int, folder: Path) -> None:
    event = made_up_event()
    certificates = [made_up(event, number) for number in range(count)]
    template = folder / "reference.typ"
    template.write_text("شهادة حضور", encoding="utf-8")
    one_page = {"title": "شهادة حضور", "language": "ar"}
    certificates_file(event, certificates[:1], spoken=ARABIC)
    idle = peak_megabytes()
    reference = timed(lambda: [render(template, one_page) for _page in range(REFERENCE_PAGES)])
    alone = timed(lambda: [certificates_file(event, [one], spoken=ARABIC) for one in certificates])
    above = peak_megabytes() - idle
    parts = [certificates[start : start + IN_ONE_FILE] for start in range(0, count, IN_ONE_FILE)]
    together = timed(lambda: [certificates_file(event, part, spoken=ARABIC) for part in parts])
    print(f"one Arabic line on a page     {reference.each(REFERENCE_PAGES)}")
    for what, took in ((f"{count} files of one", alone), (f"{len(parts)} files to print", together)):
        ratio = took.processor / count / (reference.processor / REFERENCE_PAGES)
        print(f"{what:<29} {took.each(count)}, {took.wall:.1f} s in all, {ratio:.1f} references")
    later = peak_megabytes() - idle
    print(f"memory above idle ({idle:.0f} MB)    {above:.0f} MB, after the files to print {later:.0f} MB")
    good = alone.wall <= LIMIT_SECONDS and above <= LIMIT_MEGABYTES
    print("within what is asked" if good else f"asked: {LIMIT_SECONDS} s and {LIMIT_MEGABYTES} MB")


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds by the clock, and of the processor: on a machine that others use too they differ."""

    wall: float
    processor: float

    def each(self, count: int) -> str:
        return f"{self.wall / count * 1000:6.1f} ms each, {self.processor / count * 1000:.1f} ms of the processor"


def timed(work: Callable[[], object]) -> Took:
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return Took(time.perf_counter() - wall, time.process_time() - processor)


def peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def made_up_event() -> Event:
    title = "المؤتمر الإقليمي الأول حول حوكمة هجرة اليد العاملة في شمال أفريقيا"
    event = Event(
        slug="thamm-2021",
        format="online",
        starts_on=date(2021, 7, 5),
        ends_on=date(2021, 7, 7),
        zone="Africa/Tunis",
        language_codes=["ar", "en"],
        source_code="ar",
        month_style="maghreb",
        title=Translated.of(ARABIC, {ARABIC: title, ENGLISH: "A conference"}),
        venue=Translated(),
        donor_line=Translated.of(ARABIC, {ARABIC: "بتمويل من الاتحاد الأوروبي"}),
    )
    event.bodies = [Body(name=Translated.of(ARABIC, {ARABIC: "منظمة العمل الدولية"}), acronym=Translated())]
    return event


def made_up(event: Event, number: int) -> Certificate:
    said = column(
        event,
        ARABIC,
        title=our_words("title", ARABIC),
        body=our_words("participant_text", ARABIC),
        name=f"المشاركة رقم {number} بن علي المنصوري",
        other=f"Participant {number} Ben Ali",
        what=Achieved(sessions=12, minutes=840, days=3),
    )
    certificate = Certificate(
        year=2021,
        number=number + 1,
        code="ABCDEFGHJKMN",
        name=f"المشاركة رقم {number}",
        contents={"columns": [said]},
        issued_at=datetime(2021, 7, 8, 9, tzinfo=UTC),
    )
    certificate.event = event
    return certificate


if __name__ == "__main__":
    main()
