"""What attendance keeps."""

from __future__ import annotations

from conference.attendance.models.badges import Badge
from conference.attendance.models.desk import CHOSEN, Device, Direction, Outcome, Refusal, Scan
from conference.attendance.models.presence import AT_THE_DOOR, Attendance, How, MeetingReport, in_force

__all__ = [
    "AT_THE_DOOR",
    "CHOSEN",
    "Attendance",
    "Badge",
    "Device",
    "Direction",
    "How",
    "MeetingReport",
    "Outcome",
    "Refusal",
    "Scan",
    "in_force",
]
