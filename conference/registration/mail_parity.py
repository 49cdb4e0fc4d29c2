"""In which languages an event has its own words for a kind of mail, and where they lag behind the source."""

from __future__ import annotations

from enum import StrEnum

from conference.core.languages import Language
from conference.core.translated import State
from conference.registration.models import MailText


class Words(StrEnum):
    """USUAL where nobody wrote anything; BEHIND where the source language has words of its own and this one none."""

    USUAL = "usual"
    OWN = "own"
    BEHIND = "behind"
    OUT_OF_DATE = "out of date"


def words_in(own: MailText | None, language: Language, *, source: Language) -> Words:
    """Whose words people of a language read."""
    if own is None:
        return Words.USUAL
    texts = (own.subject, own.body)
    states = [text.state(language) for text in texts]
    if any(text.text(source) and state == State.MISSING for text, state in zip(texts, states, strict=True)):
        return Words.BEHIND
    if State.OUT_OF_DATE in states:
        return Words.OUT_OF_DATE
    return Words.OWN if any(text.text(language) for text in texts) else Words.USUAL
