"""What somebody typed, understood: words, phrases between quotation marks, symbols, a last word that breaks off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from conference.core.languages import Language
from conference.core.search import Form, words

LONGEST = 200
MOST_WORDS = 20
_QUOTED = re.compile(r"[\"«“„”]([^\"«“„”»]+)[\"»”“]")
_BY_HYPHENS = re.compile(r"[^\s/\\.,;:+&]+")


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for in the texts of one language: all `tokens`, and each of `phrases` word upon word.

    `written` is how all words are written, for languages in which they were not typed. `last` is the last word where
    it may be unfinished: it is not part of a phrase.
    """

    language: Language
    tokens: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    written: tuple[str, ...]
    last: Form | None

    @property
    def finished(self) -> Sought:
        """The same with the last word taken for whole."""
        return replace(self, last=None)

    @property
    def unfinished(self) -> Sought:
        """The same with `last` as the beginning of a word, which is no token."""
        return replace(self, tokens=self.tokens[:-1])


def understood(typed: str, language: Language) -> Sought | None:
    """What is looked for in `language`; None where nothing that was typed is a word."""
    forms: list[Form] = []
    phrases: list[tuple[str, ...]] = []
    last: Form | None = None
    for part, is_phrase in _parts(typed[:LONGEST]):
        found = [word.form for word in words(part, language)]
        if is_phrase and len(found) > 1:
            phrases.append(tuple(form.token for form in found))
        forms += found
        last = found[-1] if found and not is_phrase else None
    if not forms:
        return None
    forms = forms[:MOST_WORDS]
    written = tuple(dict.fromkeys(form.written for form in forms))
    tokens = list(dict.fromkeys(form.token for form in forms if form is not last))
    if last is not None and last.token not in tokens:
        tokens.append(last.token)
    elif last is not None:
        last = None
    return Sought(language, tuple(tokens), tuple(phrases), written, last)


def _parts(typed: str) -> Iterator[tuple[str, bool]]:
    """The parts of what was typed, each with whether its words must follow one another."""
    at = 0
    for quoted in _QUOTED.finditer(typed):
        yield from _plain(typed[at : quoted.start()])
        yield quoted[1], True
        at = quoted.end()
    yield from _plain(typed[at:])


def _plain(text: str) -> Iterator[tuple[str, bool]]:
    """Words between spaces; one made of several, by hyphens (main-d’œuvre) or with digits (A/2021/3), is a phrase."""
    for piece in text.split():
        yield piece, any(one.isdigit() for one in piece) or (_BY_HYPHENS.fullmatch(piece) is not None and "-" in piece)
