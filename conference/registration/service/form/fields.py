"""Fields of a form: added, changed, moved, retired and brought back by organisers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from conference.accounts.models import Account
from conference.core.clock import now
from conference.core.translated import Translated
from conference.core.translated_fields import Edits, merge_into
from conference.events.models import Event
from conference.events.service import lock as lock_event
from conference.registration.models import FieldChoice, FieldType, FormField, new_key
from conference.registration.queries import EventForm, answered_fields
from conference.registration.service.form.order import asked_in, check_not_needed, check_order, in_order, put
from conference.registration.service.form.own import asked_field, field_of, own_form, section_of
from conference.registration.service.form.telling import NOTHING, facts_of_field, tell

WITH_LABELS = frozenset({FieldType.CHOICE, FieldType.CHOICES})


class Removal(StrEnum):
    """What became of something that was taken out of the form."""

    DELETED = "deleted"
    RETIRED = "retired"


class FieldFixed(Exception):
    """No form can do without this field: it is asked of everybody, and stays."""


class FieldAnswered(Exception):
    """`count` people answered the field, so that its type stays what it is."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


class OtherNotAsked(Exception):
    """The field depends on another, whose label is `other`, that is not asked any more."""

    def __init__(self, other: Translated) -> None:
        super().__init__(repr(other))
        self.other = other


def add_field(
    session: Session,
    event_id: int,
    section_key: str,
    *,
    type: FieldType,
    label: Translated,
    help: Translated,
    values: Mapping[str, Any],
    choices: Sequence[Translated] = (),
    by: Account,
) -> str:
    """A field at the end of a section, with its choices; returns its key. Raises NoSuchPart."""
    by_id, event = by.id, lock_event(session, event_id)
    form = own_form(session, event)
    section = section_of(form, section_key)
    position = max((one.position for one in section.fields), default=-1) + 1
    facts: dict[str, Any] = {"categories": [], "seen_by": [], "shown_if_values": []}
    field = FormField(
        event_id=event.id,
        key=new_key(),
        type=type,
        position=position,
        label=label,
        help=help,
        choices=[FieldChoice(position=place, label=words) for place, words in enumerate(choices)],
        **(facts | dict(values)),
    )
    section.fields.append(field)
    session.flush()
    tell(session, "add field", field, NOTHING, facts_of_field(form, field), by=by_id, event_id=event.id)
    return field.key


def change_field(
    session: Session,
    event_id: int,
    key: str,
    *,
    edits: Mapping[str, Edits],
    values: Mapping[str, Any],
    seen: Mapping[str, str],
    section_key: str | None = None,
    by: Account,
) -> None:
    """Change a field's words and rules, and its section where one is named.

    Answers of before keep the words that they were given under. Raises NoSuchPart, Clashes and AskedTooLate.
    """
    by_id, event = by.id, lock_event(session, event_id)
    form = own_form(session, event)
    field = asked_field(form, key)
    before = facts_of_field(form, field)
    merge_into(field, edits, source=event.source, by=by_id, values=values, seen=seen)
    if section_key is not None and section_key != field.section.key:
        target = section_of(form, section_key)
        put(target, field, len(asked_in(target)))
        check_order(form)
    _told(session, event, form, field, "change field", before, by=by_id)


def set_condition(
    session: Session,
    event_id: int,
    key: str,
    *,
    values: Mapping[str, Any],
    seen: Mapping[str, str],
    by: Account,
) -> None:
    """Ask a field only of those who gave another one of some answers (`shown_if_key`, `shown_if_values`).

    An empty key asks everybody. Raises NoSuchPart, FieldFixed, Clashes and AskedTooLate.
    """
    by_id, event = by.id, lock_event(session, event_id)
    form = own_form(session, event)
    field = asked_field(form, key)
    if field.is_fixed:
        raise FieldFixed(key)
    other = values["shown_if_key"]
    if other:
        asked_field(form, other)
    before = facts_of_field(form, field)
    merge_into(field, {}, source=event.source, by=by_id, values=values, seen=seen)
    check_order(form)
    _told(session, event, form, field, "change condition", before, by=by_id)


