"""What registration gives to the features below it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from flask import g, url_for
from flask_babel import gettext as _
from sqlalchemy import Select
from sqlalchemy.orm import Session

from conference.accounts.models import Account
from conference.accounts.ports import Workplace
from conference.agenda.ports import Action, Concerned, SessionChoice
from conference.core.database import db
from conference.core.languages import Language
from conference.events.models import Event
from conference.events.ports import Standing
from conference.outbox.ports import HourlyWork
from conference.registration.models import FormField
from conference.registration.queries import (
    Way,
    active_count,
    choosers_of_sessions,
    delegations_of_account,
    door_of,
    offered_together,
    registration_of_account,
    registrations_of_account,
    withdrawn_addresses,
)
from conference.registration.service import (
    count_hours,
    delegation_token,
    erase_what_is_due,
    events_to_erase,
    events_to_remind,
    events_with_old_imports,
    events_with_waiting,
    fill_event,
    forget_old_imports,
    keep_hours,
    remind,
    token_of,
)
from conference.registration.words import opening_words, state_words


def standing_of(event: Event, account: Account) -> Standing | None:
    """The account's registration at the event, as far as others need to know it."""
    found = registration_of_account(db.session(), event.id, account)
    return Standing(found.id, found.state, found.category) if found else None


def workplaces(account: Account) -> Sequence[Workplace]:
    """The account's registrations and delegations, with the link that each would get by mail."""
    return [*_delegations(account), *_registrations(account)]


def _delegations(account: Account) -> Sequence[Workplace]:
    return [
        Workplace(
            one.event.title,
            _("Your delegation"),
            url_for(
                "registration.delegation_page",
                event=one.event.slug,
                token=delegation_token(one),
                language=g.language if g.language in one.event.languages else one.event.source,
            ),
        )
        for one in delegations_of_account(db.session(), account)
    ]


def _registrations(account: Account) -> Sequence[Workplace]:
    return [
        Workplace(
            one.event.title,
            _("Your registration: %(state)s", state=state_words(one.state)),
            url_for(
                "registration.show",
                event=one.event.slug,
                token=token_of(one),
                language=g.language if g.language in one.event.languages else one.event.source,
            ),
        )
        for one in registrations_of_account(db.session(), account)
    ]


def language_uses(session: Session, event: Event, language: Language) -> int:
    """How many people who are registered get their mails in a language."""
    return active_count(session, event.id, language)


def timed_things(session: Session, event: Event) -> int:
    """The openings and closings of registration and delegations that have an hour."""
    return count_hours(session, event)


def zone_changed(session: Session, event: Event, moved: Callable[[datetime], datetime], *, by: int) -> None:
    """Registration opens and closes at the same hours on the new zone's clocks."""
    keep_hours(session, event, moved, by=by)


WORK_OF_THE_HOUR = (
    HourlyWork("fill places", events_with_waiting, fill_event),
    HourlyWork("forget old imports", events_with_old_imports, forget_old_imports),
    HourlyWork("remind", events_to_remind, remind),
    HourlyWork("erase", events_to_erase, erase_what_is_due),
)
"""What became due, and answers and people whose time to be kept is over."""


def register_action(event: Event) -> Action | None:
    """The way to the form while it is open to everybody, and before that from when it will be."""
    door = door_of(db.session(), event)
    if door.is_open:
        return Action(_("Register"), url_for("registration.register"), door.until)
    if door.way == Way.NOT_YET and door.opens_at is not None:
        return Action(opening_words(door.opens_at, event), "", door.until)
    return None


def session_choices(database: Session, event: Event) -> Sequence[SessionChoice]:
    """The fields of the form in which people choose sessions, with who chose which two of them."""
    rows = offered_together(database, event.id)
    return [_session_choice(field, list(pairs)) for field, pairs in groupby(rows, lambda row: row[0])]


def _session_choice(field: FormField, pairs: Sequence[tuple[FormField, int, int | None, int]]) -> SessionChoice:
    return SessionChoice(
        name=field.label,
        session_ids=list(dict.fromkeys(first for _field, first, _second, _count in pairs)),
        takes_one=field.most == 1,
        together={(first, second): count for _field, first, second, count in pairs if second is not None and count},
    )


def choosers(database: Session, event: Event, sessions: Mapping[int, Collection[int]]) -> Sequence[Concerned]:
    """Whoever chose one of these sessions on the form. Nominees who share an address are people of their own."""
    return [
        Concerned(
            key=f"registration:{one.id}" if one.shares_address else one.email_key,
            email=one.email,
            name=one.native_name,
            language=one.language,
            chosen=frozenset(ids),
            about={"registration": one.id},
        )
        for one, ids in choosers_of_sessions(database, event.id, list(sessions))
    ]


def withdrawn(event: Event) -> Select[str]:
    """Whose registration was declined or cancelled."""
    return withdrawn_addresses(event.id)
