"""The verbs of attendance: marking people present, taking a mistake back, taking over a meeting's report."""

from conference.attendance.service.badges import NoBadge, give_badges, revoke_badge
from conference.attendance.service.marking import (
    NobodyThere,
    NotConfirmed,
    forget_withdrawn,
    mark_present,
    present_from,
    withdraw,
)
from conference.attendance.service.reports import ReportKnown, Taken, apply_report, decide, keep_report

__all__ = [
    "NoBadge",
    "NobodyThere",
    "NotConfirmed",
    "ReportKnown",
    "Taken",
    "apply_report",
    "decide",
    "forget_withdrawn",
    "give_badges",
    "keep_report",
    "mark_present",
    "present_from",
    "revoke_badge",
    "withdraw",
]
