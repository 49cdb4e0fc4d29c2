"""The addresses that other programs read, and the pages that tell people about them."""

from conference.feeds.views import api, calendars, owner, personal, schedules, subscribe
from conference.feeds.views.blueprint import blueprint

__all__ = ["api", "blueprint", "calendars", "owner", "personal", "schedules", "subscribe"]
