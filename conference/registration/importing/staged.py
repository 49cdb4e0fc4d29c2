"""The rows of a list between the dry run and the import: one JSON line each, in a blob."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import IO, Any, cast

from conference.core.storage import opened, storage

NEW, CHANGED, SAME, LEFT, WRONG = "new", "changed", "same", "left", "wrong"
OUTCOMES = (NEW, CHANGED, SAME, LEFT, WRONG)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot be taken: the target of its column, a code, and what the sentence about it needs."""

    target: str
    code: str
    cell: str = ""
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class StagedRow:
    """A row as it was read. `details` and `answers` hold what its cells say; `outcome` is that of the dry run."""

    line: int
    email: str
    details: dict[str, Any]
    answers: dict[str, Any]
    problems: list[Problem]
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
    """Some rows of a blob; of one outcome, or of all if it is empty."""
    mark = f'"outcome": "{outcome}"}}'.encode()
    lines = _lines(sha256)
    fitting = (line for line in lines if line.endswith(mark)) if outcome else lines
    return [_row(line) for line in islice(fitting, offset, offset + limit)]


def _lines(sha256: str) -> Iterator[bytes]:
    with opened(sha256) as lines:
        for line in lines:
            yield line.rstrip(b"\n")


def _row(line: bytes) -> StagedRow:
    read = json.loads(line)
    read["problems"] = [Problem(**one) for one in read["problems"]]
    return StagedRow(**read)
