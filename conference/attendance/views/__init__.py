"""Attendance's pages: the organisers' overview, the desk, the way into a meeting, and its reports."""

from conference.attendance.views import desk, join, manage, reports, speaker
from conference.attendance.views.blueprint import blueprint

__all__ = ["blueprint", "desk", "join", "manage", "reports", "speaker"]
