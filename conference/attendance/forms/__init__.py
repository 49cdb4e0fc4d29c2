"""Attendance's forms: the box at a desk, what is confirmed about a meeting's report, badges to print."""

from conference.attendance.forms.badges import LostForm, PrintForm, Whose, print_form
from conference.attendance.forms.desk import DeskForm
from conference.attendance.forms.reports import ClockForm, ReportFileForm, receive_report

__all__ = [
    "ClockForm",
    "DeskForm",
    "LostForm",
    "PrintForm",
    "ReportFileForm",
    "Whose",
    "print_form",
    "receive_report",
]
