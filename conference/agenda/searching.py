"""Finding words in an agenda by the tokens of core/search, which are made once and go with the agenda."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from conference.agenda.published import PublishedAgenda, PublishedSession
from conference.core.languages import LANGUAGES, Language
from conference.core.search import tokens
from conference.core.translated import Translated

MOST_TOKENS = 20


@dataclass(frozen=True, slots=True)
class Index:
    """The tokens of each session in each language."""

    by_session: Mapping[int, Mapping[Language, frozenset[str]]]

    def find(self, words: str) -> Collection[int]:
        """The sessions that hold all the words in one language; a word may be the beginning of one of theirs."""
        sought = {language: tokens(words, language)[:MOST_TOKENS] for language in LANGUAGES}
        return {
            session_id
            for session_id, held in self.by_session.items()
            if any(sought[language] and _holds(mine, sought[language]) for language, mine in held.items())
        }


def _holds(held: frozenset[str], sought: Collection[str]) -> bool:
    return all(token in held or any(one.startswith(token) for one in held) for token in sought)


_indexes: WeakKeyDictionary[PublishedAgenda, Index] = WeakKeyDictionary()
_lock = threading.Lock()


def index_of(agenda: PublishedAgenda) -> Index:
    """The index of an agenda; it is kept as long as the agenda itself is."""
    with _lock:
        known = _indexes.get(agenda)
    if known is not None:
        return known
    made = Index({session.id: _tokens(session) for session in agenda.sessions if not session.is_break})
    with _lock:
        return _indexes.setdefault(agenda, made)


def _tokens(session: PublishedSession) -> Mapping[Language, frozenset[str]]:
    texts: list[Translated] = [session.title, session.abstract, *(talk.title for talk in session.talks)]
    names = [session.code]
    for one in session.everybody:
        texts += [one.person.function, one.person.organisation]
        names += [one.person.native_name, one.person.latin_name]
    texts += [place.name for place in (session.room, session.track) if place]
    return {
        language: frozenset(
            token for text in (*names, *(text.text(language) for text in texts)) for token in tokens(text, language)
        )
        for language in LANGUAGES
    }
