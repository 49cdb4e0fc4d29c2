"""How long somebody was there: intervals joined to a union, so that two devices count once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, order=True, slots=True)
class Stay:
    """From one moment to another, both of the same kind: instants, or readings of one clock."""

    start: datetime
    end: datetime

    @property
    def seconds(self) -> int:
        return round((self.end - self.start).total_seconds())


def merged(stays: Iterable[Stay], *, apart: timedelta = timedelta(0)) -> list[Stay]:
    """The stays in order, those joined that overlap or lie no more than `apart` from each other."""
    found: list[Stay] = []
    for stay in sorted(stays):
        if found and stay.start - found[-1].end <= apart:
            found[-1] = Stay(found[-1].start, max(found[-1].end, stay.end))
        else:
            found.append(stay)
    return found


def total_seconds(stays: Sequence[Stay]) -> int:
    """The time that a union of stays covers, in seconds."""
    return sum(stay.seconds for stay in merged(stays))
