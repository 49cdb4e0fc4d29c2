"""The verbs of attendance: marking people present, taking a mistake back, taking over a meeting's report."""

from conference.attendance.service.badges import NoBadge, give_badges, revoke_badge
from conference.attendance.service.checking_in import check_in
from conference.attendance.service.correcting import Corrected, GoesBeforeComing, correct
from conference.attendance.service.devices import add_device
from conference.attendance.service.keeping import ReasonMissing, change_keeping, change_list_rules, erase_evidence_due
from conference.attendance.service.marking import (
    NobodyThere,
    NotConfirmed,
    forget_withdrawn,
    mark_present,
    present_from,
    withdraw,
)
from conference.attendance.service.reports import ReportKnown, Taken, apply_report, decide, keep_report, name_columns
from conference.attendance.service.scans import Reading, forget_scans, take_scans
from conference.attendance.service.sealing import NobodyToList, NothingNew, seal

__all__ = [
    "Corrected",
    "GoesBeforeComing",
    "NoBadge",
    "NobodyThere",
    "NobodyToList",
    "NotConfirmed",
    "NothingNew",
    "Reading",
    "ReasonMissing",
    "ReportKnown",
    "Taken",
    "add_device",
    "apply_report",
    "change_keeping",
    "change_list_rules",
    "check_in",
    "correct",
    "decide",
    "erase_evidence_due",
    "forget_scans",
    "forget_withdrawn",
    "give_badges",
    "keep_report",
    "mark_present",
    "name_columns",
    "present_from",
    "revoke_badge",
    "seal",
    "take_scans",
    "withdraw",
]
