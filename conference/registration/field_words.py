"""The words for what organisers lay out in a form: kinds of fields, and what consents are for."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import pgettext

from conference.registration.models import ConsentPurpose, FieldType


def field_type_words(type: str) -> str:
    return {
        FieldType.STANDARD: _("Field of the platform"),
        FieldType.TEXT: _("Short text"),
        FieldType.LONG_TEXT: _("Long text"),
        FieldType.NUMBER: _("Whole number"),
        FieldType.DATE: pgettext("field", "Date"),
        FieldType.YES_NO: _("Yes or no"),
        FieldType.CHOICE: _("One choice"),
        FieldType.CHOICES: _("Several choices"),
        FieldType.EMAIL: _("E-mail address"),
        FieldType.PHONE: _("Telephone number"),
        FieldType.COUNTRY: _("Country"),
        FieldType.ORGANISATION: _("Organisation"),
        FieldType.FILE: pgettext("field", "File"),
        FieldType.SESSIONS: _("Choice of sessions"),
        FieldType.CONSENT: _("Consent"),
    }[FieldType(type)]


def purpose_words(purpose: str) -> str:
    """What the platform does with a consent of this purpose."""
    return {
        ConsentPurpose.PARTICIPANT_LIST: _("The list of participants: only those who consent are in it"),
        ConsentPurpose.RECORDING: _("Photographs and recordings"),
        ConsentPurpose.INVITATIONS: _("Invitations to later events"),
        ConsentPurpose.OTHER: _("Something else: the consent is kept, and the platform does nothing with it"),
    }[ConsentPurpose(purpose)]
