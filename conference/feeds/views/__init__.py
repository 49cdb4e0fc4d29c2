"""The addresses that other programs read, and the page that says how."""

from conference.feeds.views import calendars, schedules, subscribe
from conference.feeds.views.blueprint import blueprint

__all__ = ["blueprint", "calendars", "schedules", "subscribe"]
