"""Attendance's forms: at the desk, at the door without a registration, checking oneself in, and about a report."""

from conference.attendance.forms.check_in import CheckInForm
from conference.attendance.forms.desk import DeskForm
from conference.attendance.forms.reports import ClockForm, ReportFileForm, receive_report, receive_table
from conference.attendance.forms.walk_in import WalkInForm

__all__ = [
    "CheckInForm",
    "ClockForm",
    "DeskForm",
    "ReportFileForm",
    "WalkInForm",
    "receive_report",
    "receive_table",
]
