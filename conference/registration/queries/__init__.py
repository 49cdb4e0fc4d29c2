"""Finding registrations, forms and rules."""

from conference.registration.queries.form import (
    EventForm,
    answered_fields,
    answers_of,
    chosen_choices,
    consent_wordings,
    event_form,
    known_blobs,
    organisations,
    taken_places,
    wordings_of,
)
from conference.registration.queries.registrations import (
    LINK,
    active_count,
    confirmed_count,
    counts,
    registration_by_email,
    registration_by_token,
    registration_of_account,
    registrations,
    registrations_count,
    registrations_of_account,
)
from conference.registration.queries.rules import category_rules, rules_of, takes_registrations

__all__ = [
    "LINK",
    "EventForm",
    "active_count",
    "answered_fields",
    "answers_of",
    "category_rules",
    "chosen_choices",
    "confirmed_count",
    "consent_wordings",
    "counts",
    "event_form",
    "known_blobs",
    "organisations",
    "registration_by_email",
    "registration_by_token",
    "registration_of_account",
    "registrations",
    "registrations_count",
    "registrations_of_account",
    "rules_of",
    "taken_places",
    "takes_registrations",
    "wordings_of",
]
