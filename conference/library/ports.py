"""What the library asks of the features above it: who takes part in which sessions."""

from __future__ import annotations

from typing import Protocol

from sqlalchemy import Select

from conference.accounts.models import Account
from conference.core.ports import Port
from conference.events.models import Event
from conference.events.ports import Standing


class TakingPart(Protocol):
    def __call__(self, event: Event, account: Account, standing: Standing | None) -> Select[int]:
        """The ids of the event's sessions that the account's owner takes part in, as one feature knows, as a query.

        `standing` is their registration, if they have one; it need not be confirmed.
        """


taking_part: Port[TakingPart] = Port("library.taking_part")