def change_type(session: Session, event_id: int, key: str, type: FieldType, *, by: Account) -> None:
    """Let a field that nobody has answered ask for another kind of answer; what only the old kind knew is forgotten.

    Raises NoSuchPart, FieldFixed for a field of the platform's own, FieldAnswered and Needed.
    """
    by_id, event = by.id, lock_event(session, event_id)
    form = own_form(session, event)
    field = asked_field(form, key)
    if field.is_standard or type == FieldType.STANDARD:
        raise FieldFixed(key)
    if count := answered_fields(session, event.id).get(key, 0):
        raise FieldAnswered(count)
    check_not_needed(form, field)
    before = facts_of_field(form, field)
    if not {field.type, type} <= WITH_LABELS:
        field.choices = []
        field.least = field.most = None
    field.type, field.purpose = type, ""
    _told(session, event, form, field, "change field", before, by=by_id)


def move_field(session: Session, event_id: int, key: str, *, earlier: bool, by: Account) -> None:
    """Let a field change places with its neighbour; at the edge of its section it goes over into the next one.

    Raises NoSuchPart and AskedTooLate.
    """
    by_id, event = by.id, lock_event(session, event_id)
    form = own_form(session, event)
    field = asked_field(form, key)
    before = facts_of_field(form, field)
    section, sections = field.section, in_order(form.sections)
    place = asked_in(section).index(field) + (-1 if earlier else 1)
    if 0 <= place < len(asked_in(section)):
        put(section, field, place)
    else:
        other = sections.index(section) + (-1 if earlier else 1)
        if not 0 <= other < len(sections):
            return
        target = sections[other]
        put(target, field, len(asked_in(target)) if earlier else 0)
    check_order(form)
    session.flush()
    tell(session, "move field", field, before, facts_of_field(form, field), by=by_id, event_id=event.id)


def remove_field(session: Session, event_id: int, key: str, *, by: Account) -> Removal:
    """Take a field out of the form: one with answers is retired and its answers stay, one without is deleted.

    Retired are also the fields of the platform itself, and those on which a retired one hangs. Raises NoSuchPart,
    FieldFixed and Needed.
    """
    by_id, event = by.id, lock_event(session, event_id)
    form = own_form(session, event)
    field = asked_field(form, key)
    if field.is_fixed:
        raise FieldFixed(key)
    check_not_needed(form, field)
    if field.is_standard or answered_fields(session, event.id).get(key) or form.hanging_on(field):
        field.retired_at = now()
        tell(session, "retire field", field, NOTHING, NOTHING, by=by_id, event_id=event.id)
        return Removal.RETIRED
    tell(session, "remove field", field, facts_of_field(form, field), NOTHING, by=by_id, event_id=event.id)
    session.delete(field)
    return Removal.DELETED


def restore_field(session: Session, event_id: int, key: str, *, by: Account) -> None:
    """Ask a retired field again, at the end of its section, or right after the field that it depends on.

    Nothing happens to one that is asked. Raises NoSuchPart and OtherNotAsked.
    """
    by_id, event = by.id, lock_event(session, event_id)
    form = own_form(session, event)
    field = field_of(form, key)
    if field.retired_at is None:
        return
    other = form.any_field(field.shown_if_key) if field.shown_if_key else None
    if other is not None and other.retired_at is not None:
        raise OtherNotAsked(other.label)
    field.retired_at = None
    put(field.section, field, len(asked_in(field.section)))
    if other is not None and not _comes_before(form, other, field):
        put(other.section, field, asked_in(other.section).index(other) + 1)
    tell(session, "restore field", field, NOTHING, NOTHING, by=by_id, event_id=event.id)


def _comes_before(form: EventForm, first: FormField, second: FormField) -> bool:
    order = [field for section in in_order(form.sections) for field in asked_in(section)]
    return order.index(first) < order.index(second)


def _told(
    session: Session, event: Event, form: EventForm, field: FormField, verb: str, before: Mapping[str, Any], *, by: int
) -> None:
    after = facts_of_field(form, field)
    if after != before or session.is_modified(field):
        tell(session, verb, field, before, after, by=by, event_id=event.id)
