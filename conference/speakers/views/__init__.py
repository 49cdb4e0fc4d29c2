"""The speakers' pages: the one that a personal link opens, and the organisers' board."""

from conference.speakers.views import (
    approval,
    assistants,
    board,
    day_zip,
    deadline,
    early_access,
    early_manage,
    lists,
    manage,
    on_behalf,
    one,
    own,
    page,
    photograph,
    photograph_manage,
    photograph_public,
    slides,
)
from conference.speakers.views.blueprint import blueprint

__all__ = [
    "approval",
    "assistants",
    "blueprint",
    "board",
    "day_zip",
    "deadline",
    "early_access",
    "early_manage",
    "lists",
    "manage",
    "on_behalf",
    "one",
    "own",
    "page",
    "photograph",
    "photograph_manage",
    "photograph_public",
    "slides",
]
