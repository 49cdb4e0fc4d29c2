"""The code of a badge: what its QR code carries and a desk types, signed, so that nobody makes one for themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from conference.attendance.models import Badge
from conference.core.tokens import same_secret, seal_letters
from conference.core.typed_codes import LETTERS, as_typed, number_of, spelled
from conference.registration.models import Registration, RegistrationState

PURPOSE: Final = "badge"
NUMBER_LETTERS: Final = 2
SEAL_LETTERS: Final = 17
"""Letters of the seal: 84 bits."""
MOST_LETTERS: Final = 64


class BadBadgeCode(Exception):
    """A code that opens no door; which of its kinds says why."""


class NotABadgeCode(BadBadgeCode):
    """It is not written as a badge's code: something else was scanned, or letters are missing."""


class OtherEvent(BadBadgeCode):
    """It is a good code, of a badge of another event."""


class Altered(BadBadgeCode):
    """Its seal does not fit what it says: a letter was mistyped, or somebody made it up."""


class Revoked(BadBadgeCode):
    """The badge that it names was revoked and the person has no other; `badge` says when and why."""

    def __init__(self, badge: Badge) -> None:
        super().__init__(badge.number)
        self.badge = badge


class Replaced(BadBadgeCode):
    """The person has got another badge since; `badge` is the one that no longer is good."""

    def __init__(self, badge: Badge) -> None:
        super().__init__(badge.number)
        self.badge = badge


@dataclass(frozen=True, slots=True)
class Parts:
    """What a code says, believed or not: the registration's public code, the badge's number, and the seal."""

    code: str
    number: int
    seal: str


def badge_code(registration: Registration, badge: Badge) -> str:
    """The code of a person's badge, as it is printed: ASCII, in groups that can be read aloud.

    It holds the registration's code, the badge's number and a seal on both and on the event under our secret key.
    """
    seal = _seal(registration.event_id, registration.code, badge.number)
    return "-".join((registration.code, spelled(badge.number, NUMBER_LETTERS), seal[:6], seal[6:12], seal[12:]))


def good_code(database: Database, registration: Registration) -> str | None:
    """The code that lets a person in now; None for whoever is not confirmed, or has no badge that is good."""
    if registration.state != RegistrationState.CONFIRMED or registration.erased_at is not None:
        return None
    query = select(Badge).where(Badge.registration_id == registration.id, Badge.revoked_at.is_(None))
    badge = database.scalar(query)
    return badge_code(registration, badge) if badge else None


def parts_of(text: str) -> Parts:
    """What a code says, forgiving small letters, spaces, hyphens and Arabic-Indic digits. Raises NotABadgeCode."""
    letters = as_typed(text[: MOST_LETTERS * 2])
    rest, seal = letters[:-SEAL_LETTERS], letters[-SEAL_LETTERS:]
    code, number = rest[:-NUMBER_LETTERS], rest[-NUMBER_LETTERS:]
    if not code or len(letters) > MOST_LETTERS or not all(one in LETTERS for one in number + seal):
        raise NotABadgeCode
    return Parts(code, number_of(number), seal)


def read_badge_code(database: Database, *, event_id: int, text: str) -> Badge:
    """The badge that a code names, which is good; its registration says who, and whether they may come in.

    Raises NotABadgeCode, OtherEvent, Altered, Revoked and Replaced. That somebody declined, or was erased, the code
    cannot know: whoever marks them present asks their registration's state.
    """
    parts = parts_of(text)
    if not same_secret(parts.seal, _seal(event_id, parts.code, parts.number)):
        raise OtherEvent if _is_elsewhere(database, parts, event_id) else Altered
    of_person = (
        select(Badge)
        .join(Badge.registration)
        .where(Registration.event_id == event_id, Registration.code == parts.code)
        .order_by(Badge.number.desc())
    )
    badges = {badge.number: badge for badge in database.scalars(of_person)}
    badge = badges.get(parts.number)
    if badge is None:
        raise Altered
    if badge.revoked_at is not None:
        raise Replaced(badge) if any(one.revoked_at is None for one in badges.values()) else Revoked(badge)
    return badge


def _seal(event_id: int, code: str, number: int) -> str:
    return seal_letters(PURPOSE, [event_id, code, number], SEAL_LETTERS)


def _is_elsewhere(database: Database, parts: Parts, event_id: int) -> bool:
    others = select(Registration.event_id).where(Registration.code == parts.code, Registration.event_id != event_id)
    return any(
        same_secret(parts.seal, _seal(other, parts.code, parts.number)) for other in database.scalars(others.distinct())
    )
