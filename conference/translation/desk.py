"""What is to be translated, most urgent first, and how far each language is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from conference.core.languages import Language
from conference.core.translated import State
from conference.translation.queries import Rules, StoredText
from conference.translation.sources import Kind

LACKING = (State.MISSING, State.OUT_OF_DATE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; None is all of it. Without a state: what is missing or out of date.

    `within` keeps what readers need in the next so many days.
    """

    language: Language | None = None
    kind: Kind | None = None
    state: State | None = None
    within: int | None = None

    @property
    def states(self) -> Sequence[State]:
        return (self.state,) if self.state else LACKING


@dataclass(frozen=True, slots=True)
class Parity:
    """How many texts a language should have, lacks, has out of date, and has that wait for a second person."""

    language: Language
    total: int
    missing: int
    out_of_date: int
    unreviewed: int = 0

    @property
    def complete(self) -> int:
        return self.total - self.missing - self.out_of_date - self.unreviewed


@dataclass(frozen=True, slots=True)
class Line:
    """A text with the languages in which it is in one of the wanted states."""

    text: StoredText
    states: Sequence[tuple[Language, State]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands in the list: its number from 1, of how many, and its neighbours."""

    number: int
    total: int
    previous: StoredText | None
    next: StoredText | None


@dataclass(frozen=True, slots=True)
class KindParity:
    """How far each language is in the texts of one kind."""

    kind: Kind
    languages: Sequence[Parity]


def parity(texts: Sequence[StoredText], languages: Iterable[Language], rules: Rules) -> list[Parity]:
    """Per language of an event, over texts that exist at all."""
    counted = []
    for language in languages:
        states = [one.text.state(language) for one in texts]
        unreviewed = states.count(State.TRANSLATED) if rules.needs_review else 0
        lacking = states.count(State.MISSING), states.count(State.OUT_OF_DATE)
        counted.append(Parity(language, len(states), *lacking, unreviewed))
    return counted


def parity_by_kind(texts: Sequence[StoredText], languages: Sequence[Language], rules: Rules) -> list[KindParity]:
    """The same for each kind that has texts."""
    kinds = [kind for kind in Kind if any(one.kind == kind for one in texts)]
    return [KindParity(kind, parity([one for one in texts if one.kind == kind], languages, rules)) for kind in kinds]


def place_of(
    text: StoredText, texts: Iterable[StoredText], languages: Sequence[Language], wanted: Wanted, moment: datetime
) -> Place:
    """Where a text stands among those that are wanted; it keeps its place when it is no longer one of them."""
    listed = [line.text for line in lines(texts, languages, wanted, moment, but_also=text.id)]
    at = next(number for number, one in enumerate(listed) if one.id == text.id)
    return Place(
        at + 1,
        len(listed),
        listed[at - 1] if at else None,
        listed[at + 1] if at + 1 < len(listed) else None,
    )


def lines(
    texts: Iterable[StoredText],
    languages: Sequence[Language],
    wanted: Wanted,
    moment: datetime,
    *,
    but_also: str = "",
) -> list[Line]:
    """The texts that are wanted, and the one with the id `but_also`.

    What readers need soonest comes first, then the rest, then what is over.
    """
    asked = [one for one in languages if wanted.language in (None, one)]
    found = []
    for one in texts:
        if (wanted.kind not in (None, one.kind) or not _in_time(one, wanted, moment)) and one.id != but_also:
            continue
        states = [(language, one.text.state(language)) for language in asked]
        listed = [(language, state) for language, state in states if state in wanted.states]
        if listed or one.id == but_also:
            found.append(Line(one, listed))
    by_text = {line.text.id: line for line in found}
    return [by_text[one.id] for one in in_order([line.text for line in found], moment)]


def in_order(texts: Iterable[StoredText], moment: datetime) -> list[StoredText]:
    """What readers need soonest first, then the rest, then what is over."""
    return sorted(texts, key=lambda one: _urgency(one.starts_at, moment))


def _in_time(text: StoredText, wanted: Wanted, moment: datetime) -> bool:
    if wanted.within is None:
        return True
    return text.starts_at is not None and moment <= text.starts_at <= moment + timedelta(days=wanted.within)


def _urgency(starts_at: datetime | None, moment: datetime) -> tuple[int, datetime]:
    if starts_at is None:
        return 1, moment
    return (0, starts_at) if starts_at >= moment else (2, starts_at)
