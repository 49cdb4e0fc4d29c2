"""What a request takes home: which documents, in which order of languages, and on whose account it is counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort, g, request

from conference.agenda.published import PublishedAgenda, PublishedSession
from conference.agenda.queries import latest_version
from conference.core.clock import now
from conference.core.database import db
from conference.core.files import safe_name
from conference.core.languages import Language
from conference.core.text import clean
from conference.events.access import current_event, viewer
from conference.events.models import Event
from conference.library.counting import Taken
from conference.library.listing import Filters
from conference.library.models import DownloadKind
from conference.library.queries import Paper, keeps_people, papers
from conference.library.searching.cards import shelf
from conference.library.searching.typed import LONGEST
from conference.library.taking_home import Order, in_agenda_order, orders
from conference.library.views.blueprint import event_language, known_filters, visible

SCOPE = ("q", "available", "session", "day", "category")
"""What an address says of which documents are meant; without any of it, all of the event."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which documents are meant: those that a search finds, of a session or a day, or all. None narrows nothing."""

    typed: str
    filters: Filters
    session: PublishedSession | None
    day: date | None

    @property
    def is_everything(self) -> bool:
        return not (self.typed or self.filters or self.day)

    @property
    def words_in_name(self) -> Sequence[str]:
        """What of it stands in a file's name: a session's code, a day; that it was searched for."""
        session = safe_name(self.session.code) if self.session else ""
        day = self.day.isoformat() if self.day else ""
        return [part for part in (session, day, "search" if self.typed else "") if part]

    @property
    def asked(self) -> dict[str, Any]:
        """The same as part of an address."""
        return {name: request.args[name] for name in SCOPE if request.args.get(name)}


def scope_and_papers() -> tuple[Scope, Sequence[Paper]]:
    """What this request means, and the documents of it that its reader may have, in the order of the agenda.

    Aborts with 404 for a language, session, day or category that is not there.
    """
    event, asking = current_event(), db.session()
    version = latest_version(asking, event.id)
    agenda = PublishedAgenda.of(version) if version else None
    sessions = agenda.sessions if agenda else ()
    readable = shelf(asking, event, visible())
    filters = known_filters(sessions, readable.known_categories, language="available")
    scope = Scope(
        clean(request.args.get("q", ""))[:LONGEST],
        filters,
        next((one for one in sessions if one.id == filters.session_id), None),
        _day(agenda),
    )
    cards = list(readable.cards)
    if scope.typed:
        found = readable.find(asking, event, scope.typed, g.language)
        cards = [readable.by_id[id_] for id_ in sorted(found.documents, key=readable.place.__getitem__)]
    cards = [card for card in cards if filters.keeps(card.traits)]
    if agenda is not None and scope.day is not None:
        of_day = {one.id for one in agenda.on(scope.day, agenda.zone)}
        cards = [card for card in cards if not of_day.isdisjoint(card.traits.sessions)]
    known = papers(asking, event.id) if cards else {}
    return scope, [known[id_] for id_ in in_agenda_order(cards, sessions) if id_ in known]


def _day(agenda: PublishedAgenda | None) -> date | None:
    """A day of the agenda that is asked for."""
    asked = request.args.get("day", "")
    if not asked:
        return None
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        abort(404)
    return day if agenda is not None and day in agenda.days(agenda.zone) else abort(404)


def wished_language() -> Language:
    return event_language(request.args.get("language") or g.language.code)


def wished_order() -> Order:
    """The language that is wished, and those that are taken instead: «language=fr&fallback=en-ar»."""
    first = wished_language()
    codes = [code for code in request.args.get("fallback", "").split("-") if code]
    order = (first, *(event_language(code) for code in codes))
    return order if order in orders(current_event().languages, first) else abort(404)


def taken_now(event: Event, version_ids: Iterable[int], kind: DownloadKind) -> list[Taken]:
    """What is counted of this request, on a day of the event's zone; for whom, only where the event keeps that."""
    day = now().astimezone(event.zone_info).date()
    standing = viewer().standing
    person = standing.registration_id if standing and keeps_people(db.session(), event) else None
    return [Taken(one, day, kind, person) for one in version_ids]
