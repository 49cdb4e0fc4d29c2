"""Attendance's pages: the organisers' overview, the desk, the way into a meeting, and its reports."""

from conference.attendance.views import badges, desk, join, manage, own_badge, reports, speaker
from conference.attendance.views.blueprint import blueprint

__all__ = ["badges", "blueprint", "desk", "join", "manage", "own_badge", "reports", "speaker"]
