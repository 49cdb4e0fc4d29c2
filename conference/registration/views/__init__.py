"""The pages of registration: the form, one's own place behind its link, and the organisers' list."""

from conference.registration.views import manage, own, register
from conference.registration.views.blueprint import blueprint

__all__ = ["blueprint", "manage", "own", "register"]
