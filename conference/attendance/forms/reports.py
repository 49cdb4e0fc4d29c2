"""A meeting's report: its file, and how the clocks in it are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import IO, Any, Generic, TypeVar, cast

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from conference.agenda.zones import all_zones
from conference.attendance.reports.mapped import Head, head_of
from conference.attendance.reports.reading import read_report
from conference.attendance.reports.times import DateOrder
from conference.attendance.reports.visitors import (
    CutOff,
    NobodyThere,
    NoHours,
    Report,
    ReportRefused,
    UnreadableHour,
)
from conference.attendance.words import order_words
from conference.core.forms import ChoiceField, Form, RadiosField
from conference.core.office_files import DamagedOfficeFile, ProtectedOfficeFile
from conference.core.storage import Blob
from conference.core.tables import TableRefused
from conference.core.text import isolated
from conference.core.uploads import keep
from conference.registration.forms.importing import ListField
from conference.registration.importing.refusals import code_of_refusal, refusal_sentence

What = TypeVar("What", Report, Head)


class ReportFileForm(Form):
    """The file as the meeting's program wrote it."""

    file = ListField(
        _l("Report of the meeting (CSV or XLSX)"),
        hint=_l("The list of participants that Zoom or Teams offers after the meeting, as it was downloaded."),
    )


@dataclass(frozen=True, slots=True)
class ReceivedReport(Generic[What]):
    """A stored file and what it says."""

    blob: Blob
    name: str
    ending: str
    report: What


def receive_report(form: ReportFileForm) -> ReceivedReport[Report] | None:
    """Read and store the file of a valid form; None after a sentence was put beside it. Call it before `write()`."""
    return _receive(form, read_report)


def receive_table(form: ReportFileForm) -> ReceivedReport[Head] | None:
    """The same of a report of another program, of which nothing but the headings is known yet."""
    return _receive(form, head_of)


def _receive(form: ReportFileForm, read: Callable[[IO[bytes]], What]) -> ReceivedReport[What] | None:
    sent = cast(FileStorage, form.file.data)
    stream = cast(Any, sent.stream)
    try:
        found = read(stream)
    except (TableRefused, DamagedOfficeFile, ProtectedOfficeFile) as refused:
        form.refuse(form.file, refusal_sentence(code_of_refusal(refused)))
        return None
    except ReportRefused as refused:
        form.refuse(form.file, report_refusal(refused))
        return None
    stream.seek(0)
    ending = "xlsx" if stream.read(2) == b"PK" else "csv"
    blob = keep(form, form.file, stream)
    return ReceivedReport(blob, (sent.filename or "")[:300], ending, found) if blob else None


def report_refusal(refused: ReportRefused) -> str:
    """Why a table is no report that we take, and what to do."""
    if isinstance(refused, NoHours):
        return _(
            "This file says how long people were there, but not when. Download the report again without “unique users”."
        )
    if isinstance(refused, NobodyThere):
        return _("This report lists nobody. Look whether it is the right one.")
    if isinstance(refused, CutOff):
        return _("This file ends in the middle of line %(line)s. Download the report again.", line=refused.line)
    if isinstance(refused, UnreadableHour):
        return _(
            "Line %(line)s holds an hour that cannot be read: %(text)s. Download the report again.",
            line=refused.line,
            text=isolated(refused.text[:60]),
        )
    return _(
        "This is no report of a meeting that we know: Zoom and Teams write one line for each person, with the hours at "
        "which they came and went. Download it again and send it as it is."
    )


class ClockForm(Form):
    """In which zone the clocks of a file stood, and how it writes days."""

    zone = ChoiceField(
        _l("The hours in the file are those of"),
        required=_l("Choose a time zone."),
        hint=_l("Most programs write the hours of whoever downloaded the report."),
        choices=lambda: [
            (one.name, f"{one.city} ({one.country})" if one.country else one.city) for one in all_zones(g.language)
        ],
    )
    date_order = RadiosField(_l("Days are written"), required=_l("Choose how days are written."))

    def __init__(self, orders: Sequence[DateOrder], sample: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.date_order.offer((one.value, order_words(one, sample)) for one in orders)
