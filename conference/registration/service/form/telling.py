"""What the history keeps of a form's parts, under names that its vocabulary knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from conference.audit.service import record
from conference.registration.models import FieldChoice, FormField, FormSection
from conference.registration.queries import EventForm

Facts = Mapping[str, Any]
NOTHING: Facts = {}


def facts_of_section(section: FormSection) -> Facts:
    return {"title": section.title.to_json(), "help": section.help.to_json()}


def facts_of_field(form: EventForm, field: FormField) -> Facts:
    """All of a field but its choices; the question that it depends on in that question's words."""
    other = form.any_field(field.shown_if_key) if field.shown_if_key else None
    return {
        "question": field.label.to_json(),
        "help": field.help.to_json(),
        "field_type": str(field.type),
        "is_required": field.is_required,
        "categories": list(field.categories),
        "depends_on": other.label.to_json() if other is not None else None,
        "is_sensitive": field.is_sensitive,
        "seen_by": list(field.seen_by),
        "stays_open": field.stays_open,
        "least": field.least,
        "most": field.most,
        "purpose": field.purpose,
        "form_section": field.section.title.to_json(),
    }


def facts_of_choice(choice: FieldChoice) -> Facts:
    return {"choice": choice.label.to_json(), "places": choice.places}


def tell(session: Session, verb: str, part: Any, before: Facts, after: Facts, *, by: int, event_id: int) -> None:
    """Record what differs between the facts of before and after; a part is named by its kind and id."""
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    record(
        session,
        verb,
        part,
        by=by,
        event_id=event_id,
        before={name: before.get(name) for name in changed},
        after={name: after.get(name) for name in changed},
    )
