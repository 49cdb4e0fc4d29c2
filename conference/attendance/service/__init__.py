"""The verbs of attendance: marking people present, correcting, taking over reports, sealing lists, keeping evidence."""

from conference.attendance.service.correcting import Corrected, GoesBeforeComing, correct
from conference.attendance.service.keeping import (
    ReasonMissing,
    change_keeping,
    change_list_rules,
    erase_evidence_due,
)
from conference.attendance.service.marking import (
    NobodyThere,
    NotConfirmed,
    forget_withdrawn,
    mark_present,
    present_from,
    withdraw,
)
from conference.attendance.service.reports import ReportKnown, Taken, apply_report, decide, keep_report, name_columns
from conference.attendance.service.sealing import NobodyToList, NothingNew, seal

__all__ = [
    "Corrected",
    "GoesBeforeComing",
    "NobodyThere",
    "NobodyToList",
    "NotConfirmed",
    "NothingNew",
    "ReasonMissing",
    "ReportKnown",
    "Taken",
    "apply_report",
    "change_keeping",
    "change_list_rules",
    "correct",
    "decide",
    "erase_evidence_due",
    "forget_withdrawn",
    "keep_report",
    "mark_present",
    "name_columns",
    "present_from",
    "seal",
    "withdraw",
]
