"""An event's own form, as rows that can be changed and answered."""

from __future__ import annotations

from sqlalchemy.orm import Session

from conference.events.models import Event
from conference.registration.queries import EventForm, event_form


def own_form(session: Session, event: Event) -> EventForm:
    """The event's form, stored if it was not yet. The caller holds the event's lock, so that it is stored once."""
    form = event_form(session, event)
    if form.is_stored:
        return form
    session.add_all(form.sections)
    session.flush()
    return EventForm(form.sections, is_stored=True)
