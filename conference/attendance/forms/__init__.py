"""Attendance's forms: the box at a desk, and what is confirmed about a meeting's report."""

from conference.attendance.forms.desk import DeskForm
from conference.attendance.forms.reports import ClockForm, ReportFileForm, receive_report, receive_table

__all__ = ["ClockForm", "DeskForm", "ReportFileForm", "receive_report", "receive_table"]
