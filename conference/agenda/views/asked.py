"""What an address of the public agenda asks for: day, filters, view and the zone beside the event's, kept by links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from flask import abort, request, url_for

from conference.agenda.filters import FACETS, Filters, UnknownChoice
from conference.agenda.published import PublishedAgenda
from conference.core import formatting

EVERY_DAY = "all"
GRID = "grid"
NAMES = ("day", *FACETS, "q", "view", "tz")


@dataclass(frozen=True, slots=True)
class Asked:
    """A reader's wishes as they were read from the address; `day` is None where it names none, or all of them."""

    day: date | None
    every_day: bool
    filters: Filters
    is_grid: bool
    zone: str

    @property
    def values(self) -> dict[str, str]:
        """What links of the page carry on."""
        kept = {"day": EVERY_DAY if self.every_day else self.day.isoformat() if self.day else ""}
        kept |= self.filters.address
        kept |= {"view": GRID if self.is_grid else "", "tz": self.zone}
        return {name: kept[name] for name in NAMES if kept.get(name)}

    def url(self, endpoint: str = "agenda.day", /, **changes: str) -> str:
        """The address of a page that is asked the same but for `changes`; an empty value leaves a wish out."""
        wanted = self.values | changes
        return address(endpoint, {name: wanted[name] for name in NAMES if wanted.get(name)})


def address(endpoint: str, query: dict[str, str]) -> str:
    """A page's address. The query is written by hand: `language` is a filter in it, and a part of the path."""
    return url_for(endpoint) + (f"?{urlencode(query)}" if query else "")


def read(agenda: PublishedAgenda, days: Sequence[date]) -> Asked:
    """What this request asks for. Aborts with 404 for a day without sessions and for what the agenda does not have."""
    asked = request.args.get("day", "")
    day = next((one for one in days if one.isoformat() == asked), None)
    try:
        filters = Filters.read(request.args, agenda)
    except UnknownChoice:
        abort(404)
    if asked and day is None and asked != EVERY_DAY:
        abort(404)
    return Asked(day, asked == EVERY_DAY, filters, request.args.get("view") == GRID, zone())


def zone() -> str:
    """The zone whose hours are shown beside the event's, if the address names one that exists."""
    asked = request.args.get("tz", "")
    return asked if asked in formatting.zones() else ""


def without_empty(endpoint: str) -> str | None:
    """Where a form that left fields empty leads to: the same wishes in their one address. None where it is that."""
    if all(request.args.values()):
        return None
    return address(endpoint, {name: request.args[name] for name in (*NAMES, "mine") if request.args.get(name)})


def may_be_kept(*also: str) -> bool:
    """Whether the address is the one way to ask for this: others would only fill the store of public pages.

    `also` names what the page reads beside day, filters, view and zone.
    """
    given = [name for name, _value in request.args.items(multi=True)]
    is_asked_once = len(given) == len(set(given)) and set(given) <= {*NAMES, *also}
    return is_asked_once and request.args.get("tz", "") == zone()
