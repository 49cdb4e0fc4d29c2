"""The verbs of attendance: marking people present, taking a mistake back, taking over a meeting's report."""

from conference.attendance.service.badges import NoBadge, give_badges, revoke_badge
from conference.attendance.service.checking_in import check_in
from conference.attendance.service.devices import add_device
from conference.attendance.service.marking import (
    NobodyThere,
    NotConfirmed,
    forget_withdrawn,
    mark_present,
    present_from,
    withdraw,
)
from conference.attendance.service.reports import ReportKnown, Taken, apply_report, decide, keep_report
from conference.attendance.service.scans import Reading, forget_scans, take_scans

__all__ = [
    "NoBadge",
    "NobodyThere",
    "NotConfirmed",
    "Reading",
    "ReportKnown",
    "Taken",
    "add_device",
    "apply_report",
    "check_in",
    "decide",
    "forget_scans",
    "forget_withdrawn",
    "give_badges",
    "keep_report",
    "mark_present",
    "present_from",
    "revoke_badge",
    "take_scans",
    "withdraw",
]
