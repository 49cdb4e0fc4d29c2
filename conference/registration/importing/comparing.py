"""What a row means for those who are registered: somebody new, a change, or nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.registration.importing.asked import conditional_fields, leave_out_unasked
from conference.registration.importing.headings import OWN
from conference.registration.importing.reading import key_of
from conference.registration.importing.staged import CHANGED, LEFT, NEW, SAME, WRONG, Problem, StagedRow
from conference.registration.models import Answer, FormField, Registration, StandardField
from conference.registration.queries import EventForm, answers_of

NEEDED = (
    StandardField.NATIVE_NAME,
    StandardField.ORGANISATION,
    StandardField.COUNTRY,
    StandardField.CATEGORY,
    StandardField.LANGUAGE,
)


@dataclass(frozen=True, slots=True)
class Known:
    """Who is registered already, by e-mail key, and what they answered, by their ids."""

    people: Mapping[str, Sequence[Registration]]
    answers: Mapping[int, Mapping[str, Answer]]

    def of(self, row: StagedRow) -> Sequence[Registration]:
        return self.people.get(key_of(row), ()) if row.email else ()


@dataclass(frozen=True, slots=True)
class Terms:
    """What rows are judged by: the event's form, and what new people are given where their row leaves it out.

    `conditional` are the fields that some people are not asked. Only if `needs_answers` does it matter to the list
    what people answered before.
    """

    form: EventForm
    defaults: Mapping[str, str]
    conditional: Sequence[FormField]
    needs_answers: bool

    @classmethod
    def of(cls, form: EventForm, defaults: Mapping[str, str], targets: Collection[str]) -> Terms:
        """The terms for a list whose columns hold `targets`."""
        conditional = conditional_fields(form)
        needs_answers = any(one.startswith(OWN) for one in targets) or any(
            one.is_standard and one.shown_if_key for one in conditional
        )
        return cls(form, {name: value for name, value in defaults.items() if value}, conditional, needs_answers)

    def newcomer(self, row: StagedRow) -> dict[str, Any]:
        """What is known of somebody new."""
        return {**self.defaults, **row.details}

    def country(self, row: StagedRow, known: Known) -> str:
        """The row's country, else that of whom it is about; empty if a cell names one that we do not know."""
        if any(one.target == StandardField.COUNTRY for one in row.problems):
            return ""
        people = known.of(row)
        usual = people[0].country if people else self.defaults.get(StandardField.COUNTRY, "")
        return str(row.details.get(StandardField.COUNTRY, usual))


def known_people(session: Session, event_id: int, rows: Collection[StagedRow], terms: Terms) -> Known:
    """Who of the rows is registered."""
    keys = {key_of(row) for row in rows if row.email}
    query = select(Registration).where(Registration.event_id == event_id, Registration.email_key.in_(keys))
    found: dict[str, list[Registration]] = {}
    for one in session.scalars(query.order_by(Registration.id)):
        found.setdefault(one.email_key, []).append(one)
    ids = [one.id for several in found.values() for one in several] if terms.needs_answers else []
    return Known(found, answers_of(session, ids))


def compare(row: StagedRow, known: Known, terms: Terms) -> Registration | None:
    """Set the outcome of a row, without what its person would not be asked; the registration that it is about."""
    people = known.of(row)
    if any(one.shares_address for one in people):
        row.problems.append(Problem(StandardField.EMAIL.value, "shared", row.email))
        row.outcome = WRONG
        return None
    person = people[0] if people else None
    held = known.answers.get(person.id, {}) if person else {}
    if person is None or person.is_active:
        so_far = _stored(person, held) if person else terms.defaults
        given = {**so_far, **row.details, **row.answers}
        leave_out_unasked(row, terms.form, terms.conditional, given)
    if row.problems:
        row.outcome = WRONG
        return None
    if person is None:
        details = terms.newcomer(row)
        row.problems += [Problem(name.value, "empty") for name in NEEDED if not details.get(name)]
        row.outcome = WRONG if row.problems else NEW
        return None
    differs = any(getattr(person, name) != value for name, value in row.details.items()) or any(
        key not in held or held[key].value != value for key, value in row.answers.items()
    )
    row.outcome = LEFT if not person.is_active else CHANGED if differs else SAME
    return person


def _stored(person: Registration, held: Mapping[str, Answer]) -> dict[str, Any]:
    """What somebody said so far, as `is_asked` reads it."""
    return {one.value: getattr(person, one.value) for one in StandardField} | {
        key: one.value for key, one in held.items()
    }
