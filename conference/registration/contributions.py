"""What registration gives to the features below it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from flask import g, url_for
from flask_babel import gettext as _
from sqlalchemy import Select
from sqlalchemy.orm import Session

from conference.accounts.models import Account
from conference.accounts.ports import Workplace
from conference.agenda.ports import Action, Concerned
from conference.core.database import db
from conference.core.languages import Language
from conference.events.models import Event
from conference.events.ports import Standing
from conference.registration.queries import (
    Way,
    active_count,
    choosers_of_sessions,
    delegations_of_account,
    door_of,
    registration_of_account,
    registrations_of_account,
    withdrawn_addresses,
)
from conference.registration.service import delegation_token, do_what_is_due, token_of
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


def erase_what_is_due(session: Session) -> None:
    """The hour's part of privacy: answers and people whose time to be kept is over."""
    do_what_is_due(session)


def register_action(event: Event) -> Action | None:
    """The way to the form while it is open to everybody, and before that from when it will be."""
    door = door_of(db.session(), event)
    if door.is_open:
        return Action(_("Register"), url_for("registration.register"), door.until)
    if door.way == Way.NOT_YET and door.opens_at is not None:
        return Action(opening_words(door.opens_at, event), "", door.until)
    return None


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
