"""The speakers' pages: the one that a personal link opens, and the organisers' board."""

from conference.speakers.views import assistants, deadline, lists, manage, page, slides
from conference.speakers.views.blueprint import blueprint

__all__ = ["assistants", "blueprint", "deadline", "lists", "manage", "page", "slides"]
