"""Attendance's pages: the overview, the desk, the way into a meeting, its reports, and evidence."""

from conference.attendance.views import (
    check_in,
    columns,
    correcting,
    desk,
    desk_app,
    join,
    keeping,
    lists,
    manage,
    reports,
    sealed,
    speaker,
    statistics,
    walk_in,
)
from conference.attendance.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "check_in",
    "columns",
    "correcting",
    "desk",
    "desk_app",
    "join",
    "keeping",
    "lists",
    "manage",
    "reports",
    "sealed",
    "speaker",
    "statistics",
    "walk_in",
]
