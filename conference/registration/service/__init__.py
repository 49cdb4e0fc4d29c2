"""The verbs of registration: coming in, answering, deciding, and giving a place back."""

from conference.registration.service.admission import (
    CategoryNotOffered,
    InvitationNeeded,
    RegistrationClosed,
    has_place,
)
from conference.registration.service.answers import ChoiceFull, FormChanged, store_answers, store_consents
from conference.registration.service.form import own_form
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
    "FormChanged",
    "InvitationNeeded",
    "NotPossible",
    "RegistrationClosed",
    "Submission",
    "apply_details",
    "cancel",
    "change",
    "decide",
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
