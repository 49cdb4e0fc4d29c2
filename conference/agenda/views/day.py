"""The agenda by day as everybody sees it, as a list or as a grid, filtered; and what is on now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import g, redirect, render_template, request
from flask_babel import gettext as _

from conference.agenda.filters import FACETS, Sieve, count, known_values
from conference.agenda.grid import Grid, grid
from conference.agenda.ports import Note, agenda_actions, session_notes
from conference.agenda.published import PublishedAgenda, PublishedSession
from conference.agenda.queries import newest_heading
from conference.agenda.running import next_change, running
from conference.agenda.searching import index_of
from conference.agenda.timetable import Slot, first_day_to_show, next_midnight, slots
from conference.agenda.views.asked import EVERY_DAY, Asked, may_be_kept, read, without_empty, zone
from conference.agenda.views.blueprint import (
    EVENT,
    PREVIEW,
    Answer,
    blueprint,
    published_agenda,
    reader,
    somebody,
)
from conference.agenda.views.hours import hours_beside
from conference.agenda.views.mine import my_agenda
from conference.agenda.views.own import chosen_here
from conference.agenda.words import type_words
from conference.core import formatting
from conference.core.access import access
from conference.core.clock import now
from conference.core.database import db
from conference.core.languages import Language
from conference.core.public_cache import keep_public
from conference.core.rendering import month_style
from conference.core.sections import section
from conference.core.translated import Translated
from conference.events.access import current_event, visitor
from conference.events.models import Event


@dataclass(frozen=True, slots=True)
class Day:
    """A day as it is shown: its slots in the list, or its table."""

    date: date
    slots: Sequence[Slot]
    grid: Grid | None


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a filter with what it is called, and how many sessions it would leave."""

    value: str
    words: str | Translated
    count: int


@blueprint.get(f"{EVENT}/agenda")
@blueprint.get(PREVIEW)
@access(reader)
def day(token: str | None = None) -> Answer:
    event = current_event()
    actions = [action for action in (ask(event) for ask in agenda_actions.all()) if action]
    agenda = published_agenda()
    changing = [action.until for action in actions if action.until]
    if agenda is None:
        keep_public(until=min(changing, default=None))
        return render_template("agenda/nothing_yet.html", actions=actions)
    if address := without_empty("agenda.day"):
        return redirect(address)
    if request.args.get("mine"):
        return my_agenda()
    days = agenda.days(agenda.zone)
    asked = read(agenda, days)
    today = now().astimezone(ZoneInfo(agenda.zone)).date()
    chosen = asked.day or first_day_to_show(event, days, today)
    sieve = _sieve(agenda, asked)
    by_day = {one: sieve.passing(agenda.on(one, agenda.zone)) for one in days}
    shown = days if asked.every_day else [chosen]
    notes, until = _notes(event)
    if today <= event.ends_on:
        until.append(next_midnight(agenda.zone, today))
    if may_be_kept():
        keep_public(until=min(until + changing, default=None))
    in_days = [session for one in shown for session in agenda.on(one, agenda.zone)]
    return render_template(
        "agenda/day.html",
        the_event=event,
        agenda=agenda,
        actions=actions,
        asked=asked,
        chosen_here=chosen_here(),
        chosen=chosen,
        day_tabs=_tabs(asked, chosen, {one: count(sessions) for one, sessions in by_day.items()}),
        days=[_day(agenda, asked, one, by_day[one]) for one in shown if by_day[one]],
        notes=notes,
        version=newest_heading(db.session(), event.id),
        options={facet: _options(agenda, facet, sieve.counts(facet, in_days)) for facet in FACETS},
        found=sum(count(by_day[one]) for one in shown),
        found_in_all=sum(count(sessions) for sessions in by_day.values()),
        held=count(in_days),
        is_running=event.starts_on <= today <= event.ends_on,
        **hours_beside(agenda.zone, asked.zone),
    )


def _sieve(agenda: PublishedAgenda, asked: Asked) -> Sieve:
    words = asked.filters.words
    if not words:
        return Sieve(asked.filters, None)
    return Sieve(asked.filters, index_of(agenda).find(words))


def _day(agenda: PublishedAgenda, asked: Asked, day: date, sessions: Sequence[PublishedSession]) -> Day:
    """A day with what is to be seen on it; a table only where rooms stand side by side."""
    table = grid(agenda, sessions) if asked.is_grid else None
    return Day(day, slots(agenda, sessions), table if table and table.is_wide else None)


def _notes(event: Event) -> tuple[dict[int, list[Note]], list[datetime]]:
    """The other features' notes by session, and the instants at which they stop being true."""
    notes: dict[int, list[Note]] = {}
    for find in session_notes.all():
        for session_id, found in find(event, somebody()).items():
            notes.setdefault(session_id, []).extend(found)
    return notes, [note.until for found in notes.values() for note in found if note.until]


def _tabs(asked: Asked, chosen: date, counts: Mapping[date, int]) -> Sequence[Mapping[str, Any]]:
    """A tab per day and one for all of them, with how many sessions the filters leave there."""
    style = month_style()
    tabs: list[Mapping[str, Any]] = [
        {
            "url": asked.url(day=day.isoformat()),
            "weekday": formatting.format_date(day, g.language, style, "EEE"),
            "number": day.day,
            "month": formatting.format_date(day, g.language, style, "MMMM"),
            "count": left if asked.filters else None,
            "current": day == chosen and not asked.every_day,
        }
        for day, left in counts.items()
    ]
    if len(tabs) > 1:
        every = sum(counts.values()) if asked.filters else None
        url = asked.url(day=EVERY_DAY)
        tabs.append({"url": url, "words": _("All days"), "count": every, "current": asked.every_day})
    return tabs


def _options(agenda: PublishedAgenda, facet: str, counts: Mapping[str, int]) -> Sequence[Option]:
    return [Option(value, _called(agenda, facet, value), counts.get(value, 0)) for value in known_values(facet, agenda)]


def _called(agenda: PublishedAgenda, facet: str, value: str) -> str | Translated:
    if facet == "language":
        return Language.of(value).name_in(g.language)
    if facet == "category":
        return type_words(value)
    places = agenda.tracks if facet == "track" else agenda.rooms
    return next(place.name for place in places if str(place.id) == value)


@blueprint.get(f"{EVENT}/agenda/now")
@access(visitor)
@section("agenda.day")
def running_now() -> Answer:
    """What is on in each room, drawn by the server; the stored page ends when a session begins or ends."""
    event, moment = current_event(), now()
    agenda = published_agenda()
    if agenda is None:
        keep_public()
        return render_template("agenda/nothing_yet.html", actions=[])
    notes, until = _notes(event)
    change, today = next_change(agenda, moment), moment.astimezone(ZoneInfo(agenda.zone)).date()
    if may_be_kept():
        keep_public(until=min([*until, next_midnight(agenda.zone, today), *([change] if change else [])]))
    return render_template(
        "agenda/now.html",
        the_event=event,
        agenda=agenda,
        rooms=running(agenda, moment),
        today=today,
        notes=notes,
        chosen_here=chosen_here(),
        **hours_beside(agenda.zone, zone()),
    )
