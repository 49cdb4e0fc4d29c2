"""The order of a form's parts, and what conditions ask of it: a field hangs only on answers given before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from conference.core.translated import Translated
from conference.registration.models import FormField, FormSection
from conference.registration.queries import EventForm

Part = TypeVar("Part", bound=Any)


class AskedTooLate(Exception):
    """`field` would be asked before `other`, on whose answer it depends. Both are their labels."""

    def __init__(self, field: Translated, other: Translated) -> None:
        super().__init__(repr(field))
        self.field, self.other = field, other


class Needed(Exception):
    """Another field, whose label is `field`, is asked by what should be taken away."""

    def __init__(self, field: Translated) -> None:
        super().__init__(repr(field))
        self.field = field


def in_order(parts: Iterable[Part]) -> list[Part]:
    """Sections, fields or choices as they follow each other now, whatever their list in memory says."""
    return sorted(parts, key=lambda part: (part.position, part.id))


def asked_in(section: FormSection) -> list[FormField]:
    """The fields that a section asks now, in order."""
    return [field for field in in_order(section.fields) if field.retired_at is None]


def number(parts: Sequence[Any]) -> None:
    """Let the parts follow each other as they do in this list."""
    for position, part in enumerate(parts):
        part.position = position


def put(section: FormSection, field: FormField, place: int) -> None:
    """Let a field stand at `place` among those that the section asks; retired ones are counted after them."""
    asked = [one for one in asked_in(section) if one is not field]
    asked.insert(place, field)
    rest = [one for one in in_order(section.fields) if one not in asked]
    field.section = section
    number([*asked, *rest])


def check_order(form: EventForm) -> None:
    """Raises AskedTooLate where a field comes before the one that it hangs on."""
    seen = set()
    for section in in_order(form.sections):
        for field in asked_in(section):
            other = form.field(field.shown_if_key) if field.shown_if_key else None
            if other is not None and other.key not in seen:
                raise AskedTooLate(field.label, other.label)
            seen.add(field.key)


def check_not_needed(form: EventForm, field: FormField, *, answer: str | None = None) -> None:
    """Raises Needed where a field that is asked now hangs on this one, or on this one of its answers."""
    for one in form.hanging_on(field):
        if one.retired_at is None and (answer is None or answer in one.shown_if_values):
            raise Needed(one.label)
