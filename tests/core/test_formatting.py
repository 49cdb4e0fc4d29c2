"""Dates, hours, sizes and lists as readers of each language write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from conference.core import formatting
from conference.core.languages import ARABIC, ENGLISH, FRENCH, LANGUAGES, Language

DAY = date(2021, 7, 5)
NOON = datetime(2021, 7, 5, 12, tzinfo=UTC)


def test_days_are_written_in_words() -> None:
    assert [formatting.format_date(DAY, language) for language in LANGUAGES] == [
        "5 July 2021",
        "5 juillet 2021",
        "5 يوليوز 2021",
    ]


@pytest.mark.parametrize(("style", "month"), [("maghreb", "يوليوز"), ("mashriq", "تموز"), ("egypt", "يوليو")])
def test_arabic_months_follow_the_events_style(style: str, month: str) -> None:
    assert formatting.format_date(DAY, ARABIC, style, "MMMM") == month
    assert style in formatting.MONTH_STYLES


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2021, 7, 5), date(2021, 7, 5), "5 July 2021"),
        (date(2021, 7, 5), date(2021, 7, 7), "5–7 July 2021"),
        (date(2021, 6, 30), date(2021, 7, 2), "30 June – 2 July 2021"),
        (date(2022, 12, 30), date(2023, 1, 2), "30 December 2022 – 2 January 2023"),
    ],
)
def test_a_range_does_not_repeat_what_its_ends_share(first: date, last: date, expected: str) -> None:
    assert formatting.format_date_range(first, last, ENGLISH) == expected


def test_hours_are_on_the_24_hour_clock_with_latin_digits() -> None:
    evening = datetime(2021, 7, 5, 20, 5, tzinfo=UTC)
    assert formatting.format_hour(evening, "Africa/Tunis") == "21:05"
    assert [formatting.format_instant(evening, "Africa/Cairo", language) for language in LANGUAGES] == [
        "5 July 2021, 22:05",
        "5 juillet 2021, 22:05",
        "5 يوليوز 2021، 22:05",
    ]


@pytest.mark.parametrize(
    ("instant", "offset"),
    [(datetime(2024, 3, 1, tzinfo=UTC), "UTC+1"), (datetime(2024, 3, 20, tzinfo=UTC), "UTC")],
)
def test_morocco_sets_its_clocks_back_for_ramadan(instant: datetime, offset: str) -> None:
    assert formatting.format_offset(instant, "Africa/Casablanca") == offset


@pytest.mark.parametrize(
    ("zone", "offset"),
    [("America/St_Johns", "UTC−2:30"), ("Asia/Kathmandu", "UTC+5:45"), ("UTC", "UTC"), ("Africa/Tunis", "UTC+1")],
)
def test_offsets_are_short(zone: str, offset: str) -> None:
    assert formatting.format_offset(NOON, zone) == offset


def test_a_zone_is_named_by_its_city() -> None:
    cities = [formatting.zone_city("Africa/Cairo", language) for language in LANGUAGES]
    assert cities == ["Cairo", "Le Caire", "القاهرة"]
    assert formatting.zone_city("America/Los_Angeles", ENGLISH) == "Los Angeles"


@pytest.mark.parametrize(
    ("size", "language", "expected"),
    [
        (0, ENGLISH, "0\u00a0B"),
        (999, ENGLISH, "999\u00a0B"),
        (1_234, ENGLISH, "1.2\u00a0KB"),
        (1_234_567, FRENCH, "1,2\u00a0Mo"),
        (45_600_000, ENGLISH, "46\u00a0MB"),
        (2_000_000_000, FRENCH, "2\u00a0Go"),
    ],
)
def test_sizes_are_rounded_for_readers(size: int, language: Language, expected: str) -> None:
    assert formatting.format_size(size, language) == expected


def test_digits_are_latin_in_all_three() -> None:
    written = [
        text
        for language in LANGUAGES
        for style in formatting.MONTH_STYLES
        for text in (
            formatting.format_number(1_234_567, language),
            formatting.format_size(1_234_567, language),
            formatting.format_date(DAY, language, style),
        )
    ]
    assert all(character.isascii() for text in written for character in text if character.isdigit())


def test_no_hidden_marks_are_left() -> None:
    written = [
        formatting.format_date(DAY, language, style, pattern)
        for language in LANGUAGES
        for style in formatting.MONTH_STYLES
        for pattern in ("d MMMM y", "EEE d MMM", "d/M/y", "EEEE")
    ]
    assert not {"\u200e", "\u200f", "\u061c"} & set("".join(written))


def test_words_are_joined_as_sentences_join_them() -> None:
    assert formatting.join_words(["English", "French", "Arabic"], ENGLISH) == "English, French and Arabic"
    assert formatting.join_words(["anglais", "français"], FRENCH) == "anglais et français"
    assert formatting.join_words(["العربية", "الفرنسية"], ARABIC) == "العربية والفرنسية"
    assert formatting.join_words([], ENGLISH) == ""


def test_countries_are_named_and_ordered_in_each_language() -> None:
    for language, name in ((ENGLISH, "Egypt"), (FRENCH, "Égypte"), (ARABIC, "مصر")):
        countries = dict(formatting.countries(language))
        assert countries["EG"] == name == formatting.country_name("EG", language)
        assert "EU" not in countries
    names = [name for _code, name in formatting.countries(FRENCH)]
    assert names.index("Égypte") < names.index("Espagne"), "É is not after Z"


def test_zones_are_places() -> None:
    assert {"Africa/Tunis", "Africa/Casablanca", "Europe/Brussels", "UTC"} <= set(formatting.zones())
    assert not {"EST5EDT", "Etc/GMT+3", "localtime"} & set(formatting.zones())
