"""Attendance's pages: the overview, the desk, the way into a meeting, its reports, and evidence."""

from conference.attendance.views import (
    columns,
    correcting,
    desk,
    join,
    keeping,
    lists,
    manage,
    reports,
    sealed,
    speaker,
    statistics,
)
from conference.attendance.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "columns",
    "correcting",
    "desk",
    "join",
    "keeping",
    "lists",
    "manage",
    "reports",
    "sealed",
    "speaker",
    "statistics",
]
