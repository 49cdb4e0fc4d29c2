"""Attendance reports of meetings: what a file says of who was there, and whom of the registered it means."""
