"""The verbs of registration: coming in, answering, deciding, and giving a place back."""

from conference.registration.service.admission import (
    CategoryNotOffered,
    InvitationNeeded,
    RegistrationClosed,
    has_place,
)
from conference.registration.service.answers import ChoiceFull, store_answers, store_consents
from conference.registration.service.erasing import HeldByLaw, ask_erasure, do_what_is_due, erase
from conference.registration.service.form import own_form
from conference.registration.service.privacy import ReasonMissing, change_consents, change_privacy
from conference.registration.service.registering import (
    CODE_LENGTH,
    CODE_LETTERS,
    Details,
    NotPossible,
    Submission,
    apply_details,
    cancel,
    change,
    decide,
    free_code,
    lock,
    register,
    send_link,
    token_of,
    write_to,
)

__all__ = [
    "CODE_LENGTH",
    "CODE_LETTERS",
    "CategoryNotOffered",
    "ChoiceFull",
    "Details",
    "HeldByLaw",
    "InvitationNeeded",
    "NotPossible",
    "ReasonMissing",
    "RegistrationClosed",
    "Submission",
    "apply_details",
    "ask_erasure",
    "cancel",
    "change",
    "change_consents",
    "change_privacy",
    "decide",
    "do_what_is_due",
    "erase",
    "free_code",
    "has_place",
    "lock",
    "own_form",
    "register",
    "send_link",
    "store_answers",
    "store_consents",
    "token_of",
    "write_to",
]
