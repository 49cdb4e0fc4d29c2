"""Lists of attendance as sheets in one language: who was there, or who signs; the same for paper and for workbooks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from conference.attendance.evidence.content import content_of, session_facts, value_of
from conference.attendance.evidence.scopes import Scope, Seen
from conference.attendance.models import EvidenceRules, ListColumn, SealedList
from conference.attendance.words import column_words, how_words
from conference.core import formatting
from conference.core.clock import now
from conference.core.languages import Language
from conference.core.localization import site_name
from conference.core.text import isolated, one_way
from conference.registration.models import Registration
from conference.registration.participants import names_in
from conference.registration.words import category_words, erased_words


class Kind(StrEnum):
    """How a column's cells run: as somebody typed them, always from left to right, or a whole number."""

    TEXT = "text"
    ONE_WAY = "one_way"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Column:
    label: str
    width: float
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list in one language: what stands above the table, the table, and what stands beneath."""

    title: str
    programme: str
    event: str
    about: str
    lines: Sequence[str]
    donor: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str | int]]
    notes: Sequence[str]
    is_signed: bool = False


def presence_sheet(scope: Scope, seen: Sequence[Seen], rules: EvidenceRules, language: Language) -> Sheet:
    """Who is known to have been there now, not sealed. Call it while speaking the language."""
    content = content_of(scope, seen, rules.columns, number=0, edition=0, replaces=None, sealed_at=now())
    today = formatting.format_instant(now(), scope.event.zone, language, scope.event.month_style)
    return _presence(
        content, language, scope.event.month_style, [_("As known on %(instant)s; not sealed.", instant=isolated(today))]
    )


def sealed_sheet(sealed: SealedList, language: Language) -> Sheet:
    """A sealed list, from its data alone. Call it while speaking the language."""
    content, style = json.loads(sealed.data), sealed.event.month_style
    instant = formatting.format_instant(sealed.sealed_at, content["event"]["zone"], language, style)
    lines = [
        _(
            "List no. %(number)s, edition %(edition)s, sealed on %(instant)s.",
            number=one_way(str(sealed.number)),
            edition=one_way(str(sealed.edition)),
            instant=isolated(instant),
        )
    ]
    if content["replaces"]:
        lines.append(_("It replaces list no. %(number)s.", number=one_way(str(content["replaces"]))))
    return _presence(content, language, style, lines)


def signing_sheet(scope: Scope, people: Sequence[Registration], rules: EvidenceRules, language: Language) -> Sheet:
    """Everybody confirmed, with the columns that the event set, and empty lines at the end."""
    columns = [Column(_("Name"), 2.4), *(_column(one) for one in rules.columns)]
    rows: list[list[str | int]] = [
        [_name(one.native_name, one.latin_name, language), *(_shown(one, column, language) for column in rules.columns)]
        for one in people
    ]
    rows += [[""] * len(columns) for _line in range(rules.empty_lines)]
    event, facts = scope.event, session_facts(scope)
    return Sheet(
        title=_("Attendance list for signature"),
        programme=_programme(
            [one.acronym.resolve(language).text or one.name.resolve(language).text for one in event.bodies]
        ),
        event=event.title.resolve(language).text,
        about=_day(scope.day, language, event.month_style),
        lines=_lines(scope.day, facts, event.zone, language, event.month_style),
        donor=event.donor_line.resolve(language).text,
        columns=columns,
        rows=rows,
        notes=[],
        is_signed=True,
    )


def _presence(content: Mapping[str, Any], language: Language, style: str, lines: Sequence[str]) -> Sheet:
    event, zone, people = content["event"], content["event"]["zone"], content["people"]
    day, of_day = date.fromisoformat(content["day"]), content["session"] is None
    columns = [Column(_("Name"), 2.4), *(_column(one) for one in content["columns"])]
    columns += [Column(_("Sessions"), 0.8, Kind.NUMBER)] if of_day else []
    columns += [
        Column(_("First seen"), 0.8, Kind.ONE_WAY),
        Column(_("Last seen"), 0.8, Kind.ONE_WAY),
        Column(_("Minutes"), 0.8, Kind.NUMBER),
        Column(_("How it is known"), 2.2),
    ]
    notes = [_("Minutes count within the sessions; being at two sessions at once counts once.")]
    if any(not one["is_measured"] for one in people):
        notes.append(_("*: nobody saw when this person left; the time counts until the end of the session."))
    return Sheet(
        title=_("Attendance list"),
        programme=_programme([one[language.code] for one in event["bodies"]]),
        event=event["title"][language.code],
        about=_day(day, language, style),
        lines=[
            *_lines(day, content["session"], zone, language, style),
            ngettext("%(num)s person was present.", "%(num)s people were present.", len(people)),
            *lines,
        ],
        donor=event["donor"][language.code],
        columns=columns,
        rows=[_row(one, content["columns"], zone, language, of_day=of_day) for one in people],
        notes=notes,
    )


def _row(
    one: Mapping[str, Any], columns: Sequence[str], zone: str, language: Language, *, of_day: bool
) -> list[str | int]:
    hours = [formatting.format_hour(datetime.fromisoformat(one[part]), zone) for part in ("first_seen", "last_seen")]
    ways = formatting.listed([how_words(way) for way in one["how"]], language)
    return [
        _name(one["name"], one["latin"], language),
        *(_worded(column, one[column], language) for column in columns),
        *([one["sessions"]] if of_day else []),
        *hours,
        one["minutes"],
        ways if one["is_measured"] else f"{ways}\N{NO-BREAK SPACE}*",
    ]


def _programme(bodies: Sequence[str]) -> str:
    return " · ".join([site_name(), *(isolated(one) for one in bodies if one)])


def _day(day: date, language: Language, style: str) -> str:
    return formatting.format_date(day, language, style, "EEEE d MMMM y")


def _lines(day: date, session: Mapping[str, Any] | None, zone: str, language: Language, style: str) -> list[str]:
    """The day, and the session with its hours, which say in which city's time they are."""
    city = formatting.zone_city(zone, language)
    if session is None:
        return [_("%(day)s, times in %(city)s", day=_day(day, language, style), city=city)]
    start, end = (
        formatting.format_hour(datetime.fromisoformat(session[part]), zone) for part in ("starts_at", "ends_at")
    )
    title = _(
        "Session %(code)s: %(title)s", code=one_way(session["code"]), title=isolated(session["title"][language.code])
    )
    hours = one_way(f"{start}–{end}")
    return [title, _("%(day)s, %(hours)s, times in %(city)s", day=_day(day, language, style), hours=hours, city=city)]


def _name(native: str, latin: str, language: Language) -> str:
    """A name in the script of the list, then in the other where there is one."""
    named = Registration(native_name=native, latin_name=latin)
    first, second = names_in(named, language)
    return " / ".join(one for one in (first, second) if one) or erased_words()


def _column(column: str) -> Column:
    widths = {ListColumn.SIGNATURE: 2.2, ListColumn.ORGANISATION: 2.2, ListColumn.FUNCTION: 1.8, ListColumn.EMAIL: 2.2}
    kind = Kind.ONE_WAY if column == ListColumn.EMAIL else Kind.TEXT
    return Column(column_words(column), widths.get(ListColumn(column), 1.2), kind)


def _shown(person: Registration, column: str, language: Language) -> str:
    return "" if column == ListColumn.SIGNATURE else _worded(column, value_of(person, column), language)


def _worded(column: str, value: str, language: Language) -> str:
    if column == ListColumn.COUNTRY:
        return formatting.country_name(value, language) if value else ""
    return category_words(value) if column == ListColumn.CATEGORY and value else value


def number_words() -> str:
    return pgettext("number of a line", "No.")
