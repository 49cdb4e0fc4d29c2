"""What a row means for those who are registered: somebody new, a change, or nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.registration.importing.reading import key_of
from conference.registration.importing.staged import CHANGED, LEFT, NEW, SAME, WRONG, Problem, StagedRow
from conference.registration.models import Answer, Registration, StandardField
from conference.registration.queries import answers_of

NEEDED = (
    StandardField.NATIVE_NAME,
    StandardField.ORGANISATION,
    StandardField.COUNTRY,
    StandardField.CATEGORY,
    StandardField.LANGUAGE,
)
Known = Mapping[str, Sequence[Registration]]
Answers = Mapping[int, Mapping[str, Answer]]


def known_people(session: Session, event_id: int, rows: Collection[StagedRow]) -> tuple[Known, Answers]:
    """Who of the rows is registered, by e-mail key, with their answers if the rows hold any."""
    keys = {key_of(row) for row in rows if row.email}
    query = select(Registration).where(Registration.event_id == event_id, Registration.email_key.in_(keys))
    found: dict[str, list[Registration]] = {}
    for one in session.scalars(query.order_by(Registration.id)):
        found.setdefault(one.email_key, []).append(one)
    asked = any(row.answers for row in rows)
    ids = [one.id for several in found.values() for one in several] if asked else []
    return found, answers_of(session, ids)


def compare(row: StagedRow, known: Known, answers: Answers, *, defaults: Mapping[str, str]) -> Registration | None:
    """Set the outcome of a row; the registration that it is about. Defaults fill what a new person's row leaves out."""
    people = known.get(key_of(row), ()) if row.email else ()
    if row.problems:
        row.outcome = WRONG
    elif any(one.shares_address for one in people):
        row.problems.append(Problem(StandardField.EMAIL.value, "shared", row.email))
        row.outcome = WRONG
    elif not people:
        row.details = {**{name: value for name, value in defaults.items() if value}, **row.details}
        row.problems += [Problem(name.value, "empty") for name in NEEDED if not row.details.get(name)]
        row.outcome = WRONG if row.problems else NEW
    else:
        person = people[0]
        held = answers.get(person.id, {})
        differs = any(getattr(person, name) != value for name, value in row.details.items()) or any(
            key not in held or held[key].value != value for key, value in row.answers.items()
        )
        row.outcome = LEFT if not person.is_active else CHANGED if differs else SAME
        return person
    return None
