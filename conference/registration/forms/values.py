"""Between a bound field and an answer as it is stored, in both directions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import wtforms

from conference.registration.forms.organisation import OrganisationField
from conference.registration.models import FieldType, FormField


def value_of(one: FormField, field: wtforms.Field) -> dict[str, Any] | None:
    """A bound field's answer as `models.Answer` holds it, or None where nothing was answered."""
    data = field.data
    if data in (None, "", []):
        return None
    kind = FieldType(one.type)
    if kind == FieldType.NUMBER:
        return {"number": data}
    if kind == FieldType.DATE:
        return {"date": data.isoformat()}
    if kind == FieldType.YES_NO:
        return {"yes": data == "yes"}
    if kind == FieldType.CHOICE:
        return {"choices": [int(data)]}
    if kind in (FieldType.CHOICES, FieldType.SESSIONS):
        return {"choices": [int(one) for one in data]}
    if kind == FieldType.COUNTRY:
        return {"country": data}
    if kind == FieldType.ORGANISATION:
        return field.organisation if isinstance(field, OrganisationField) else {"organisation": None, "text": data}
    if kind == FieldType.FILE:
        return {"file": data}
    return {"text": data}


def data_of(one: FormField, value: Mapping[str, Any] | None, *, has_registry: bool) -> Any:
    """The other way: what a field shows of an answer that is stored."""
    if value is None:
        return None
    kind = FieldType(one.type)
    if kind == FieldType.DATE:
        return date.fromisoformat(value["date"])
    if kind == FieldType.YES_NO:
        return "yes" if value["yes"] else "no"
    if kind == FieldType.CHOICE:
        return str(value["choices"][0])
    if kind in (FieldType.CHOICES, FieldType.SESSIONS):
        return [str(choice) for choice in value["choices"]]
    if kind == FieldType.ORGANISATION:
        return value if has_registry else value["text"]
    return next(iter(value.values()))
