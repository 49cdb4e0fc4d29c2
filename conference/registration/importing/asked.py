"""Answers to questions that a row's person would not be asked: left out of the row, and pointed out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from conference.registration.asking import is_asked
from conference.registration.importing.headings import target_of
from conference.registration.importing.staged import Problem, StagedRow
from conference.registration.models import FormField, StandardField
from conference.registration.queries import EventForm


def conditional_fields(form: EventForm) -> Sequence[FormField]:
    """The fields that some people are not asked, in the form's order: what decides stands before what it decides."""
    return [one for one in form.fields if one.categories or one.shown_if_key]


def leave_out_unasked(row: StagedRow, form: EventForm, fields: Sequence[FormField], given: Mapping[str, Any]) -> None:
    """Leave out of a row what the public form would not ask of somebody whose answers are `given`, with notices.

    `fields` are the form's conditional ones. What is wrong with such a cell is no problem any more. Nothing is left out
    where a cell that decides cannot be read itself: nobody knows yet what the person would be asked.
    """
    for field in fields:
        target = target_of(field)
        wrong = [one for one in row.problems if one.target == target]
        if field.key not in row.answers and field.key not in row.details and not wrong:
            continue
        unread = {one.target for one in row.problems if one.code != "empty"}
        if not _is_decided(form, field, given, unread) or is_asked(form, field, given):
            continue
        row.answers.pop(field.key, None)
        row.details.pop(field.key, None)
        row.problems = [one for one in row.problems if one not in wrong]
        row.notices.append(Problem(target, "not_theirs"))


def _is_decided(form: EventForm, field: FormField, given: Mapping[str, Any], unread: Collection[str]) -> bool:
    """Whether all that decides if a field is asked is known."""
    category = "" if StandardField.CATEGORY in unread else given.get(StandardField.CATEGORY)
    looked_at: set[str] = set()
    decides: FormField | None = field
    while decides is not None and decides.key not in looked_at:
        looked_at.add(decides.key)
        if decides.categories and not category:
            return False
        if decides.categories and category not in decides.categories:
            return True
        decides = form.field(decides.shown_if_key) if decides.shown_if_key else None
        if decides is not None and target_of(decides) in unread:
            return False
    return True
