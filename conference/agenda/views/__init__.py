"""The agenda's pages: what everybody reads, calendars, and the organisers' draft."""

from conference.agenda.views import calendars, public
from conference.agenda.views.blueprint import blueprint

__all__ = ["blueprint", "calendars", "public"]
