"""A person's place at an event, what its form asks, the rules by which people come in, and who brings them."""

from conference.registration.models.delegation import Delegation, Organisation
from conference.registration.models.form import (
    CHOICE_TYPES,
    STANDARD_NEEDED,
    Answer,
    AnswerChoice,
    FieldChoice,
    FieldType,
    FieldWording,
    FormField,
    FormSection,
    StandardField,
    new_key,
)
from conference.registration.models.importing import ImportState, ParticipantImport
from conference.registration.models.mail_text import MailKind, MailText
from conference.registration.models.registration import (
    Category,
    Consent,
    ConsentPurpose,
    Registration,
    RegistrationState,
    Sex,
)
from conference.registration.models.rules import CategoryRules, Entry, RegistrationInvitation, RegistrationRules

__all__ = [
    "CHOICE_TYPES",
    "STANDARD_NEEDED",
    "Answer",
    "AnswerChoice",
    "Category",
    "CategoryRules",
    "Consent",
    "ConsentPurpose",
    "Delegation",
    "Entry",
    "FieldChoice",
    "FieldType",
    "FieldWording",
    "FormField",
    "FormSection",
    "ImportState",
    "MailKind",
    "MailText",
    "Organisation",
    "ParticipantImport",
    "Registration",
    "RegistrationInvitation",
    "RegistrationRules",
    "RegistrationState",
    "Sex",
    "StandardField",
    "new_key",
]
