"""The verbs of attendance: marking people present, taking a mistake back, taking over a meeting's report."""

from conference.attendance.service.badges import (
    REPLACED,
    NoBadge,
    forget_badges,
    give_badges,
    mark_printed,
    replace_badge,
    revoke_badge,
)
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
    "REPLACED",
    "NoBadge",
    "NobodyThere",
    "NotConfirmed",
    "ReportKnown",
    "Taken",
    "apply_report",
    "decide",
    "forget_badges",
    "forget_withdrawn",
    "give_badges",
    "keep_report",
    "mark_present",
    "mark_printed",
    "present_from",
    "replace_badge",
    "revoke_badge",
    "withdraw",
]
