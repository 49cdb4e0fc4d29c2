"""What events ask of the features above them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from conference.accounts.models import Account
from conference.core.languages import Language
from conference.core.ports import Port
from conference.events.models import Event


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's registration at one event, as far as others need to know it."""

    registration_id: int
    state: str
    category: str

    @property
    def is_active(self) -> bool:
        """Neither declined nor cancelled: waiting for an answer or a place counts."""
        return self.state not in ("declined", "cancelled")

    @property
    def is_confirmed(self) -> bool:
        return self.state == "confirmed"


class StandingOf(Protocol):
    def __call__(self, event: Event, account: Account) -> Standing | None:
        """The registration at `event` of the person whose address the account proved."""


standing_of: Port[StandingOf] = Port("events.standing_of")


class LanguageUses(Protocol):
    def __call__(self, session: Session, event: Event, language: Language) -> int:
        """How many people get their mails and pages of the event in this language, which then must stay."""


language_uses: Port[LanguageUses] = Port("events.language_uses")


class TimedThings(Protocol):
    def __call__(self, session: Session, event: Event) -> int:
        """How many things of the event hang on its clocks, so that another zone would move or rename their hours."""


class ZoneListener(Protocol):
    def __call__(self, session: Session, event: Event, moved: Callable[[datetime], datetime], *, by: int) -> None:
        """Called in the transaction that changed the zone, where hours are to stay: `moved` tells what becomes of an
        instant (UTC) so that the new zone's clocks show at it what the old zone's had shown."""


class EventListener(Protocol):
    def __call__(self, session: Session, event: Event) -> None:
        """Called in the transaction that changed an event's facts or texts, under its lock: enqueue, never send."""


change_listeners: Port[EventListener] = Port("events.change_listeners")
timed_things: Port[TimedThings] = Port("events.timed_things")
zone_listeners: Port[ZoneListener] = Port("events.zone_listeners")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The record of changes in words of the page's language.

    `sentences` tells what happened, by «table verb»; `columns` names what it may have changed (others stay untold);
    `values` says, per column, what stored codes mean; `names` finds what subjects («session:7») are called.
    """

    sentences: Mapping[str, str]
    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    names: Callable[[Session, Collection[str]], Mapping[str, str]]


vocabulary: Port[Callable[[], Vocabulary]] = Port("events.vocabulary")
