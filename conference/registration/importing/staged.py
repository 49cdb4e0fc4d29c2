"""The rows of a list between the dry run and the import: one JSON line each, in a blob."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import IO, Any, cast

from conference.core.storage import opened, storage

NEW, CHANGED, SAME, LEFT, WRONG = "new", "changed", "same", "left", "wrong"
OUTCOMES = (NEW, CHANGED, SAME, LEFT, WRONG)
NOTED = "noted"
"""Counted beside the outcomes: rows of which something is left out."""
_UNNOTED = re.compile(rb'"notices": \[\], "outcome": "[a-z]*"\}$')


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row or a cell cannot be taken: its column's target, a code, and what the sentence about it needs."""

    target: str
    code: str
    cell: str = ""
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class StagedRow:
    """A row as it was read. `details` and `answers` hold what its cells say; `outcome` is that of the dry run.

    `notices` tell what is left out of a row that is taken otherwise.
    """

    line: int
    email: str
    details: dict[str, Any]
    answers: dict[str, Any]
    problems: list[Problem]
    notices: list[Problem] = field(default_factory=list)
    outcome: str = ""

    @property
    def name(self) -> str:
        return str(self.details.get("native_name", ""))


def keep(rows: Iterable[StagedRow]) -> str:
    """Store rows one after the other; the SHA-256 of their blob."""
    with tempfile.TemporaryFile() as lines:
        for row in rows:
            lines.write(json.dumps(asdict(row), ensure_ascii=False).encode() + b"\n")
        lines.seek(0)
        return storage().keep(cast(IO[bytes], lines)).sha256


def staged_rows(sha256: str) -> Iterator[StagedRow]:
    """All rows of a blob, one after the other."""
    for line in _lines(sha256):
        yield _row(line)


def page_of(sha256: str, *, outcome: str, offset: int, limit: int) -> list[StagedRow]:
    """Some rows of a blob: of one outcome, those that are NOTED, or all if it is empty."""
    mark = f'"outcome": "{outcome}"}}'.encode()
    lines = _lines(sha256)
    if outcome == NOTED:
        lines = (line for line in lines if not _UNNOTED.search(line))
    elif outcome:
        lines = (line for line in lines if line.endswith(mark))
    return [_row(line) for line in islice(lines, offset, offset + limit)]


def _lines(sha256: str) -> Iterator[bytes]:
    with opened(sha256) as lines:
        for line in lines:
            yield line.rstrip(b"\n")


def _row(line: bytes) -> StagedRow:
    read = json.loads(line)
    for name in ("problems", "notices"):
        read[name] = [Problem(**one) for one in read[name]]
    return StagedRow(**read)
