"""What uploads give to the features below them."""

from __future__ import annotations

from conference.outbox.ports import HourlyWork
from conference.uploads.queries import events_with_expired
from conference.uploads.service import end_expired

WORK_OF_THE_HOUR = (HourlyWork("end uploads", events_with_expired, end_expired),)
"""Uploads that were begun and left."""
