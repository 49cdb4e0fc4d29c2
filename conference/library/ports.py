"""What the library asks of the features above it: who takes part in which sessions, and who may be recorded there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Select
from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.core.ports import Port
from conference.events.models import Event
from conference.events.ports import Standing


@dataclass(frozen=True, slots=True)
class RecordingStanding:
    """Who in a session keeps its recordings from readers, by name: those who refuse, and those who said nothing."""

    refusing: Sequence[str] = ()
    silent: Sequence[str] = ()

    @property
    def allows(self) -> bool:
        return not (self.refusing or self.silent)


class RecordingConsents(Protocol):
    def __call__(self, database: Database, session_ids: Collection[int]) -> Mapping[int, RecordingStanding]:
        """How the speakers of these sessions stand to being recorded, by the session's id, in one query.

        A session that is left out has nobody who would have to be asked.
        """


recording_consents: Port[RecordingConsents] = Port("library.recording_consents")


class TakingPart(Protocol):
    def __call__(self, event: Event, account: Account, standing: Standing | None) -> Select[int]:
        """The ids of the event's sessions that the account's owner takes part in, as one feature knows, as a query.

        `standing` is their registration, if they have one; it need not be confirmed.
        """


taking_part: Port[TakingPart] = Port("library.taking_part")
