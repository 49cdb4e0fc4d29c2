"""The pages of registration: the form, one's own place behind its link, and the organisers' list."""

from conference.registration.views import manage, my_data, own, privacy, register, statistics
from conference.registration.views.blueprint import blueprint

__all__ = ["blueprint", "manage", "my_data", "own", "privacy", "register", "statistics"]
