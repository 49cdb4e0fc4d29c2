"""The pages of registration: the form, one's own place behind its link, the organisers' lists, form builder, mails."""

from conference.registration.views import (
    files,
    form,
    form_choices,
    form_fields,
    form_sections,
    imports,
    invitations,
    mails,
    manage,
    my_data,
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
    "files",
    "form",
    "form_choices",
    "form_fields",
    "form_sections",
    "imports",
    "invitations",
    "mails",
    "manage",
    "my_data",
    "own",
    "person",
    "privacy",
    "register",
    "rules",
    "statistics",
]
