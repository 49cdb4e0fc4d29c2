"""What the bytes of stored files come to (CRC-32), which a ZIP says at its end: learned once, then known for ever.

A blob is named by its SHA-256 and never changes, so neither does this. Whoever streams a whole file learns it; it is
kept in memory at once and written down a little later (`core.later`).
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping
from typing import cast

from flask import Flask, current_app
from sqlalchemy import BigInteger, String, select
from sqlalchemy.orm import Mapped, mapped_column

from conference.core import later
from conference.core.database import Base, db, insert_unless_known, write

EXTENSION = "conference.checksums"
AT_ONCE = 500


class Checksum(Base):
    """The CRC-32 of the bytes that a SHA-256 names."""

    __tablename__ = "checksum"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    crc32: Mapped[int] = mapped_column(BigInteger)


class Checksums:
    """What this process has learned and not written down yet."""

    def __init__(self) -> None:
        self._learned: dict[str, int] = {}
        self._lock = threading.Lock()

    def known(self, wanted: Collection[str]) -> Mapping[str, int]:
        """Those of some files that are known, by their SHA-256. Needs an application context."""
        with self._lock:
            found = dict(self._learned)
        asked = sorted(set(wanted) - found.keys())
        for first in range(0, len(asked), AT_ONCE):
            query = select(Checksum.sha256, Checksum.crc32).where(Checksum.sha256.in_(asked[first : first + AT_ONCE]))
            found.update((sha256, sum_) for sha256, sum_ in db.session.execute(query))
        return found

    def learn(self, sha256: str, sum_: int) -> None:
        with self._lock:
            self._learned[sha256] = sum_

    def write_down(self) -> None:
        """Write what was learned since the last time; what cannot be written now is kept. Needs a context."""
        with self._lock:
            learned = dict(self._learned)
        if not learned:
            return
        with write() as session:
            for sha256, sum_ in sorted(learned.items()):
                insert_unless_known(session, Checksum, {"sha256": sha256, "crc32": sum_}, by=("sha256",))
        with self._lock:
            for sha256 in learned:
                self._learned.pop(sha256, None)


def configure(app: Flask) -> None:
    app.extensions[EXTENSION] = sums = Checksums()
    later.add(app, sums.write_down)


def checksums() -> Checksums:
    """The application's."""
    return cast(Checksums, current_app.extensions[EXTENSION])
