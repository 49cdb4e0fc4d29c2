"""What accounts ask of the features above them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session

from conference.accounts.models import Account
from conference.core.ports import Port
from conference.core.translated import Translated


@dataclass(frozen=True, slots=True)
class Workplace:
    """An event that a person has something to do at: what it is in words, and where it begins."""

    title: Translated
    label: str
    url: str


class Workplaces(Protocol):
    def __call__(self, account: Account) -> Sequence[Workplace]:
        """What this account finds at events, newest first."""


workplaces: Port[Workplaces] = Port("accounts.workplaces")


class AfterSignIn(Protocol):
    def __call__(self, session: Session, account: Account) -> None:
        """Called in the transaction in which somebody signs in, which proved that the address is theirs."""


after_sign_in: Port[AfterSignIn] = Port("accounts.after_sign_in")
