"""The organisers' pages of an event: its facts, its bodies and contacts, its team, its history, and a new event."""

from conference.events.views import creation, history, lists, settings, team
from conference.events.views.blueprint import blueprint

__all__ = ["blueprint", "creation", "history", "lists", "settings", "team"]
