"""What is to be translated, most urgent first, and how far each language is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from conference.core.languages import Language
from conference.core.translated import State
from conference.translation.queries import StoredText
from conference.translation.sources import Kind

LACKING = (State.MISSING, State.OUT_OF_DATE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; None is all of it. Without a state: what is missing or out of date."""

    language: Language | None = None
    kind: Kind | None = None
    state: State | None = None

    @property
    def states(self) -> Sequence[State]:
        return (self.state,) if self.state else LACKING


@dataclass(frozen=True, slots=True)
class Parity:
    """How many texts a language should have, lacks, and has out of date."""

    language: Language
    total: int
    missing: int
    out_of_date: int

    @property
    def complete(self) -> int:
        return self.total - self.missing - self.out_of_date


@dataclass(frozen=True, slots=True)
class Line:
    """A text with the languages in which it is in one of the wanted states."""

    text: StoredText
    states: Sequence[tuple[Language, State]]


def parity(texts: Sequence[StoredText], languages: Iterable[Language]) -> list[Parity]:
    """Per language of an event, over texts that exist at all."""
    counted = []
    for language in languages:
        states = [one.text.state(language) for one in texts]
        counted.append(Parity(language, len(states), states.count(State.MISSING), states.count(State.OUT_OF_DATE)))
    return counted


def lines(texts: Iterable[StoredText], languages: Sequence[Language], wanted: Wanted, moment: datetime) -> list[Line]:
    """The texts that are wanted. What readers need soonest comes first, then the rest, then what is over."""
    asked = [one for one in languages if wanted.language in (None, one)]
    found = []
    for one in texts:
        if wanted.kind not in (None, one.kind):
            continue
        states = [(language, one.text.state(language)) for language in asked]
        listed = [(language, state) for language, state in states if state in wanted.states]
        if listed:
            found.append(Line(one, listed))
    return sorted(found, key=lambda line: _urgency(line.text.starts_at, moment))


def _urgency(starts_at: datetime | None, moment: datetime) -> tuple[int, datetime]:
    if starts_at is None:
        return 1, moment
    return (0, starts_at) if starts_at >= moment else (2, starts_at)
