"""Choices of a field: added, reworded, moved, retired and brought back, with their places; and sessions as choices."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from sqlalchemy.orm import Session

from conference.accounts.models import Account
from conference.core.clock import now
from conference.core.translated import Translated
from conference.core.translated_fields import Edits, merge_into
from conference.events.models import Event
from conference.events.service import lock as lock_event
from conference.registration.models import FieldChoice, FieldType, FormField
from conference.registration.queries import EventForm, chosen_choices
from conference.registration.service.form.fields import WITH_LABELS, Removal
from conference.registration.service.form.order import check_not_needed, in_order, number
from conference.registration.service.form.own import NoSuchPart, asked_field, choice_of, own_form
from conference.registration.service.form.telling import NOTHING, facts_of_choice, tell


def add_choices(session: Session, event_id: int, key: str, labels: Sequence[Translated], *, by: Account) -> None:
    """Choices at the end of a field's list. Raises NoSuchPart."""
    by_id, event, _form, field = _hold(session, event_id, key, by)
    if field.type not in WITH_LABELS:
        raise NoSuchPart(key)
    last = max((one.position for one in field.choices), default=-1)
    for step, label in enumerate(labels, start=1):
        choice = FieldChoice(position=last + step, label=label)
        field.choices.append(choice)
        session.flush()
        tell(session, "add choice", choice, NOTHING, facts_of_choice(choice), by=by_id, event_id=event.id)


def change_choice(
    session: Session,
    event_id: int,
    key: str,
    choice_id: int,
    *,
    edits: Mapping[str, Edits],
    values: Mapping[str, Any],
    seen: Mapping[str, str],
    by: Account,
) -> None:
    """Reword a choice or limit its places; who took it keeps it. Raises NoSuchPart and Clashes."""
    by_id, event, _form, field = _hold(session, event_id, key, by)
    choice = choice_of(field, choice_id)
    before = facts_of_choice(choice)
    merge_into(choice, edits, source=event.source, by=by_id, values=values, seen=seen)
    if session.is_modified(choice):
        tell(session, "change choice", choice, before, facts_of_choice(choice), by=by_id, event_id=event.id)


def move_choice(session: Session, event_id: int, key: str, choice_id: int, *, earlier: bool, by: Account) -> None:
    """Let a choice change places with its neighbour among those offered. Raises NoSuchPart."""
    by_id, event, _form, field = _hold(session, event_id, key, by)
    choice, offered = choice_of(field, choice_id), in_order(field.open_choices)
    if choice not in offered:
        return
    place = offered.index(choice)
    other = place - 1 if earlier else place + 1
    if not 0 <= other < len(offered):
        return
    offered[place], offered[other] = offered[other], offered[place]
    number([*offered, *(one for one in in_order(field.choices) if one not in offered)])
    tell(session, "move choice", choice, {"position": place}, {"position": other}, by=by_id, event_id=event.id)


def remove_choice(session: Session, event_id: int, key: str, choice_id: int, *, by: Account) -> Removal:
    """Offer a choice no longer: one that was taken is retired, another is deleted. Raises NoSuchPart and Needed."""
    by_id, event, form, field = _hold(session, event_id, key, by)
    return _remove(session, event, form, field, choice_of(field, choice_id), by=by_id)


def restore_choice(session: Session, event_id: int, key: str, choice_id: int, *, by: Account) -> None:
    """Offer a retired choice again. Raises NoSuchPart."""
    by_id, event, _form, field = _hold(session, event_id, key, by)
    _restore(session, event, choice_of(field, choice_id), by=by_id)


def sessions_offered(field: FormField | None, session_ids: Collection[int]) -> SimpleNamespace:
    """Which sessions a field offers, as plain values: `offered_<id>` and `places_<id>` of each session."""
    offered = {one.session_id: one for one in field.open_choices} if field is not None else {}
    facts: dict[str, Any] = {}
    for session_id in session_ids:
        choice = offered.get(session_id)
        facts[f"offered_{session_id}"] = choice is not None
        facts[f"places_{session_id}"] = choice.places if choice is not None else None
    return SimpleNamespace(**facts)


def offer_sessions(
    session: Session,
    event_id: int,
    key: str,
    session_ids: Sequence[int],
    *,
    values: Mapping[str, Any],
    seen: Mapping[str, str],
    by: Account,
) -> None:
    """Set which of the agenda's sessions a field offers, and their places (`values` as `sessions_offered` names them).

    Raises NoSuchPart, Needed and Clashes.
    """
    by_id, event, form, field = _hold(session, event_id, key, by)
    if field.type != FieldType.SESSIONS:
        raise NoSuchPart(key)
    wanted = sessions_offered(field, session_ids)
    merge_into(wanted, {}, source=event.source, by=by_id, values=values, seen=seen)
    known = {one.session_id: one for one in field.choices}
    for position, session_id in enumerate(session_ids):
        choice = known.get(session_id)
        is_offered, places = getattr(wanted, f"offered_{session_id}"), getattr(wanted, f"places_{session_id}")
        if not is_offered:
            if choice is not None and choice.retired_at is None:
                _remove(session, event, form, field, choice, by=by_id)
            continue
        if choice is None:
            choice = FieldChoice(session_id=session_id, label=Translated(), places=places, position=position)
            field.choices.append(choice)
            session.flush()
            tell(session, "add choice", choice, NOTHING, facts_of_choice(choice), by=by_id, event_id=event.id)
            continue
        _restore(session, event, choice, by=by_id)
        before = facts_of_choice(choice)
        choice.places = places
        if facts_of_choice(choice) != before:
            tell(session, "change choice", choice, before, facts_of_choice(choice), by=by_id, event_id=event.id)


def _hold(session: Session, event_id: int, key: str, by: Account) -> tuple[int, Event, EventForm, FormField]:
    by_id, event = by.id, lock_event(session, event_id)
    form = own_form(session, event)
    return by_id, event, form, asked_field(form, key)


def _remove(
    session: Session, event: Event, form: EventForm, field: FormField, choice: FieldChoice, *, by: int
) -> Removal:
    check_not_needed(form, field, answer=str(choice.id))
    asked_for = any(str(choice.id) in one.shown_if_values for one in form.hanging_on(field))
    if asked_for or chosen_choices(session, field).get(choice.id):
        choice.retired_at = now()
        tell(session, "retire choice", choice, NOTHING, NOTHING, by=by, event_id=event.id)
        return Removal.RETIRED
    tell(session, "remove choice", choice, facts_of_choice(choice), NOTHING, by=by, event_id=event.id)
    field.choices.remove(choice)
    return Removal.DELETED


def _restore(session: Session, event: Event, choice: FieldChoice, *, by: int) -> None:
    if choice.retired_at is not None:
        choice.retired_at = None
        tell(session, "restore choice", choice, NOTHING, NOTHING, by=by, event_id=event.id)
