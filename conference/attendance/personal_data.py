"""What attendance holds about a person: where they were seen, and which lists of evidence name them for it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import g
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import aliased, joinedload

from conference.attendance.desk_words import outcome_words, refusal_words
from conference.attendance.evidence.found import due_on
from conference.attendance.evidence.seals import canonical
from conference.attendance.models import Attendance, EvidenceRules, MeetingReport, Outcome, Refusal, Scan, SealedList
from conference.attendance.service import forget_scans, forget_withdrawn
from conference.attendance.words import how_words
from conference.core import formatting
from conference.core.rendering import shown
from conference.registration.held import instant_shown, instant_stored
from conference.registration.models import Registration
from conference.registration.ports import Held, HeldRow


@dataclass(frozen=True, slots=True)
class Known:
    """One presence of a person, or what a desk read of them, or both; a scan that changed nothing has no `row`.

    Beside a presence stand the sealed lists that name them for it, its report's digest, and how long it stays.
    """

    row: Attendance | None
    scan: Scan | None
    lists: Sequence[int]
    report: str
    until: date | None


class Presences:
    """The sessions at which a person was seen, what desks read of them, and the evidence that names them (ADR 0017)."""

    def show(self, session: Database, registration: Registration) -> Held:
        return Held(
            key="attendance",
            heading=_("Sessions that you attended"),
            explained=_(
                "At which sessions you were marked present, from which instant, and how it is known. Sealed attendance "
                "lists, and the files of meetings’ reports, name you too. They prove to donors and auditors who "
                "attended: they are kept unchanged until the day that the event set for its evidence, also if your "
                "other data are erased before, and erased then."
            )
            + " "
            + _(
                "Where a desk read your badge or code and nothing changed, or you were not let in, that is listed too."
            ),
            headers=[_("Session"), _("Present from"), _("How it is known")],
            rows=[
                row
                for one in _known(session, registration)
                for row in (_held(registration, one), _refused(registration, one))
                if row is not None
            ],
        )

    def erase(self, session: Database, registration_ids: Collection[int]) -> None:
        """That somebody was there stays as evidence, by a registration without a name; mistakes and reasons go.

        Sealed lists and reports stay whole until their own time: without one name they prove nothing any more.
        """
        forget_withdrawn(session, registration_ids)
        forget_scans(session, registration_ids)


def _held(registration: Registration, one: Known) -> HeldRow | None:
    row = one.row
    if row is None:
        return None
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
            "present_to": instant_stored(row.to_at) if row.to_at else None,
            "recorded_at": instant_stored(row.recorded_at),
            "withdrawn_at": instant_stored(row.correction.recorded_at) if row.correction else None,
            "sealed_lists": list(one.lists),
            "report_sha256": one.report,
            "kept_until": one.until.isoformat() if one.until else None,
            "scan": _read(one.scan) if one.scan else None,
        },
        [shown(row.session.title), instant_shown(registration, row.since), Markup("<br>").join(notes)],
    )


def _how(row: Attendance) -> str:
    how = how_words(row.how)
    if row.correction is None:
        return how
    return _("%(how)s (taken back)", how=how) if row.correction.from_at is None else _("%(how)s (corrected)", how=how)


def _refused(registration: Registration, one: Known) -> HeldRow | None:
    """A scan that changed nothing."""
    scan = one.scan
    if scan is None or one.row is not None:
        return None
    refused = scan.outcome == Outcome.REFUSED
    return HeldRow(
        {
            "session": scan.session.code,
            "title": scan.session.title.resolve(g.language).text,
            "how": None,
            "present_from": None,
            "present_to": None,
            "recorded_at": instant_stored(scan.received_at),
            "withdrawn_at": None,
            "scan": _read(scan),
        },
        [
            shown(scan.session.title),
            instant_shown(registration, scan.at),
            refusal_words(Refusal(scan.refusal)) if refused else outcome_words(Outcome(scan.outcome)),
        ],
    )


def _read(scan: Scan) -> dict[str, str | None]:
    return {
        "read": scan.read,
        "at": instant_stored(scan.at),
        "direction": scan.direction,
        "device": scan.device.name,
        "outcome": scan.outcome,
        "refusal": scan.refusal or None,
    }


def _known(database: Database, registration: Registration) -> Sequence[Known]:
    """All that was ever known of one person and all that desks read of them, in the order of time; by one query.

    Rows with what corrected them and the scan that made them, where one did, and scans that made none.
    """
    event, named = registration.event, canonical({"code": registration.code})[1:-1]
    those = select(Attendance).where(Attendance.registration_id == registration.id, Attendance.from_at.is_not(None))
    row = aliased(Attendance, those.subquery())
    scan = aliased(Scan, select(Scan).where(Scan.registration_id == registration.id).subquery())
    about = or_(SealedList.session_id == row.session_id, SealedList.session_code == "")
    query = (
        select(row, scan, EvidenceRules, MeetingReport.sha256, SealedList.number)
        .join_from(row, scan, row.scan_id == scan.id, full=True)
        .outerjoin(EvidenceRules, EvidenceRules.event_id == event.id)
        .outerjoin(MeetingReport, and_(MeetingReport.id == row.report_id, MeetingReport.erased_at.is_(None)))
        .outerjoin(
            SealedList,
            and_(SealedList.event_id == event.id, about, SealedList.data.contains(named, autoescape=True)),
        )
        .options(joinedload(row.session), joinedload(row.correction), joinedload(scan.session), joinedload(scan.device))
        .order_by(func.coalesce(row.from_at, scan.at), row.id, scan.id, SealedList.number)
    )
    found = []
    for (known, read), group in groupby(database.execute(query), lambda one: (one[0], one[1])):
        listed = list(group)
        _row, _scan, rules, report, _number = listed[0]
        numbers = [number for *_others, number in listed if number is not None and known is not None]
        found.append(Known(known, read, numbers, report or "", due_on(event, rules) if rules else None))
    return found
