"""What attendance holds about a person: where they were seen, and which lists of evidence name them for it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import g
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import joinedload

from conference.attendance.evidence.found import due_on
from conference.attendance.evidence.seals import canonical
from conference.attendance.models import Attendance, EvidenceRules, MeetingReport, SealedList
from conference.attendance.service import forget_withdrawn
from conference.attendance.words import how_words
from conference.core import formatting
from conference.core.rendering import shown
from conference.registration.held import instant_shown, instant_stored
from conference.registration.models import Registration
from conference.registration.ports import Held, HeldRow


@dataclass(frozen=True, slots=True)
class Known:
    """One presence of a person: the sealed lists that name them for it, its report's digest, how long it stays."""

    row: Attendance
    lists: Sequence[int]
    report: str
    until: date | None


class Presences:
    """The sessions at which a person was seen, and the evidence that names them (ADR 0018)."""

    def show(self, session: Database, registration: Registration) -> Held:
        return Held(
            key="attendance",
            heading=_("Sessions that you attended"),
            explained=_(
                "At which sessions you were marked present, from which instant, and how it is known. Sealed attendance "
                "lists, and the files of meetings’ reports, name you too. They prove to donors and auditors who "
                "attended: they are kept unchanged until the day that the event set for its evidence, also if your "
                "other data are erased before, and erased then."
            ),
            headers=[_("Session"), _("Present from"), _("How it is known")],
            rows=[_held(registration, one) for one in _known(session, registration)],
        )

    def erase(self, session: Database, registration_ids: Collection[int]) -> None:
        """That somebody was there stays as evidence, by a registration without a name; mistakes and reasons go.

        Sealed lists and reports stay whole until their own time: without one name they prove nothing any more.
        """
        forget_withdrawn(session, registration_ids)


def _held(registration: Registration, one: Known) -> HeldRow:
    row = one.row
    notes = [_how(row)]
    if one.lists:
        notes.append(_("Sealed list no. %(numbers)s", numbers=formatting.listed(map(str, one.lists), g.language)))
    if one.until:
        day = formatting.format_date(one.until, g.language, registration.event.month_style)
        notes.append(_("Kept until %(day)s", day=day))
    return HeldRow(
        {
            "session": row.session.code,
            "title": row.session.title.resolve(g.language).text,
            "how": row.how,
            "present_from": instant_stored(row.since),
            "recorded_at": instant_stored(row.recorded_at),
            "withdrawn_at": instant_stored(row.correction.recorded_at) if row.correction else None,
            "sealed_lists": list(one.lists),
            "report_sha256": one.report,
            "kept_until": one.until.isoformat() if one.until else None,
        },
        [shown(row.session.title), instant_shown(registration, row.since), Markup("<br>").join(notes)],
    )


def _how(row: Attendance) -> str:
    how = how_words(row.how)
    if row.correction is None:
        return how
    return _("%(how)s (taken back)", how=how) if row.correction.from_at is None else _("%(how)s (corrected)", how=how)


def _known(database: Database, registration: Registration) -> Sequence[Known]:
    """All that was ever known of one person, with what corrected it, in the order of time; by one query."""
    event, named = registration.event, canonical({"code": registration.code})[1:-1]
    about = or_(SealedList.session_id == Attendance.session_id, SealedList.session_code == "")
    query = (
        select(Attendance, EvidenceRules, MeetingReport.sha256, SealedList.number)
        .select_from(Attendance)
        .outerjoin(EvidenceRules, EvidenceRules.event_id == event.id)
        .outerjoin(MeetingReport, and_(MeetingReport.id == Attendance.report_id, MeetingReport.erased_at.is_(None)))
        .outerjoin(
            SealedList,
            and_(SealedList.event_id == event.id, about, SealedList.data.contains(named, autoescape=True)),
        )
        .where(Attendance.registration_id == registration.id, Attendance.from_at.is_not(None))
        .options(joinedload(Attendance.session), joinedload(Attendance.correction))
        .order_by(Attendance.from_at, Attendance.id, SealedList.number)
    )
    found = []
    for row, those in groupby(database.execute(query), lambda one: one[0]):
        listed = list(those)
        _row, rules, report, _number = listed[0]
        numbers = [number for _r, _rules, _report, number in listed if number is not None]
        found.append(Known(row, numbers, report or "", due_on(event, rules) if rules else None))
    return found
