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
    """An event that an account works for, and where its work begins."""

    title: Translated
    url: str


class Workplaces(Protocol):
    def __call__(self, account: Account) -> Sequence[Workplace]:
        """The events that this account works for, newest first."""


workplaces: Port[Workplaces] = Port("accounts.workplaces")


class AfterSignIn(Protocol):
    def __call__(self, session: Session, account: Account) -> None:
        """Called in the transaction in which somebody signs in, which proved that the address is theirs."""


after_sign_in: Port[AfterSignIn] = Port("accounts.after_sign_in")
