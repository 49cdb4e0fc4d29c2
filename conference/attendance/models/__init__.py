"""What attendance keeps."""

from __future__ import annotations

from conference.attendance.models.badges import Badge
from conference.attendance.models.certificates import Certificate, CertificateTerms, End, Measure
from conference.attendance.models.presence import Attendance, How, MeetingReport, in_force

__all__ = [
    "Attendance",
    "Badge",
    "Certificate",
    "CertificateTerms",
    "End",
    "How",
    "Measure",
    "MeetingReport",
    "in_force",
]
