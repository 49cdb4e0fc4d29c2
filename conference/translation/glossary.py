"""What the glossary says of one translation: terms that it does not use, and words that it should not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from conference.core.languages import Language
from conference.core.search import tokens
from conference.translation.models import GlossaryTerm


@dataclass(frozen=True, slots=True)
class Advice:
    """A term of the source, how it is to be said, and the forbidden way that was used, if it was one."""

    term: GlossaryTerm
    used: str


def advice(
    terms: Iterable[GlossaryTerm], source: str, translation: str, *, of: Language, into: Language
) -> list[Advice]:
    """The terms of the source whose translation lacks the preferred words or has forbidden ones.

    Words count by their stems, so that a plural is the same term: «Partners» asks for what «partner» does.
    """
    said, found = tokens(source, of), []
    written = tokens(translation, into)
    for term in terms:
        if (term.source_code, term.target_code) != (of.code, into.code) or not _holds(said, tokens(term.term, of)):
            continue
        used = next((one for one in term.forbidden if _holds(written, tokens(one, into))), "")
        if used or not _holds(written, tokens(term.preferred, into)):
            found.append(Advice(term, used))
    return found


def terms_in(terms: Iterable[GlossaryTerm], source: str, *, of: Language, into: Language) -> list[GlossaryTerm]:
    """The terms that a source text holds, for whoever is about to translate it."""
    said = tokens(source, of)
    return [
        term
        for term in terms
        if (term.source_code, term.target_code) == (of.code, into.code) and _holds(said, tokens(term.term, of))
    ]


def _holds(text: Sequence[str], phrase: Sequence[str]) -> bool:
    """Whether the words of a phrase follow one another somewhere in a text."""
    length = len(phrase)
    return bool(phrase) and any(text[at : at + length] == phrase for at in range(len(text) - length + 1))
