"""The speakers' pages: the one that a personal link opens, and the organisers' board."""

from conference.speakers.views import (
    deadline,
    early_access,
    early_manage,
    manage,
    page,
    photograph,
    photograph_manage,
    photograph_public,
    slides,
)
from conference.speakers.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "deadline",
    "early_access",
    "early_manage",
    "manage",
    "page",
    "photograph",
    "photograph_manage",
    "photograph_public",
    "slides",
]
