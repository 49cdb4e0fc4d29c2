"""Rules of registration through the organisers' page, and offers of places."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from conference.accounts.models import Account
from conference.core.clock import now
from conference.core.languages import ENGLISH
from conference.registration.models import CategoryRules, Registration, RegistrationRules
from conference.registration.service import invite
from tests.world import World


def to_come(world: World, **changes: Any) -> int:
    """An event that begins in thirty days: once one is over, nobody is promoted."""
    day = now().date() + timedelta(days=30)
    return world.event(starts_on=day, ends_on=day + timedelta(days=2), **changes)


def set_rules(world: World, event: int, **rules: Any) -> None:
    """The rules of an event as they are stored, without anybody who is told."""
    with world.writing() as session:
        stored = session.get(RegistrationRules, event) or RegistrationRules.usual(event)
        for name, value in rules.items():
            setattr(stored, name, value)
        session.add(stored)


def set_category(world: World, event: int, category: str, **rules: Any) -> None:
    """What differs for a category."""
    with world.writing() as session:
        session.add(CategoryRules(event_id=event, category=category, **({"is_offered": True} | rules)))


def make_invitation(world: World, event: int, email: str = "guest@example.org") -> None:
    """An invitation to register, whatever the category."""
    by = world.account_id("maker@example.org") or world.account("maker@example.org")
    with world.writing() as session:
        invite(session, event, [email], category="", language=ENGLISH, by=session.get_one(Account, by))


def hours(number: float) -> datetime:
    """The instant in so many hours."""
    return now() + timedelta(hours=number)


def end_offer(world: World, registration_id: int) -> None:
    """Let the time to accept have passed."""
    with world.writing() as session:
        session.get_one(Registration, registration_id).offer_ends_at = hours(-1)
