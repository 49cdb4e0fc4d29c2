"""Days, hours and durations as meetings' reports write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from conference.core.text import latin_digits


class DateOrder(StrEnum):
    """In which order the days of a file are written. HOURS has no days: they are those of the session."""

    YEAR_FIRST = "year_first"
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    HOURS = "hours"


_DAY = re.compile(r"([0-9]{1,4})[/.\-]([0-9]{1,2})[/.\-]([0-9]{1,4})[,T ]*")
_HOUR = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?:\.[0-9]+)? ?([AP]M|ص|م)?(?: ?(?:Z|UTC|GMT))?")
_UNITS = {
    3600: ("h", "hr", "hrs", "hour", "hours", "heure", "heures", "godz", "س", "ساعة"),
    60: ("m", "min", "mins", "minute", "minutes", "د", "دقيقة"),
    1: ("s", "sec", "secs", "second", "seconds", "seconde", "secondes", "sek", "ث", "ثانية"),
}
_SECONDS = {name: seconds for seconds, names in _UNITS.items() for name in names}
_PART = re.compile(r"([0-9]+) ?([^\W\d_]+)\.? ?")


def _plain(text: str) -> str:
    """The text in Latin digits, without hidden marks and with plain spaces (some write U+202F before AM)."""
    visible = "".join(one for one in latin_digits(text) if unicodedata.category(one) != "Cf")
    return " ".join(visible.split()).upper().replace("A.M.", "AM").replace("P.M.", "PM")


def possible_orders(texts: Iterable[str]) -> list[DateOrder]:
    """In which orders all these instants can be read, none where one of them cannot; the day first before the month."""
    left = [DateOrder.YEAR_FIRST, DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST, DateOrder.HOURS]
    seen = False
    for text in set(texts):
        seen = True
        left = [order for order in left if read_instant(text, order) is not None]
    return left if seen else []


def read_instant(text: str, order: DateOrder) -> datetime | None:
    """A clock's reading (naive), or None if it cannot be read in this order; with HOURS on the day 1900-01-01."""
    written = _plain(text)
    day = _DAY.match(written)
    if (day is None) != (order == DateOrder.HOURS):
        return None
    hour = _HOUR.fullmatch(written, day.end() if day else 0)
    if hour is None:
        return None
    hours, minutes, seconds = int(hour[1]), int(hour[2]), int(hour[3] or 0)
    if hour[4]:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if hour[4] in ("PM", "م") else 0)
    try:
        year, month, date = (1900, 1, 1) if day is None else _date(day, order)
        # Naive on purpose: the operator says in which zone the clock stood.
        return datetime(year, month, date, hours, minutes, seconds)  # noqa: DTZ001
    except ValueError:
        return None


def _date(day: re.Match[str], order: DateOrder) -> tuple[int, int, int]:
    first, second, third = int(day[1]), int(day[2]), int(day[3])
    if (len(day[1]) == 4) != (order == DateOrder.YEAR_FIRST):
        raise ValueError
    if order == DateOrder.YEAR_FIRST:
        return first, second, third
    if len(day[3]) not in (2, 4):
        raise ValueError
    year = third + 2000 if len(day[3]) == 2 else third
    return (year, second, first) if order == DateOrder.DAY_FIRST else (year, first, second)


def read_duration(text: str) -> int | None:
    """Seconds of «1h 2m 10s», «19 min 26 s», «00:21:07» or «21:07» (minutes and seconds); None for anything else."""
    written = _plain(text).lower()
    if clock := re.fullmatch(r"(?:([0-9]+):)?([0-9]{1,2}):([0-9]{2})", written):
        return int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3])
    total, at = 0, 0
    while part := _PART.match(written, at):
        if part[2] not in _SECONDS:
            return None
        total, at = total + int(part[1]) * _SECONDS[part[2]], part.end()
    return total if written and at == len(written) else None


def read_minutes(text: str) -> int | None:
    """Seconds of a number of minutes, which may have a fraction."""
    written = _plain(text).replace(",", ".")
    return round(float(written) * 60) if re.fullmatch(r"[0-9]{1,6}(?:\.[0-9]+)?", written) else None
