"""What feeds ask of the database."""

from conference.feeds.queries.invitations import (
    coming_speakers,
    entries_by_registration,
    entries_held_by,
    entries_of_registration,
    entries_of_speaker,
    entries_of_speakers,
    event_holders,
    events_with_lost_places,
    holders_count,
    lost_places,
    outdated,
    these_places,
    version_with_calendar,
)
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
    "coming_speakers",
    "entries_by_registration",
    "entries_held_by",
    "entries_of_registration",
    "entries_of_speaker",
    "entries_of_speakers",
    "event_holders",
    "events_with_lost_places",
    "feed_by_secret",
    "feed_of",
    "held_for_update",
    "holders_count",
    "lost_places",
    "outdated",
    "session_choices_of",
    "starred_by_account",
    "starred_in",
    "these_places",
    "version_with_calendar",
]
