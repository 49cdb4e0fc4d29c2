"""What attendance keeps."""

from __future__ import annotations

from conference.attendance.models.evidence import (
    EvidenceErasure,
    EvidenceRules,
    ListColumn,
    ReportColumns,
    SealedFile,
    SealedList,
)
from conference.attendance.models.presence import Attendance, How, MeetingReport, in_force

__all__ = [
    "Attendance",
    "EvidenceErasure",
    "EvidenceRules",
    "How",
    "ListColumn",
    "MeetingReport",
    "ReportColumns",
    "SealedFile",
    "SealedList",
    "in_force",
]
