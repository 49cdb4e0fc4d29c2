"""Attendance's forms: the box at a desk, what is confirmed about a meeting's report, badges and certificates."""

from conference.attendance.forms.badges import LostForm, PrintForm, Whose, print_form
from conference.attendance.forms.certificates import CheckForm, EndForm, TermsForm
from conference.attendance.forms.desk import DeskForm
from conference.attendance.forms.reports import ClockForm, ReportFileForm, receive_report

__all__ = [
    "CheckForm",
    "ClockForm",
    "DeskForm",
    "EndForm",
    "LostForm",
    "PrintForm",
    "ReportFileForm",
    "TermsForm",
    "Whose",
    "print_form",
    "receive_report",
]
