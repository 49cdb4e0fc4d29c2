"""What registration asks of the features above it: panels on a person's own page, and what they hold about people."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from markupsafe import Markup
from sqlalchemy.orm import Session

from conference.agenda.ports import Panel
from conference.core.languages import Language
from conference.core.ports import Port
from conference.outbox.mail import Invite
from conference.registration.models import MailKind, Registration


class RegistrationPanel(Protocol):
    def __call__(self, registration: Registration, token: str) -> Panel | None:
        """A card beneath a person's own registration, or None where there is nothing to show.

        `token` is the one of the link that opened the page; links to things that are theirs may carry it.
        """


@dataclass(frozen=True, slots=True)
class HeldRow:
    """One thing that is held about a person: as JSON can hold it, and in words for the page, a cell per header."""

    data: Mapping[str, Any]
    words: Sequence[str | Markup]


@dataclass(frozen=True, slots=True)
class Held:
    """A kind of thing that is held about a person.

    `key` names it in the file that they download and `explained` says there what it is. Instants in it are ISO 8601
    in UTC. Nothing in it names a member of the team.
    """

    key: str
    heading: str
    explained: str
    headers: Sequence[str]
    rows: Sequence[HeldRow]


class PersonalData(Protocol):
    def show(self, session: Session, registration: Registration) -> Held:
        """What the feature holds about the person, in the language being spoken."""

    def erase(self, session: Session, registration_ids: Collection[int]) -> None:
        """Erase what is personal in it, in the transaction in which the registrations themselves are emptied.

        What stays must not tell who it was. The caller holds the event's lock; ids are at most a few hundred.
        """


class LetterEntries(Protocol):
    """The event as an entry of a person's own calendar, which letters about their registration carry."""

    def claim(
        self, session: Session, registrations: Sequence[Registration], kind: MailKind
    ) -> Mapping[int, Mapping[str, Any]]:
        """What letters to these people will carry for their calendars, as JSON by the registration's id.

        Called in the transaction that enqueues the letters, in as many statements for many people as for one. The
        caller holds the event's lock, and the registrations are in the state that the letters tell of.
        """

    def leave(self, session: Session, registration: Registration) -> None:
        """Enqueue what takes the entry out again at an address that is about to change; under the event's lock."""

    def arrive(self, session: Session, registration: Registration) -> None:
        """Enqueue the entry for the address that somebody has from now on, where the one before had it."""

    def invite(self, claimed: Mapping[str, Any], *, email: str, name: str, language: Language) -> Invite | None:
        """What was claimed, as the mail carries it."""


class EntryCodes(Protocol):
    """The code that lets a confirmed person in at the door, which their letters and their calendars carry."""

    def give(self, session: Session, registrations: Sequence[Registration]) -> None:
        """Let each confirmed person have one, in the transaction that enqueues a letter; under the event's lock."""

    def code_of(self, session: Session, registration: Registration) -> str | None:
        """The code that is good now; None for whoever has none, or is not confirmed."""


letter_entries: Port[LetterEntries] = Port("registration.letter_entries")
entry_codes: Port[EntryCodes] = Port("registration.entry_codes")
registration_panels: Port[RegistrationPanel] = Port("registration.panels")
personal_data: Port[PersonalData] = Port("registration.personal_data")
