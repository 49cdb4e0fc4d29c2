"""The addresses that other programs read, and the pages that tell people about them."""

from conference.feeds.views import calendars, owner, personal, subscribe
from conference.feeds.views.blueprint import blueprint

__all__ = ["blueprint", "calendars", "owner", "personal", "subscribe"]
