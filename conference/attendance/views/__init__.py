"""Attendance's pages: the organisers' overview, the desk, the way into a meeting, and its reports."""

from conference.attendance.views import (
    badges,
    certificates,
    desk,
    join,
    manage,
    own_badge,
    own_certificate,
    reports,
    speaker,
)
from conference.attendance.views.blueprint import blueprint

__all__ = [
    "badges",
    "blueprint",
    "certificates",
    "desk",
    "join",
    "manage",
    "own_badge",
    "own_certificate",
    "reports",
    "speaker",
]
