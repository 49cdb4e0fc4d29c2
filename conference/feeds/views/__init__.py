"""The addresses that other programs read."""

from conference.feeds.views import api, calendars
from conference.feeds.views.blueprint import blueprint

__all__ = ["api", "blueprint", "calendars"]
