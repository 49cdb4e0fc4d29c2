"""Dates, hours, sizes and countries as a reader of each language writes them; cached, because Babel is slow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, dates, lists, numbers

from conference.core.languages import Language
from conference.core.sorting import sort_key

MONTH_STYLES = ("maghreb", "mashriq", "egypt")
_ARABIC_LOCALE = {"maghreb": "ar_MA", "mashriq": "ar_LB", "egypt": "ar_EG"}
_HIDDEN = str.maketrans("", "", "\u200e\u200f\u061c")
_KEPT = 4096
_LATIN_COMMA = ("he", "yi")
"""Written from right to left, with the comma of the Latin script."""


@lru_cache(_KEPT)
def _locale(language: Language, month_style: str) -> Locale:
    if language.code == "ar":
        return Locale.parse(_ARABIC_LOCALE[month_style])
    return Locale.parse({"en": "en_GB", "fr": "fr_FR"}.get(language.code, language.code))


@lru_cache(_KEPT)
def format_date(day: date, language: Language, month_style: str = "maghreb", pattern: str = "d MMMM y") -> str:
    """A day in words, by a CLDR pattern; by default «5 July 2021»."""
    if language.code == "fr" and day.day == 1:
        pattern = re.sub(r"(?<!d)d(?!d)", "d'er'", pattern)
    return dates.format_date(day, pattern, _locale(language, month_style)).translate(_HIDDEN)


@lru_cache(_KEPT)
def format_date_range(first: date, last: date, language: Language, month_style: str = "maghreb") -> str:
    """Days from `first` to `last` without repeating what they share: «5–7 July 2021»."""
    if first == last:
        return format_date(first, language, month_style)
    if (first.year, first.month) == (last.year, last.month):
        return f"{format_date(first, language, month_style, 'd')}–{format_date(last, language, month_style)}"
    if first.year == last.year:
        start = format_date(first, language, month_style, "d MMMM")
        return f"{start} – {format_date(last, language, month_style)}"
    return f"{format_date(first, language, month_style)} – {format_date(last, language, month_style)}"


@lru_cache(_KEPT)
def format_hour(instant: datetime, zone: str) -> str:
    """The hour of an instant in a zone, on the 24-hour clock with Latin digits in every language."""
    return instant.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def format_instant(instant: datetime, zone: str, language: Language, month_style: str = "maghreb") -> str:
    """Day and hour of an instant in a zone: «5 July 2021, 09:30»."""
    day = format_date(instant.astimezone(ZoneInfo(zone)).date(), language, month_style)
    comma = listed(("", ""), language).rstrip()
    return f"{day}{comma} {format_hour(instant, zone)}"


@lru_cache(_KEPT)
def format_offset(instant: datetime, zone: str) -> str:
    """A zone's distance from UTC at an instant: «UTC+1», «UTC−3:30»."""
    offset = instant.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
    minutes = int(offset.total_seconds() // 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")


@lru_cache(_KEPT)
def zone_city(zone: str, language: Language) -> str:
    """The city that stands for a zone, in the reader's language: Tunis, تونس."""
    known = language.locale.time_zones.get(zone, {}).get("city")
    return known or zone.rpartition("/")[2].replace("_", " ")


def format_size(size: int, language: Language) -> str:
    """A file's size in bytes, rounded for a reader; French counts octets."""
    units = {"fr": ("o", "Ko", "Mo", "Go"), "ar": ("بايت", "كيلوبايت", "ميغابايت", "غيغابايت")}
    names = units.get(language.code, ("B", "KB", "MB", "GB"))
    amount, power = float(size), 0
    while amount >= 1000 and power < len(names) - 1:
        amount, power = amount / 1000, power + 1
    shown = numbers.format_decimal(round(amount, 0 if amount >= 10 or power == 0 else 1), locale=_latin(language))
    return f"{shown}\u00a0{names[power]}"


def format_number(number: int, language: Language) -> str:
    return numbers.format_decimal(number, locale=_latin(language))


def _latin(language: Language) -> Locale:
    """A locale of the language whose numbers use Latin digits."""
    return _locale(language, "maghreb")


def listed(words: Iterable[str], language: Language) -> str:
    """Words one after the other, with the comma of the language."""
    return ("، " if language.direction == "rtl" and language.code not in _LATIN_COMMA else ", ").join(words)


def join_words(words: Sequence[str], language: Language) -> str:
    """Words joined as a sentence joins them: «English, French and Arabic»."""
    return lists.format_list(list(words), locale=_latin(language))


@lru_cache(16)
def countries(language: Language) -> tuple[tuple[str, str], ...]:
    """Every country's ISO 3166-1 code and name in the language, in the language's own order."""
    not_countries = {"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB", "AC", "CP", "CQ", "DG", "EA", "IC", "TA", "XK"}
    names = [
        (code, name)
        for code, name in language.locale.territories.items()
        if len(code) == 2 and code.isalpha() and code not in not_countries
    ]
    return tuple(sorted(names, key=lambda pair: sort_key(pair[1], language)))


def country_name(code: str, language: Language) -> str:
    return language.locale.territories.get(code, code)


@lru_cache(1)
def zones() -> tuple[str, ...]:
    """The IANA zones that a person may choose: places, not the historical aliases."""
    from zoneinfo import available_timezones

    areas = (
        "Africa/",
        "America/",
        "Antarctica/",
        "Asia/",
        "Atlantic/",
        "Australia/",
        "Europe/",
        "Indian/",
        "Pacific/",
    )
    return tuple(sorted(zone for zone in available_timezones() if zone.startswith(areas) or zone == "UTC"))
