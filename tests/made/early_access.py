"""Gives people early access by the service, and opens their pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from conference.agenda.models import Session
from conference.core.languages import ENGLISH, FRENCH, Language
from conference.events.models import Event
from conference.speakers.models.early_access import EarlyAccess
from conference.speakers.service.early_access import EarlyReader, EarlyTerms, early_token_of, give_early_access
from tests.world import World

TERMS = EarlyTerms(
    purpose="interpreter",
    working=[ENGLISH, FRENCH],
    scope="all",
    days=[],
    sessions=[],
    with_general=True,
    watermark=False,
    until_on=date(2021, 7, 14),
)


def make_early_access(
    world: World,
    event_id: int,
    email: str = "salma@interpreters.example.org",
    *,
    name: str = "Salma Karim",
    language: Language = ENGLISH,
    sessions: Sequence[int] = (),
    **changes: Any,
) -> int:
    """Somebody with early access; `sessions` are the ids of theirs, where they have not all."""
    with world.writing() as database:
        chosen = [database.get_one(Session, one) for one in sessions]
        terms = replace(TERMS, **changes)
        if chosen:
            terms = replace(terms, scope="sessions", sessions=chosen)
        event = database.get_one(Event, event_id)
        return give_early_access(database, event, EarlyReader(name, email, language), terms, by=None).id


def early_page_of(world: World, access_id: int, *, language: str = "en") -> str:
    """The address of the page of somebody with early access."""
    with world.reading() as database:
        access = database.get_one(EarlyAccess, access_id)
        return f"/{language}/{access.event.slug}/early/{early_token_of(access)}"
