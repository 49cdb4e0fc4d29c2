"""The addresses that other programs read."""

from conference.feeds.views import calendars, schedules
from conference.feeds.views.blueprint import blueprint

__all__ = ["blueprint", "calendars", "schedules"]
