"""What attendance keeps."""

from __future__ import annotations

from conference.attendance.models.badges import Badge
from conference.attendance.models.certificates import Certificate, CertificateTerms, End, Measure
from conference.attendance.models.desk import CHOSEN, Device, Direction, Outcome, Refusal, Scan
from conference.attendance.models.evidence import (
    EvidenceErasure,
    EvidenceRules,
    ListColumn,
    ReportColumns,
    SealedFile,
    SealedList,
)
from conference.attendance.models.presence import AT_THE_DOOR, IN_THE_ROOM, Attendance, How, MeetingReport, in_force

__all__ = [
    "AT_THE_DOOR",
    "CHOSEN",
    "IN_THE_ROOM",
    "Attendance",
    "Badge",
    "Certificate",
    "CertificateTerms",
    "Device",
    "Direction",
    "End",
    "EvidenceErasure",
    "EvidenceRules",
    "How",
    "ListColumn",
    "Measure",
    "MeetingReport",
    "Outcome",
    "Refusal",
    "ReportColumns",
    "Scan",
    "SealedFile",
    "SealedList",
    "in_force",
]
