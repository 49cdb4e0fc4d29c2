"""How far the texts of a thing exist in each of the event's languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from conference.agenda.models import Session, Speaker
from conference.core.languages import Language
from conference.core.translated import State, Translated

_WORST_FIRST = (State.MISSING, State.OUT_OF_DATE)


def parity(texts: Iterable[Translated], languages: Iterable[Language]) -> list[tuple[Language, State]]:
    """Per language the worst state of those texts that exist at all; TRANSLATED where nothing is to be done."""
    written = [text for text in texts if text]
    return [(language, _worst({text.state(language) for text in written})) for language in languages]


def is_complete(states: Sequence[tuple[Language, State]]) -> bool:
    return not any(state in _WORST_FIRST for _language, state in states)


def texts_of_session(session: Session) -> list[Translated]:
    """The texts that stand in a session: its own and its talks'."""
    return [session.title, session.abstract, *(talk.title for talk in session.presentations)]


def texts_of_speaker(speaker: Speaker) -> list[Translated]:
    return [speaker.function, speaker.organisation, speaker.biography]


def _worst(states: set[State]) -> State:
    return next((state for state in _WORST_FIRST if state in states), State.TRANSLATED)
