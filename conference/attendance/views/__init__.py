"""Attendance's pages: the organisers' overview, the desk, the way into a meeting, and its reports."""

from conference.attendance.views import desk, desk_app, join, manage, reports, speaker
from conference.attendance.views.blueprint import blueprint

__all__ = ["blueprint", "desk", "desk_app", "join", "manage", "reports", "speaker"]
