"""The one place that asks what time it is, so that a test can choose."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_chosen: ContextVar[datetime | None] = ContextVar("chosen_instant", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _chosen.get() or datetime.now(UTC)


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Within the block it is `instant` (aware). For rehearsals and tests; other threads keep the real time."""
    token = _chosen.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _chosen.reset(token)
