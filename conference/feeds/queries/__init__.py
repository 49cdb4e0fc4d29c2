"""What is asked of the database for calendars that are somebody's own."""

from conference.feeds.queries.personal import (
    Owner,
    feed_by_secret,
    feed_of,
    held_for_update,
    session_choices_of,
    starred_by_account,
    starred_in,
)

__all__ = [
    "Owner",
    "feed_by_secret",
    "feed_of",
    "held_for_update",
    "session_choices_of",
    "starred_by_account",
    "starred_in",
]
