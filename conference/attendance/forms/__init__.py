"""Attendance's forms: the desk, the door, checking oneself in, reports, badges and certificates."""

from conference.attendance.forms.badges import LostForm, PrintForm, Whose, print_form
from conference.attendance.forms.certificates import CheckForm, EndForm, TermsForm
from conference.attendance.forms.check_in import CheckInForm
from conference.attendance.forms.desk import DeskForm
from conference.attendance.forms.reports import ClockForm, ReportFileForm, receive_report, receive_table
from conference.attendance.forms.walk_in import WalkInForm

__all__ = [
    "CheckForm",
    "CheckInForm",
    "ClockForm",
    "DeskForm",
    "EndForm",
    "LostForm",
    "PrintForm",
    "ReportFileForm",
    "TermsForm",
    "WalkInForm",
    "Whose",
    "print_form",
    "receive_report",
    "receive_table",
]
