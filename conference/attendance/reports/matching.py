"""Whom of the registered a report means: by e-mail, then by name, and never by guessing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from conference.accounts.models import email_key
from conference.attendance.reports.visitors import Visitor
from conference.core.folding import folded

CLOSE = 85
"""Of 100: below it a name is not even proposed."""
MOST_PROPOSED = 3


@dataclass(frozen=True, slots=True)
class Person:
    """A registration as far as it can be recognised; `emails` are case-folded keys."""

    id: int
    email: str
    names: tuple[str, ...]


class Certainty(StrEnum):
    """How sure a match is. Only BY_EMAIL and BY_NAME are taken without a person's decision."""

    BY_EMAIL = "by_email"
    BY_NAME = "by_name"
    CLOSE = "close"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Match:
    """Who a visitor is taken to be: one person where that is sure, else those proposed, the closest first."""

    certainty: Certainty
    people: Sequence[int]

    @property
    def sure(self) -> int | None:
        return self.people[0] if self.certainty in (Certainty.BY_EMAIL, Certainty.BY_NAME) else None


class Directory:
    """The registered people of an event, to be asked whom a report means."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._emails: dict[str, set[int]] = defaultdict(set)
        self._names: dict[str, set[int]] = defaultdict(set)
        for person in people:
            if person.email:
                self._emails[email_key(person.email)].add(person.id)
            for name in person.names:
                if key := _words(name):
                    self._names[key].add(person.id)

    def match(self, visitor: Visitor) -> Match:
        """By an e-mail that one person has; by a name of two words or more that one person has, in any order of words.

        What several people have, and what is only close, is proposed.
        """
        by_email = self._emails.get(email_key(visitor.email), set()) if visitor.email else set()
        if len(by_email) == 1:
            return Match(Certainty.BY_EMAIL, list(by_email))
        keys = [key for name in visitor.names if (key := _words(name))]
        exact = {one for key in keys for one in self._names.get(key, ())}
        if by_email:
            # Nominees of a delegation share an address: among them the name decides.
            exact = (exact & by_email) or by_email
        if len(exact) == 1 and (by_email or any(" " in key and self._names.get(key) == exact for key in keys)):
            return Match(Certainty.BY_NAME, list(exact))
        if exact:
            return Match(Certainty.CLOSE, sorted(exact)[:MOST_PROPOSED])
        close = self._close(keys)
        return Match(Certainty.CLOSE if close else Certainty.NONE, close)

    def _close(self, keys: Sequence[str]) -> list[int]:
        best: dict[int, float] = {}
        for key in keys:
            for name, people in self._names.items():
                score = fuzz.ratio(key, name)
                if " " in key and " " in name:
                    score = max(score, fuzz.token_sort_ratio(key, name), 0.95 * fuzz.token_set_ratio(key, name))
                if score >= CLOSE:
                    for one in people:
                        best[one] = max(best.get(one, 0), score)
        return sorted(best, key=lambda one: (-best[one], one))[:MOST_PROPOSED]


def _words(name: str) -> str:
    """A name without case, accents and order of its words: «BEN SALAH, Karim» is «Karim Ben Salah»."""
    return " ".join(sorted(folded(name).split()))
