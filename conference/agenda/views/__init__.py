"""The agenda's pages: what everybody reads, calendars, and the team's draft."""

from conference.agenda.views import calendars, day, manage, parts, places, public, sessions, speakers, zones
from conference.agenda.views.blueprint import blueprint

__all__ = ["blueprint", "calendars", "day", "manage", "parts", "places", "public", "sessions", "speakers", "zones"]
