"""The time zones that readers choose from, named in their language: a short list for every page, and all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from flask_babel import gettext as _
from flask_babel import pgettext

from conference.core import formatting
from conference.core.languages import Language
from conference.core.search import fold
from conference.core.sorting import sort_key

# The zones that the agenda's page offers by itself; a page of its own has all.
OFFERED_ZONES = (
    "Africa/Algiers",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/Nouakchott",
    "Africa/Tripoli",
    "Africa/Tunis",
    "America/New_York",
    "Asia/Riyadh",
    "Europe/Berlin",
    "Europe/Brussels",
    "Europe/Lisbon",
    "Europe/London",
    "Europe/Madrid",
    "Europe/Paris",
    "Europe/Rome",
    "Europe/Zurich",
)


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone by its IANA name, with its city and that city's country; UTC has none."""

    name: str
    city: str
    country: str

    def is_called(self, words: str) -> bool:
        """Whether every word begins one of its names: the city, the country, the IANA name."""
        names = fold(f"{self.city} {self.country} {self.name.replace('/', ' ').replace('_', ' ')}")
        held = [part.strip("()") for part in names.split()]
        return all(any(part.startswith(word) for part in held) for word in fold(words).split())


def region_words(region: str) -> str:
    """The first part of IANA names in words."""
    return {
        "Africa": _("Africa"),
        "America": _("The Americas"),
        "Antarctica": _("Antarctica"),
        "Arctic": _("The Arctic"),
        "Asia": _("Asia"),
        "Atlantic": _("Atlantic Ocean"),
        "Australia": _("Australia"),
        "Europe": _("Europe"),
        "Indian": _("Indian Ocean"),
        "Pacific": _("Pacific Ocean"),
        "UTC": pgettext("time zone", "Universal time"),
    }[region]


@lru_cache(256)
def offered_zones(chosen: str, language: Language) -> tuple[tuple[str, str], ...]:
    """The zones to choose from, and the chosen one where it is another, named in the reader's language and order."""
    zones = dict.fromkeys((*OFFERED_ZONES, chosen) if chosen else OFFERED_ZONES)
    named = [(zone, formatting.zone_city(zone, language)) for zone in zones]
    return tuple(sorted(named, key=lambda pair: sort_key(pair[1], language)))


@lru_cache(1)
def _countries() -> Mapping[str, str]:
    """The country of every zone that is a place today (tzdata's zone.tab), without aliases and historical names."""
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {name: country for country, _place, name, *_note in lines}


@lru_cache(8)
def all_zones(language: Language) -> tuple[Zone, ...]:
    """Every zone that is a place, and UTC, in the order of the reader's language."""
    zones = [
        Zone(name, formatting.zone_city(name, language), formatting.country_name(country, language))
        for name, country in _countries().items()
    ]
    zones.append(Zone("UTC", "UTC", ""))
    return tuple(sorted(zones, key=lambda zone: (sort_key(zone.city, language), zone.name)))


def by_region(zones: Sequence[Zone]) -> Sequence[tuple[str, Sequence[Zone]]]:
    """Zones beneath the names of their regions, in the order of IANA's names."""
    regions: dict[str, list[Zone]] = {}
    for zone in zones:
        regions.setdefault(zone.name.partition("/")[0], []).append(zone)
    return [(region_words(name), regions[name]) for name in sorted(regions)]
