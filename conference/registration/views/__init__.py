"""The pages of registration: the form, one's own place behind its link, and the organisers' list."""

from conference.registration.views import delegation_page, delegations, manage, nominations, organisations, own, register
from conference.registration.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "delegation_page",
    "delegations",
    "manage",
    "nominations",
    "organisations",
    "own",
    "register",
]
