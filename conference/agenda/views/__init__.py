"""The agenda's pages: what everybody reads, calendars, and the team's draft."""

from conference.agenda.views import calendars, editor, manage, parts, places, placing, public, sessions, speakers
from conference.agenda.views.blueprint import blueprint

__all__ = ["blueprint", "calendars", "editor", "manage", "parts", "places", "placing", "public", "sessions", "speakers"]
