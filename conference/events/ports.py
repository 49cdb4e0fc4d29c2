"""What events ask of the features above them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from conference.accounts.models import Account
from conference.core.ports import Port
from conference.events.models import Event


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's registration at one event, as far as others need to know it."""

    registration_id: int
    state: str
    category: str

    @property
    def is_confirmed(self) -> bool:
        return self.state == "confirmed"


class StandingOf(Protocol):
    def __call__(self, event: Event, account: Account) -> Standing | None:
        """The registration at `event` of the person whose address the account proved."""


standing_of: Port[StandingOf] = Port("events.standing_of")
