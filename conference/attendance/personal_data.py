"""What evidence keeps of a person beside their presences: sealed lists, and the files of meetings' reports."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from conference.attendance.evidence.found import due_on, evidence_rules
from conference.attendance.evidence.seals import canonical
from conference.attendance.models import Attendance, MeetingReport, SealedList
from conference.core import formatting
from conference.core.localization import current_language
from conference.registration.held import instant_shown, instant_stored
from conference.registration.models import Registration
from conference.registration.ports import Held, HeldRow


class EvidenceFiles:
    """Lists and files that name a person, and that outlive the erasing of their other data (ADR 0018)."""

    def show(self, session: Database, registration: Registration) -> Held:
        day = due_on(registration.event, evidence_rules(session, registration.event_id))
        until = (
            formatting.format_date(day, current_language(), registration.event.month_style)
            if day
            else _("Kept: no day is set")
        )
        lists = [
            HeldRow(
                {"sealed_list": one.number, "at": instant_stored(one.sealed_at), "until": day and day.isoformat()},
                [_("List no. %(number)s", number=one.number), instant_shown(registration, one.sealed_at), until],
            )
            for one in _lists(session, registration)
        ]
        reports = [
            HeldRow(
                {"report": one.sha256, "at": instant_stored(one.uploaded_at), "until": day and day.isoformat()},
                [_("Report of the meeting"), instant_shown(registration, one.uploaded_at), until],
            )
            for one in _reports(session, registration)
        ]
        return Held(
            key="evidence",
            heading=_("Lists and files of evidence"),
            explained=_(
                "Sealed attendance lists that name you, and reports of meetings by which you are known to have been "
                "there, which name you as you were called in the meeting. They prove to donors and auditors who "
                "attended: they are kept unchanged until the day that the event set for its evidence, also if your "
                "other data are erased before, and erased then."
            ),
            headers=[_("Document"), _("Since"), _("Kept until")],
            rows=[*lists, *reports],
        )

    def erase(self, session: Database, registration_ids: Collection[int]) -> None:
        """Nothing: a list or a file that leaves one name out proves nothing any more. Their own time ends them."""


def _lists(session: Database, registration: Registration) -> Collection[SealedList]:
    named = canonical({"code": registration.code})[1:-1]
    query = select(SealedList).where(
        SealedList.event_id == registration.event_id, SealedList.data.contains(named, autoescape=True)
    )
    return session.scalars(query.order_by(SealedList.number)).all()


def _reports(session: Database, registration: Registration) -> Collection[MeetingReport]:
    known = select(Attendance.report_id).where(Attendance.registration_id == registration.id)
    query = select(MeetingReport).where(MeetingReport.id.in_(known), MeetingReport.erased_at.is_(None))
    return session.scalars(query.order_by(MeetingReport.id)).all()
