"""What is wrong with a file of an agenda, and what it would change, in the language of whoever looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import ngettext

from conference.agenda.importing.difference import CHANGED, LEFT, NEW, SAME
from conference.agenda.importing.shape import SCHEDULE_JSON, SCHEDULE_XML, TEMPLATE, Problem
from conference.core import formatting
from conference.core.sent_bytes import FileRefused
from conference.core.text import isolated

LINES_NAMED = 6


def format_words(format_: str) -> str:
    return {SCHEDULE_XML: "schedule.xml", SCHEDULE_JSON: "schedule.json", TEMPLATE: _("Template (XLSX)")}[format_]


def outcome_words(outcome: str) -> str:
    return {
        NEW: _("To be added"),
        CHANGED: _("To be changed"),
        SAME: _("Unchanged"),
        LEFT: _("Only in the draft"),
    }[outcome]


def fact_words(fact: str) -> str:
    """The name of what changes."""
    return {
        "code": _("Code"),
        "type": _("Kind of session"),
        "title": _("Title"),
        "abstract": _("Description"),
        "hours": _("Hours"),
        "room": _("Room"),
        "track": _("Track"),
        "floor_codes": _("Languages of the floor"),
        "interpretation_codes": _("Interpretation into"),
        "capacity": _("Capacity"),
        "people": _("Speakers"),
        "presentation": _("Presentation"),
        "minutes": _("Minutes"),
        "name": _("Name"),
        "native_name": _("Full name"),
        "latin_name": _("Name in Latin script"),
        "honorific": _("Honorific"),
        "function": _("Function"),
        "organisation": _("Organisation"),
        "biography": _("Biography"),
    }[fact]


def refusal_sentence(refused: FileRefused) -> str:
    """Why a file is not taken at all, and what to do."""
    data = refused.data
    most = formatting.format_number(data.get("most", 0), g.language)
    sentences: Mapping[str, Callable[[], str]] = {
        "empty": lambda: _("This file is empty. Look whether it is the right one."),
        "nothing": lambda: _("This file holds no session. Look whether it is the right one."),
        "kind": lambda: _("This is neither schedule.xml nor schedule.json nor our template. Send one of these."),
        "bytes": lambda: _(
            "This file is too large: we take %(limit)s at most. Send it in parts.",
            limit=formatting.format_size(data["most"], g.language),
        ),
        "sessions": lambda: _("This file has more than %(limit)s sessions. Send it in parts.", limit=most),
        "elements": lambda: _("This file holds more than any schedule needs. Look whether it is the right one."),
        "depth": lambda: _("This file holds more than any schedule needs. Look whether it is the right one."),
        "cells": lambda: _("Row %(line)s holds more than our template takes.", line=data["line"]),
        "damaged": lambda: _("This file is damaged and cannot be opened. Save it again and send it once more."),
        "protected": lambda: _("This file opens with a password only. Save it without one and send it again."),
        "forbidden": lambda: _(
            "This XML file declares a document type or entities, which are never read. Export it without them."
        ),
        "xml": lambda: _("This XML file is not well-formed: line %(line)s cannot be read.", line=data["line"]),
        "json": lambda: _("This JSON file is not well-formed: line %(line)s cannot be read.", line=data["line"]),
        "no_schedule": lambda: _("This file holds no schedule. Look whether it is the right one."),
        "no_sheet": lambda: _(
            "This workbook is not our template: it has no sheet for sessions. Download the template."
        ),
        "no_column": lambda: _(
            "The sheet “%(sheet)s” has no column “%(column)s”. Download the template and keep its headings.",
            sheet=isolated(data["sheet"]),
            column=isolated(data["column"]),
        ),
    }
    return sentences[refused.code]()


def problem_sentence(problem: Problem) -> str:
    """What is wrong on a line, or worth knowing, and what would be right."""
    return _SENTENCES[problem.code](problem.data)


def _cell(data: Mapping[str, Any]) -> str:
    return isolated(str(data.get("cell", "")))


_SENTENCES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    # What keeps a file from being taken over.
    "too_long": lambda data: ngettext(
        "Shorten this text to %(longest)s characters: it has %(num)s.",
        "Shorten this text to %(longest)s characters: it has %(num)s.",
        data["length"],
        longest=formatting.format_number(data["longest"], g.language),
    ),
    "direction": lambda data: _(
        "This text holds invisible characters that turn its direction. Type it again instead of pasting it."
    ),
    "characters": lambda data: _(
        "This text holds characters that cannot be shown. Type it again instead of pasting it."
    ),
    "no_key": lambda data: _("Nothing identifies this session: it has neither guid nor id nor slug that we can read."),
    "twice": lambda data: _("The same stands on line %(line)s already.", line=data["line"]),
    "no_title": lambda data: _("The title is missing."),
    "no_name": lambda data: _("The name is missing."),
    "bad_day": lambda data: _("“%(cell)s” is no day. Write year-month-day, for example 2021-07-05.", cell=_cell(data)),
    "bad_hour": lambda data: _("“%(cell)s” is no hour. Write it as 09:30.", cell=_cell(data)),
    "bad_duration": lambda data: _(
        "“%(cell)s” is no length of time. Write hours and minutes, for example 00:45.", cell=_cell(data)
    ),
    "no_such_hour": lambda data: _("This hour does not exist on that day: the clocks are put forward."),
    "half_hours": lambda data: _("Enter the day and both hours, or neither hour."),
    "ends_before_start": lambda data: _("The end must come after the start."),
    "number": lambda data: _(
        "Enter a whole number from %(least)s to %(most)s.", least=data["least"], most=data["most"]
    ),
    "unknown_language": lambda data: _(
        "We know no language “%(cell)s”: write English, French or Arabic.", cell=_cell(data)
    ),
    "unknown_type": lambda data: _("We know no kind of session “%(cell)s”.", cell=_cell(data)),
    "unknown_role": lambda data: _("We know no role “%(cell)s”.", cell=_cell(data)),
    "unknown_session": lambda data: _("No session of this file has the code “%(cell)s”.", cell=_cell(data)),
    "unknown_speaker": lambda data: _("No speaker of this file has the code “%(cell)s”.", cell=_cell(data)),
    "unknown_talk": lambda data: _("The session has no presentation with the number “%(cell)s”.", cell=_cell(data)),
    "talk_twice": lambda data: _("Another presentation of this session has this number."),
    "talk_number": lambda data: _(
        "Number the presentations of a session one after the other: the next one is %(number)s.", number=data["next"]
    ),
    "role_twice": lambda data: _("This person has this role already. Choose another person or role."),
    "no_code": lambda data: _("Enter a code, for example D1-03."),
    "bad_code": lambda data: _("Use Latin letters, digits and hyphens only, for example D1-03."),
    "code_taken": lambda data: _("Another session has this code. Choose another one."),
    "code_published": lambda data: _("This session is published: its code stays as it is."),
    "place_differs": lambda data: _(
        "This room or track is called “%(cell)s” here and “%(other)s” on an earlier line.",
        cell=_cell(data),
        other=isolated(data["other"]),
    ),
    # What is worth knowing before.
    "shortened": lambda data: _(
        "The description is longer than %(longest)s characters: its end is left out.",
        longest=formatting.format_number(data["longest"], g.language),
    ),
    "type_unknown": lambda data: _(
        "The kind of session “%(cell)s” is none of ours: new sessions become plenaries, others keep theirs.",
        cell=_cell(data),
    ),
    "floor_unknown": lambda data: _(
        "The language “%(cell)s” is none of this event’s: the language of the floor is left open.", cell=_cell(data)
    ),
    "no_room": lambda data: _("No room is named."),
    "outside": lambda data: _("The session lies outside the days of the event."),
    "other_zone": lambda data: _(
        "The file names the time zone %(zone)s. Hours without a zone are read as those of the event.",
        zone=isolated(str(data["zone"])),
    ),
    "cancelled": lambda data: _("The session is cancelled in the draft, and stays so."),
    "namesake": lambda data: _("The draft has another person of this name: both are kept apart."),
    "unknown_column": lambda data: _("The column “%(cell)s” is none of ours and is not read.", cell=_cell(data)),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """The same remark about one or many lines."""

    sentence: str
    lines: str


def remarks_in_words(remarks: Sequence[Problem]) -> list[Remark]:
    """Each remark once, with the lines that it is about."""
    grouped: dict[tuple[Any, ...], list[int]] = {}
    first: dict[tuple[Any, ...], Problem] = {}
    for remark in remarks:
        key = remark.code, *sorted(remark.data.items())
        grouped.setdefault(key, []).append(remark.line)
        first.setdefault(key, remark)
    return [Remark(problem_sentence(first[key]), _lines(lines)) for key, lines in grouped.items()]


def _lines(lines: Sequence[int]) -> str:
    counted = [line for line in dict.fromkeys(lines) if line]
    if not counted:
        return ""
    named = formatting.join_words([str(line) for line in counted[:LINES_NAMED]], g.language)
    if len(counted) <= LINES_NAMED:
        return ngettext("Line %(lines)s", "Lines %(lines)s", len(counted), lines=named)
    return ngettext(
        "%(num)s line, among them %(lines)s", "%(num)s lines, among them %(lines)s", len(counted), lines=named
    )
