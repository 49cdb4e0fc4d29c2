"""What organisers do with an event's form."""

from conference.registration.service.form.choices import (
    add_choices,
    change_choice,
    move_choice,
    offer_sessions,
    remove_choice,
    restore_choice,
    sessions_offered,
)
from conference.registration.service.form.fields import (
    FieldAnswered,
    FieldFixed,
    OtherNotAsked,
    Removal,
    add_field,
    change_field,
    change_type,
    move_field,
    remove_field,
    restore_field,
    set_condition,
)
from conference.registration.service.form.order import AskedTooLate, Needed
from conference.registration.service.form.own import NoSuchPart, own_form
from conference.registration.service.form.sections import (
    SectionInUse,
    add_section,
    change_section,
    move_section,
    remove_section,
)

__all__ = [
    "AskedTooLate",
    "FieldAnswered",
    "FieldFixed",
    "Needed",
    "NoSuchPart",
    "OtherNotAsked",
    "Removal",
    "SectionInUse",
    "add_choices",
    "add_field",
    "add_section",
    "change_choice",
    "change_field",
    "change_section",
    "change_type",
    "move_choice",
    "move_field",
    "move_section",
    "offer_sessions",
    "own_form",
    "remove_choice",
    "remove_field",
    "remove_section",
    "restore_choice",
    "restore_field",
    "sessions_offered",
    "set_condition",
]
