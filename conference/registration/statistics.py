"""The statistics of an event's registrations as tables with a picture each: the page and the file show the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _
from flask_babel import pgettext
from sqlalchemy.orm import Session

from conference.core import formatting
from conference.core.languages import CODES, Language
from conference.core.sorting import sort_key
from conference.events.models import Event
from conference.registration.models import Category, RegistrationState, Sex
from conference.registration.queries import Tally, days, event_rules, tallies
from conference.registration.queries.statistics import ERASED_SEX
from conference.registration.words import category_words, erased_words, sex_words, state_words

LONGEST_PICTURE = 366


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, and its bar: `full` in the strong colour, then `rest` in the quiet one."""

    label: str
    cells: Sequence[int]
    full: int
    rest: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its picture; `legend` says what the two colours of the bars are, where there are two."""

    key: str
    title: str
    note: str
    headers: Sequence[str]
    rows: Sequence[Row]
    legend: Sequence[str] = ()

    @property
    def longest(self) -> int:
        """What the longest bar stands for."""
        return max((row.full + row.rest for row in self.rows), default=0)


@dataclass(frozen=True, slots=True)
class Columns:
    """The registrations of each day from the first to the last, for a picture with time as its axis."""

    first: date
    last: date
    counts: Sequence[int]

    @property
    def highest(self) -> int:
        return max(self.counts)


@dataclass(frozen=True, slots=True)
class Statistics:
    registered: int
    confirmed: int
    tables: Sequence[Table]
    days: Sequence[tuple[date, int, int]]
    columns: Columns | None


def statistics(session: Session, event: Event, language: Language) -> Statistics:
    """The numbers of this moment in three queries, in words of `language`."""
    by = tallies(session, event.id)
    total = Tally(Counter())
    for tally in by["category"].values():
        total.by_state.update(tally.by_state)
    found = days(session, event)
    return Statistics(
        registered=total.registered,
        confirmed=total.confirmed,
        tables=[
            _states(total),
            _places(session, event, total, by["category"]),
            _categories(by["category"]),
            _countries(by["country"], language),
            _sexes(by["sex"]),
            _languages(by["language_code"], language),
        ],
        days=_running(found),
        columns=_columns(found),
    )


def _states(total: Tally) -> Table:
    return Table(
        key="states",
        title=_("By state"),
        note=_("Everybody who ever registered, declined and cancelled ones too."),
        headers=[_("State"), _("Registrations")],
        rows=[
            Row(state_words(state), [total.by_state[state]], total.by_state[state])
            for state in RegistrationState
            if total.by_state[state]
        ],
    )


def _places(session: Session, event: Event, total: Tally, by_category: Mapping[str, Tally]) -> Table:
    limited = event_rules(session, event.id).places
    limits = [(_("The whole event"), event.places, total)] if event.places is not None else []
    limits += [
        (category_words(one), limited[one], by_category.get(one, Tally(Counter())))
        for one in Category
        if one in limited
    ]
    return Table(
        key="places",
        title=_("Registered against the places"),
        note=_("Neither the event nor a category has a limit of places.") if not limits else "",
        headers=[
            _("Places of"),
            _("Places"),
            pgettext("people", "Confirmed"),
            _("Not taken"),
            pgettext("people", "Registered"),
        ],
        rows=[
            Row(
                label,
                [places, tally.confirmed, max(0, places - tally.confirmed), tally.registered],
                tally.confirmed,
                max(0, places - tally.confirmed),
            )
            for label, places, tally in limits
        ],
        legend=[pgettext("people", "Confirmed"), _("Not taken")],
    )


def _categories(by: Mapping[str, Tally]) -> Table:
    rows = [(category_words(one), by[one]) for one in Category if one in by]
    return _of_people("categories", _("By category"), _("Category"), rows)


def _countries(by: Mapping[str, Tally], language: Language) -> Table:
    named = [
        (formatting.country_name(code, language) if code else _("Not stated"), tally) for code, tally in by.items()
    ]
    rows = sorted(named, key=lambda pair: (-pair[1].registered, sort_key(pair[0], language)))
    return _of_people("countries", _("By country"), _("Country"), rows)


def _sexes(by: Mapping[str, Tally]) -> Table:
    words = {one.value: sex_words(one) for one in Sex}
    words |= {"": pgettext("sex", "No answer"), ERASED_SEX: erased_words()}
    rows = [(label, by[value]) for value, label in words.items() if value in by]
    note = _("Asked as the donor asks, and never required: who did not answer stands in a row of their own.")
    return _of_people("sex", _("By sex"), _("Sex"), rows, note)


def _languages(by: Mapping[str, Tally], language: Language) -> Table:
    rows = [(Language.of(code).name_in(language), by[code]) for code in CODES if code in by]
    return _of_people("languages", _("By language of the messages"), _("Language"), rows)


def _of_people(key: str, title: str, what: str, rows: Sequence[tuple[str, Tally]], note: str = "") -> Table:
    """A table of those who are registered: declined and cancelled registrations do not count."""
    return Table(
        key=key,
        title=title,
        note=note,
        headers=[what, pgettext("people", "Registered"), pgettext("people", "Confirmed")],
        rows=[
            Row(label, [tally.registered, tally.confirmed], tally.confirmed, tally.waiting)
            for label, tally in rows
            if tally.registered
        ],
        legend=[pgettext("people", "Confirmed"), _("Not confirmed, or not yet")],
    )


def _running(found: Mapping[date, int]) -> list[tuple[date, int, int]]:
    """Each day with its count and the sum up to it."""
    total, rows = 0, []
    for day, count in found.items():
        total += count
        rows.append((day, count, total))
    return rows


def _columns(found: Mapping[date, int]) -> Columns | None:
    """None without registrations, or where so many days lie between that a picture would show nothing."""
    if not found:
        return None
    first, last = min(found), max(found)
    length = (last - first).days + 1
    if length > LONGEST_PICTURE:
        return None
    return Columns(first, last, [found.get(first + timedelta(days=number), 0) for number in range(length)])
