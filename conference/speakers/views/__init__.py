"""The speakers' pages: the one that a personal link opens, and the organisers' board."""

from conference.speakers.views import approval, board, day_zip, deadline, manage, on_behalf, page, slides
from conference.speakers.views.blueprint import blueprint

__all__ = ["approval", "blueprint", "board", "day_zip", "deadline", "manage", "on_behalf", "page", "slides"]
