"""Attendance's pages: the organisers' overview, the desk, and the way into a meeting."""

from conference.attendance.views import desk, join, manage, speaker
from conference.attendance.views.blueprint import blueprint

__all__ = ["blueprint", "desk", "join", "manage", "speaker"]
