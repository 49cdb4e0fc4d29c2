"""Whom a field is asked of: it depends on a person's category and on what they answered elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conference.registration.models import FieldType, FormField, StandardField
from conference.registration.queries.form import EventForm


def is_asked(
    form: EventForm, field: FormField, given: Mapping[str, Any], *, on_the_way: frozenset[str] = frozenset()
) -> bool:
    """Whether a field is asked of somebody whose answers so far are `given`: values as `codes_of` reads them, by key.

    A field whose condition hangs on a field that is not asked itself, or no longer exists, is not asked either; nor
    is one that hangs on itself through others (`on_the_way` holds the keys of those that led here).
    """
    if field.categories and given.get(StandardField.CATEGORY) not in field.categories:
        return False
    if not field.shown_if_key:
        return True
    other = form.field(field.shown_if_key)
    led_here = on_the_way | {field.key}
    if other is None or other.key in led_here or not is_asked(form, other, given, on_the_way=led_here):
        return False
    return not codes_of(other, given.get(other.key)).isdisjoint(field.shown_if_values)


def codes_of(field: FormField, value: Any) -> frozenset[str]:
    """What conditions may ask of an answer: ids of choices, «yes» or «no», codes of countries and categories."""
    if isinstance(value, Mapping):
        value = value.get({FieldType.YES_NO: "yes", FieldType.COUNTRY: "country"}.get(FieldType(field.type), "choices"))
    if isinstance(value, bool):
        return frozenset({"yes" if value else "no"})
    if isinstance(value, list):
        return frozenset(str(one) for one in value)
    return frozenset({str(value)}) if value else frozenset()
