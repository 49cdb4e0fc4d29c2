"""The choices of somebody who was declined and comes back: they hold again what is free, and learn what is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.audit.service import record
from conference.core.formatting import listed
from conference.core.localization import speaking
from conference.core.text import isolated
from conference.core.translated import Translated
from conference.registration.models import CHOICE_TYPES, Answer, FieldChoice, FormField, Registration
from conference.registration.queries import answers_of, taken_places


@dataclass(frozen=True, slots=True)
class LostChoice:
    """A choice that others filled meanwhile: its field, and its words as they were when it was chosen."""

    field: FormField
    label: Translated


def take_choices_again(session: Session, registration: Registration, *, by: int) -> Sequence[LostChoice]:
    """Let somebody who comes back hold their choices and sessions again, but those that are full; returns these.

    The caller holds the event's lock, and has not flushed the new state yet: a declined person's choices do not count.
    An answer of which nothing is left is taken back. It is recorded how many were lost, not which.
    """
    found = answers_of(session, [registration.id])[registration.id].values()
    answers = [answer for answer in found if answer.field.type in CHOICE_TYPES]
    chosen = {one.choice_id for answer in answers for one in answer.taken}
    query = select(FieldChoice.id, FieldChoice.places).where(FieldChoice.id.in_(chosen))
    limits = {choice_id: places for choice_id, places in session.execute(query) if places is not None}
    counted = taken_places(session, limits, apart_from=registration.id)
    full = {choice_id for choice_id, places in limits.items() if counted.get(choice_id, 0) >= places}
    lost = [one for answer in answers for one in _drop(session, answer, full)]
    if lost:
        told = {"before": {}, "after": {"choices": len(lost)}}
        record(session, "lose choices", registration, by=by, event_id=registration.event_id, **told)
    return lost


def message_with(message: str, lost: Sequence[LostChoice], registration: Registration) -> str:
    """What the person's mail says besides its own words: the organisers' `message`, and what is no longer theirs."""
    if not lost:
        return message
    language = registration.language
    with speaking(language):
        choices = listed((isolated(one.label.resolve(language).text) for one in lost), language)
        sentence = _(
            "What you had chosen before is full by now, and no longer kept for you: %(choices)s. "
            "You can look through your answers on your page.",
            choices=choices,
        )
    return f"{message}\n\n{sentence}" if message else sentence


def _drop(session: Session, answer: Answer, full: set[int]) -> list[LostChoice]:
    lost = [choice_id for choice_id in answer.value["choices"] if choice_id in full]
    if not lost:
        return []
    words = answer.wording.choices
    gone = [LostChoice(answer.field, Translated.from_json(words.get(str(choice_id)))) for choice_id in lost]
    kept = [choice_id for choice_id in answer.value["choices"] if choice_id not in full]
    if kept:
        answer.value = answer.value | {"choices": kept}
        answer.taken = [one for one in answer.taken if one.choice_id not in full]
    else:
        session.delete(answer)
    return gone
