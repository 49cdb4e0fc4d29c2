"""Finding registrations, forms and rules."""

from conference.registration.queries.form import (
    EventForm,
    answers_of,
    event_form,
    organisations,
    taken_places,
)
from conference.registration.queries.mail_texts import mail_text, mail_texts
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
    "answers_of",
    "category_rules",
    "confirmed_count",
    "counts",
    "event_form",
    "mail_text",
    "mail_texts",
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
]
