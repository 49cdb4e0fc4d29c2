"""What attendance keeps."""

from __future__ import annotations

from conference.attendance.models.presence import Attendance, How, MeetingReport, in_force

__all__ = ["Attendance", "How", "MeetingReport", "in_force"]
