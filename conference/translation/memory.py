"""What was translated before: texts whose source is the same as this one's, or nearly so, with their translations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from conference.core.languages import Language
from conference.core.translated import State
from conference.translation.queries import StoredText

CLOSE = 75.0
"""From how many hundredths of likeness on (Levenshtein's, without insertions counted twice) a source is close."""
MOST = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A translation of a source that is like the one asked for, in hundredths: 100 is the same."""

    source: str
    words: str
    likeness: int


def suggestions(
    text: StoredText, known: Iterable[StoredText], languages: Sequence[Language]
) -> Mapping[Language, Sequence[Suggestion]]:
    """For each of these languages that the text lacks or is behind in, the nearest translations, best first."""
    source = text.text.text(text.language)
    lacking = [
        one for one in languages if text.text.state(one) in (State.MISSING, State.OUT_OF_DATE) and one != text.language
    ]
    found: dict[Language, dict[str, Suggestion]] = {language: {} for language in lacking}
    if not lacking:
        return {}
    for other in known:
        if other.row == text.row and other.kind == text.kind and other.field == text.field:
            continue
        likeness = fuzz.ratio(source, other.text.text(text.language), score_cutoff=CLOSE)
        if not likeness:
            continue
        for language in lacking:
            words = other.text.text(language)
            if other.language != text.language or not other.text.state(language).is_up_to_date:
                continue
            best = found[language].get(words)
            if best is None or best.likeness < likeness:
                found[language][words] = Suggestion(other.text.text(text.language), words, int(likeness))
    ordered = {
        language: sorted(of_language.values(), key=lambda one: -one.likeness)[:MOST]
        for language, of_language in found.items()
    }
    return {language: several for language, several in ordered.items() if several}
