"""The verbs of calendars that are somebody's own."""

from conference.feeds.service.personal import NobodyThere, end, pass_of, registration_behind, renew, set_up

__all__ = ["NobodyThere", "end", "pass_of", "registration_behind", "renew", "set_up"]
