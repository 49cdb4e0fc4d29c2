"""The pages of registration: the form, one's own place behind its link, delegations, and the organisers' pages."""

from conference.registration.views import (
    delegation_page,
    delegations,
    form,
    form_choices,
    form_fields,
    form_sections,
    invitations,
    manage,
    my_data,
    nominations,
    organisations,
    own,
    person,
    privacy,
    register,
    rules,
    statistics,
)
from conference.registration.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "delegation_page",
    "delegations",
    "form",
    "form_choices",
    "form_fields",
    "form_sections",
    "invitations",
    "manage",
    "my_data",
    "nominations",
    "organisations",
    "own",
    "person",
    "privacy",
    "register",
    "rules",
    "statistics",
]
