"""What people see who sent the form of registration, where it could not be kept as it is: the form, and why."""

from __future__ import annotations

from collections.abc import Callable

from conference.core.database import db
from conference.events.access import current_event
from conference.registration import service
from conference.registration.forms import RegistrationForm
from conference.registration.models import StandardField
from conference.registration.queries import EventForm, event_form
from conference.registration.words import refusal_words

NOT_KEPT = (
    service.ChoiceFull,
    service.FormChanged,
    service.FieldsClosed,
    service.CategoryNotOffered,
    service.InvitationNeeded,
    service.CategoryFull,
    service.ApprovalNeeded,
)


def form_after(
    refused: Exception, form: RegistrationForm, made_anew: Callable[[EventForm], RegistrationForm]
) -> RegistrationForm:
    """The form to show after one of NOT_KEPT, with everything that was typed and the reason where it belongs.

    Where the organisers changed what it asks, it is `made_anew` from what they ask now.
    """
    if isinstance(refused, service.ChoiceFull):
        form.refuse_full_choice(refused.key, refused.choice_id)
    elif isinstance(refused, (service.FormChanged, service.FieldsClosed)):
        form = made_anew(event_form(db.session(), current_event()))
        form.validate()
        form.refuse_as_changed()
    else:
        form.refuse(form[StandardField.CATEGORY], refusal_words(refused))
    return form
