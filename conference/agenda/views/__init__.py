"""The agenda's pages: what everybody reads, what readers choose, calendars, and the team's draft."""

from conference.agenda.views import (
    calendars,
    choosing,
    day,
    manage,
    mine,
    parts,
    places,
    printing,
    public,
    sessions,
    speakers,
    webapp,
    zones,
)
from conference.agenda.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "calendars",
    "choosing",
    "day",
    "manage",
    "mine",
    "parts",
    "places",
    "printing",
    "public",
    "sessions",
    "speakers",
    "webapp",
    "zones",
]
