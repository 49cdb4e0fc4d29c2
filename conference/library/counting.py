"""Counting downloads: what counts, and the numbers that wait in memory until they are written down together.

A download is counted when its first byte is given, to somebody whose program does not call itself a robot. Nothing of
who they are is kept here, unless their event says to its readers that it does (ADR 0018).
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from flask import Flask, Response, current_app, request

from conference.core import later
from conference.library.models import DownloadKind

EXTENSION = "conference.library.downloads"
PROBE = 1024
"""Bytes at a file's beginning that a program asks for to see whether parts are given, before it asks for all."""
_ROBOT = re.compile(
    r"bot\b|bot[/;_-]|crawl|spider|slurp|archiver|preview|scanner|monitor|validator|headless|facebookexternalhit",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Taken:
    """A language version that was taken on a day of the event's zone; by whom, only where the event keeps that."""

    version_id: int
    day: date
    kind: DownloadKind
    registration_id: int | None = None


def is_download(response: Response) -> bool:
    """Whether this answer begins to give a file to a reader: not its rest, nor that they have it, nor to a robot."""
    if request.method != "GET" or response.status_code not in (200, 206, 302) or _is_robot():
        return False
    if response.status_code == 206:
        part = response.content_range
        return part.start == 0 and (part.stop == part.length or (part.stop or 0) > PROBE)
    if response.status_code == 302 and request.range is not None:
        return request.range.ranges[0][0] == 0
    return True


def _is_robot() -> bool:
    """By their own words: programs without a name, those that read the web by themselves, browsers that look ahead."""
    agent = request.headers.get("User-Agent", "")
    ahead = request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    return not agent or _ROBOT.search(agent) is not None or "prefetch" in ahead


class Downloads:
    """What was taken since it was last written down."""

    def __init__(self, add: Callable[[Mapping[Taken, int]], None]) -> None:
        self._add = add
        self._taken = Counter[Taken]()
        self._lock = threading.Lock()

    def note(self, taken: Iterable[Taken]) -> None:
        with self._lock:
            self._taken.update(taken)

    def write_down(self) -> None:
        """Write what there is; what cannot be written now waits for the next time. Needs an application context."""
        with self._lock:
            taken, self._taken = self._taken, Counter[Taken]()
        if not taken:
            return
        try:
            self._add(taken)
        except BaseException:
            with self._lock:
                self._taken.update(taken)
            raise


def configure(app: Flask, add: Callable[[Mapping[Taken, int]], None]) -> None:
    """`add` adds to the counts that are kept."""
    app.extensions[EXTENSION] = downloads = Downloads(add)
    later.add(app, downloads.write_down)


def note_downloads(taken: Iterable[Taken]) -> None:
    """Count what was taken, a little later."""
    cast(Downloads, current_app.extensions[EXTENSION]).note(taken)
