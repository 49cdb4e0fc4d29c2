"""The statistics of attendance: how many were registered and how many came, for how long, by what people are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from flask_babel import gettext as _
from flask_babel import pgettext
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import contains_eager

from conference.agenda.models import Session
from conference.attendance.derived import derived_over
from conference.attendance.evidence.scopes import day_of
from conference.attendance.models import Attendance, in_force
from conference.core import formatting
from conference.core.languages import CODES, Language
from conference.core.sorting import sort_key
from conference.events.models import Event
from conference.registration.models import Category, Registration, RegistrationState, Sex, StandardField
from conference.registration.queries import asked_fields
from conference.registration.queries.statistics import ERASED_SEX
from conference.registration.statistics import Row, Table
from conference.registration.words import category_words, erased_words, sex_words

FEWEST = 5
"""Groups of fewer people are not told to whoever is handed the file: a figure of theirs could name somebody."""


@dataclass(slots=True)
class Tally:
    """People of a group: how many were registered, how many of them came, and for how many seconds together."""

    registered: int = 0
    attended: int = 0
    seconds: int = 0

    def add(self, seconds: int | None) -> None:
        """Count one person, who was there for so long; None for one who was not."""
        self.registered += 1
        if seconds is not None:
            self.attended += 1
            self.seconds += seconds

    def cells(self) -> Sequence[int]:
        """Registered, attended, the rate in per cent, minutes together and minutes per person who came."""
        minutes = self.seconds // 60
        rate = round(100 * self.attended / self.registered) if self.registered else 0
        return [self.registered, self.attended, rate, minutes, round(minutes / self.attended) if self.attended else 0]


@dataclass(frozen=True, slots=True)
class Counted:
    """One registered person, by what they said of themselves, and the seconds that they were there, by day."""

    category: str
    country: str
    sex: str
    language: str
    by_day: Mapping[date, int] = field(default_factory=dict)

    @property
    def seconds(self) -> int | None:
        return sum(self.by_day.values()) if self.by_day else None


@dataclass(frozen=True, slots=True)
class AttendanceStatistics:
    total: Tally
    tables: Sequence[Table]


def attendance_statistics(database: Database, event: Event, language: Language) -> AttendanceStatistics:
    """The numbers of this moment, in words of `language` and in as many queries for many people as for few.

    Registered is here whoever is confirmed, and whoever was there: nobody else could come.
    """
    people = _people(database, event)
    total = Tally()
    for one in people:
        total.add(one.seconds)
    tables = [
        _days(event, people, language),
        _categories(people),
        _countries(people, language),
        _languages(people, language),
    ]
    if StandardField.SEX in asked_fields(database, event.id, [StandardField.SEX]):
        tables.insert(3, _sexes(people))
    return AttendanceStatistics(total, tables)


def shielded(table: Table) -> Table:
    """The table as it may leave the team: groups of fewer than five people are in one row, which is never alone.

    Where only one group is that small the next larger one joins it, or the total would tell it. Days hold everybody.
    """
    if table.key == "days":
        return table
    ordered = sorted(table.rows, key=lambda row: row.cells[0])
    hidden = [row for row in ordered if row.cells[0] < FEWEST]
    if not hidden:
        return table
    rest = ordered[len(hidden) :]
    while rest and (len(hidden) < 2 or sum(row.cells[0] for row in hidden) < FEWEST):
        hidden.append(rest.pop(0))
    shown = [row for row in table.rows if row not in hidden]
    together = Tally(
        registered=sum(row.cells[0] for row in hidden),
        attended=sum(row.cells[1] for row in hidden),
        seconds=sum(row.cells[3] for row in hidden) * 60,
    )
    rows = [*shown, _row(_("Others, together"), together)]
    return Table(table.key, table.title, table.note, table.headers, rows, table.legend)


def _people(database: Database, event: Event) -> Sequence[Counted]:
    rows = _rows(database, event.id)
    came = {person: list(those) for person, those in groupby(rows, lambda one: one.registration_id)}
    confirmed = Registration.state == RegistrationState.CONFIRMED
    query = select(
        Registration.id,
        Registration.category,
        Registration.country,
        Registration.sex,
        Registration.language_code,
        Registration.erased_at,
    ).where(Registration.event_id == event.id, or_(confirmed, Registration.id.in_(_attendees(event.id))))
    return [
        Counted(
            row.category,
            row.country,
            ERASED_SEX if row.erased_at is not None else row.sex,
            row.language_code,
            _by_day(event, came.get(row.id, ())),
        )
        for row in database.execute(query)
    ]


def _attendees(event_id: int) -> Select[int]:
    return select(Attendance.registration_id).join(Attendance.session).where(Session.event_id == event_id, in_force())


def _rows(database: Database, event_id: int) -> Sequence[Attendance]:
    query = (
        select(Attendance)
        .join(Attendance.session)
        .where(Session.event_id == event_id, Session.starts_at.is_not(None), in_force())
        .options(contains_eager(Attendance.session))
        .order_by(Attendance.registration_id, Session.starts_at, Session.id, Attendance.id)
    )
    return database.scalars(query).all()


def _by_day(event: Event, rows: Iterable[Attendance]) -> Mapping[date, int]:
    sessions = [(session, list(those)) for session, those in groupby(rows, lambda one: one.session)]
    return {
        day: derived_over(list(those)).seconds for day, those in groupby(sessions, lambda pair: day_of(event, pair[0]))
    }


def _days(event: Event, people: Sequence[Counted], language: Language) -> Table:
    tallies: dict[date, Tally] = {day: Tally() for day in sorted({day for one in people for day in one.by_day})}
    for one in people:
        for day, tally in tallies.items():
            tally.add(one.by_day.get(day))
    rows = [
        (formatting.format_date(day, language, event.month_style, "EEEE d MMMM y"), tally)
        for day, tally in tallies.items()
    ]
    return _table("days", _("By day"), _("Day"), rows)


def _categories(people: Sequence[Counted]) -> Table:
    by = _by(people, lambda one: one.category)
    rows = [(category_words(one), by[one]) for one in Category if one in by]
    return _table("categories", _("By category"), _("Category"), rows)


def _countries(people: Sequence[Counted], language: Language) -> Table:
    named = [
        (formatting.country_name(code, language) if code else _("Not stated"), tally)
        for code, tally in _by(people, lambda one: one.country).items()
    ]
    rows = sorted(named, key=lambda pair: (-pair[1].registered, sort_key(pair[0], language)))
    return _table("countries", _("By country"), _("Country"), rows)


def _sexes(people: Sequence[Counted]) -> Table:
    by = _by(people, lambda one: one.sex)
    words = {one.value: sex_words(one) for one in Sex}
    words |= {"": pgettext("sex", "No answer"), ERASED_SEX: erased_words()}
    rows = [(label, by[value]) for value, label in words.items() if value in by]
    note = _("Asked as the donor asks, and never required: who did not answer stands in a row of their own.")
    return _table("sex", _("By sex"), _("Sex"), rows, note)


def _languages(people: Sequence[Counted], language: Language) -> Table:
    by = _by(people, lambda one: one.language)
    rows = [(Language.of(code).name_in(language), by[code]) for code in CODES if code in by]
    return _table("languages", _("By language of the messages"), _("Language"), rows)


def _by(people: Sequence[Counted], value: Callable[[Counted], str]) -> Mapping[str, Tally]:
    found: dict[str, Tally] = defaultdict(Tally)
    for one in people:
        found[value(one)].add(one.seconds)
    return found


def _table(key: str, title: str, what: str, rows: Sequence[tuple[str, Tally]], note: str = "") -> Table:
    return Table(
        key=key,
        title=title,
        note=note,
        headers=[
            what,
            pgettext("people", "Registered"),
            pgettext("people", "Attended"),
            _("Rate in per cent"),
            _("Minutes in all"),
            _("Minutes per person"),
        ],
        rows=[_row(label, tally) for label, tally in rows],
        legend=[pgettext("people", "Attended"), _("Registered and did not come")],
    )


def _row(label: str, tally: Tally) -> Row:
    return Row(label, tally.cells(), tally.attended, tally.registered - tally.attended)
