"""The addresses that other programs read."""

from conference.feeds.views import calendars, subscribe
from conference.feeds.views.blueprint import blueprint

__all__ = ["blueprint", "calendars", "subscribe"]
