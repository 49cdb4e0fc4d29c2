"""The forms of registration: the event's own, and the one that sends a person their link again."""

from conference.registration.forms.mail_texts import MailTextForm
from conference.registration.forms.offer import Offer, offer_of
from conference.registration.forms.registration import (
    RegistrationForm,
    ResendForm,
    change_form,
    registration_form,
)

__all__ = ["MailTextForm", "Offer", "RegistrationForm", "ResendForm", "change_form", "offer_of", "registration_form"]
