"""Attendance's pages: the organisers' overview, the desk, the way into a meeting, and its reports."""

from conference.attendance.views import check_in, desk, desk_app, join, manage, reports, speaker, walk_in
from conference.attendance.views.blueprint import blueprint

__all__ = ["blueprint", "check_in", "desk", "desk_app", "join", "manage", "reports", "speaker", "walk_in"]
