"""An event's own form, as rows that can be changed and answered, and finding its parts there."""

from __future__ import annotations

from sqlalchemy.orm import Session

from conference.events.models import Event
from conference.registration.models import FieldChoice, FormField, FormSection
from conference.registration.queries import EventForm, event_form


class NoSuchPart(Exception):
    """The form has no such section, field or choice; or not any more, because somebody took it away."""


def own_form(session: Session, event: Event) -> EventForm:
    """The event's form, stored if it was not yet. The caller holds the event's lock, so that it is stored once."""
    form = event_form(session, event)
    if form.is_stored:
        return form
    session.add_all(form.sections)
    session.flush()
    return EventForm(form.sections, is_stored=True)


def section_of(form: EventForm, key: str) -> FormSection:
    """The section of this key. Raises NoSuchPart."""
    for section in form.sections:
        if section.key == key:
            return section
    raise NoSuchPart(key)


def field_of(form: EventForm, key: str) -> FormField:
    """The field of this key, retired or not. Raises NoSuchPart."""
    field = form.any_field(key)
    if field is None:
        raise NoSuchPart(key)
    return field


def asked_field(form: EventForm, key: str) -> FormField:
    """The field of this key, if it is asked now. Raises NoSuchPart."""
    field = form.field(key)
    if field is None:
        raise NoSuchPart(key)
    return field


def choice_of(field: FormField, choice_id: int) -> FieldChoice:
    """The choice of this id, retired or not. Raises NoSuchPart."""
    for choice in field.choices:
        if choice.id == choice_id:
            return choice
    raise NoSuchPart(f"{field.key}: {choice_id}")
