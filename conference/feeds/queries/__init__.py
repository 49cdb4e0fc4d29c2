"""What feeds ask of the database."""

from conference.feeds.queries.invitations import (
    coming_speakers,
    entries_held_by,
    entries_of_registration,
    entries_of_speakers,
    event_holders,
    events_with_lost_places,
    holders_count,
    lost_places,
    outdated,
    these_places,
    version_with_calendar,
)

__all__ = [
    "coming_speakers",
    "entries_held_by",
    "entries_of_registration",
    "entries_of_speakers",
    "event_holders",
    "events_with_lost_places",
    "holders_count",
    "lost_places",
    "outdated",
    "these_places",
    "version_with_calendar",
]
