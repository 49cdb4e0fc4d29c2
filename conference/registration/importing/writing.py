"""Writing a checked list: all of its rows, or none, in the transaction of whoever calls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from conference.audit.service import record
from conference.core.batches import batched
from conference.core.clock import now
from conference.core.languages import ENGLISH, Language
from conference.core.sorting import stored_sort_key
from conference.core.tokens import new_secret
from conference.events.models import Event
from conference.registration import service
from conference.registration.importing.comparing import Terms, compare, known_people
from conference.registration.importing.reading import key_of
from conference.registration.importing.staged import CHANGED, LEFT, NEW, SAME, WRONG, StagedRow, staged_rows
from conference.registration.models import FormField, MailKind, ParticipantImport, Registration, RegistrationState
from conference.registration.service.wordings import Wordings

BATCH = 500


class TooFewPlaces(Exception):
    """There are fewer places than people to confirm: the category, empty where the event as a whole is full."""

    def __init__(self, category: str) -> None:
        super().__init__(category)
        self.category = category


class NoLongerFits(Exception):
    """A row that passed the dry run no longer does, for somebody changed the event or registered: its line."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def write_rows(session: Session, event: Event, found: ParticipantImport) -> dict[str, int]:
    """Write every row of a checked list; how many were new, changed, the same or left alone.

    The caller holds the event's lock. What a row means is decided again, for people may have registered since the dry
    run. Raises TooFewPlaces, NoLongerFits, ChoiceFull and FormChanged.
    """
    counted: Counter[str] = Counter()
    state = RegistrationState(found.options["state"])
    writes, by = bool(found.options["writes"]), found.created_by
    form, event_id = service.own_form(session, event), event.id
    asked = form.asked
    terms = Terms.of(form, found.options["defaults"], found.columns.values())
    places = service.places_of(session, event)
    codes = set(session.scalars(select(Registration.code).where(Registration.event_id == event_id)))
    moved, wordings = False, Wordings()
    for batch in batched(staged_rows(found.staged_sha256), BATCH):
        known = known_people(session, event_id, batch, terms)
        newcomers: list[StagedRow] = []
        touched: list[Registration] = []
        written: list[tuple[Registration, str | None]] = []
        for row in batch:
            told = len(row.notices)
            person = compare(row, known, terms)
            counted[row.outcome] += 1
            if row.outcome == WRONG or len(row.notices) > told:
                raise NoLongerFits(row.line)
            if row.outcome == NEW:
                row.details = terms.newcomer(row)
                _take_place(places, state, row.details["category"])
                newcomers.append(row)
            elif row.outcome == CHANGED and person is not None:
                moved |= _change(session, person, row, asked, wordings, event_id=event_id, by=by)
            touched += [person] if person is not None else []
        for person, row in zip(_insert(session, event_id, newcomers, state, codes), newcomers, strict=True):
            touched.append(person)
            written.append((person, None))
            if row.answers:
                language = Language.of(person.language_code)
                service.store_answers(
                    session, person, asked, row.answers, before={}, language=language, wordings=wordings
                )
        if writes:
            service.write_to_all(session, written, _about(state))
        session.flush()
        for one in touched:
            session.expunge(one)
    if moved:
        service.fill_places(session, event)
    return {outcome: counted[outcome] for outcome in (NEW, CHANGED, SAME, LEFT)}


def _take_place(places: service.Places, state: RegistrationState, category: str) -> None:
    if state != RegistrationState.CONFIRMED:
        return
    if not places.are_free:
        raise TooFewPlaces("")
    if not places.has_room(category):
        raise TooFewPlaces(category)
    places.take(category)


def _change(
    session: Session,
    person: Registration,
    row: StagedRow,
    asked: Mapping[str, FormField],
    wordings: Wordings,
    *,
    event_id: int,
    by: int | None,
) -> bool:
    """Bring somebody's data to what the list says; whether they moved to another category."""
    moves = row.details.get("category", person.category) != person.category
    with session.no_autoflush:
        for name, value in row.details.items():
            setattr(person, name, value)
        if session.is_modified(person):
            record(session, "change", person, by=by, event_id=event_id)
    person.sort_name = stored_sort_key(person.latin_name or person.native_name, ENGLISH)
    person.changed_at = now()
    session.flush()
    if row.answers:
        service.store_answers(session, person, asked, row.answers, language=person.language, wordings=wordings)
    return moves


def _insert(
    session: Session, event_id: int, rows: Sequence[StagedRow], state: RegistrationState, codes: set[str]
) -> Iterator[Registration]:
    if not rows:
        return iter(())
    values = [_values(event_id, row, state, service.unused_code(codes)) for row in rows]
    query = insert(Registration).returning(Registration, sort_by_parameter_order=True)
    return iter(session.scalars(query, values).all())


def _values(event_id: int, row: StagedRow, state: RegistrationState, code: str) -> dict[str, Any]:
    details = {"title": "", "latin_name": "", "function": "", "sex": "", "organisation_id": None} | row.details
    return details | {
        "event_id": event_id,
        "code": code,
        "link_secret": new_secret(),
        "state": state.value,
        "sort_name": stored_sort_key(details["latin_name"] or details["native_name"], ENGLISH),
        "email": row.email,
        "email_key": key_of(row),
        "awaits_person": True,
        "created_at": now(),
        "changed_at": now(),
    }


def _about(state: RegistrationState) -> MailKind:
    return MailKind.CONFIRMED if state == RegistrationState.CONFIRMED else MailKind.RECEIVED
