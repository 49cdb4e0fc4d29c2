"""Text that exists in several languages: one value that knows its source and what is out of date."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from blinker import Signal
from sqlalchemy import JSON
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from conference.core.languages import LANGUAGES, Language

fallback_shown = Signal("A text was resolved in another language than the page's; sends `resolved`.")


class State(StrEnum):
    """How a text stands in one language."""

    SOURCE = "source"
    TRANSLATED = "translated"
    REVIEWED = "reviewed"
    OUT_OF_DATE = "out_of_date"
    MISSING = "missing"

    @property
    def is_up_to_date(self) -> bool:
        """Whether readers have the text as it should be, looked at by a second person or not."""
        return self in (State.SOURCE, State.TRANSLATED, State.REVIEWED)


@dataclass(frozen=True, slots=True)
class Entry:
    """One language's text. `of` is the digest of the source text it was translated from; the source has none.

    `made_from` is that source text itself, kept only while it is no longer the source: so that a translator sees what
    changed since, and texts that are up to date take no more room than before. `reviewed_by` is the second person who
    looked at these very words.
    """

    text: str
    of: str | None = None
    by: int | None = None
    at: str | None = None
    made_from: str | None = None
    reviewed_by: int | None = None
    reviewed_at: str | None = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a reader is given: the text, the language it is really in, and whether that is another than asked for."""

    text: str
    language: Language
    is_fallback: bool


@dataclass(frozen=True, slots=True)
class Edit:
    """What a form sends for one language: the text, and the digest of the text that the form had shown.

    `still_right` says that an out-of-date translation needs no change after all.
    """

    text: str
    base: str
    still_right: bool = False


class Clash(Exception):
    """Somebody else changed the same language meanwhile. `theirs` holds the stored text by language."""

    def __init__(self, theirs: dict[Language, str]) -> None:
        super().__init__(", ".join(language.code for language in theirs))
        self.theirs = theirs


def digest(text: str) -> str:
    """A short fingerprint of a text; the empty text has the empty digest."""
    return hashlib.sha256(text.encode()).hexdigest()[:16] if text else ""


class Translated:
    """An immutable text in several languages, at most one of which is the source (design §4)."""

    __slots__ = ("_entries",)

    def __init__(self, entries: Mapping[Language, Entry] | None = None) -> None:
        self._entries: dict[Language, Entry] = dict(entries or {})

    @classmethod
    def of(cls, source: Language, texts: Mapping[Language, str], *, by: int | None = None) -> Self:
        """A text whose translations were all made from the `source` text given here. Empty texts are left out."""
        made_from = digest(texts.get(source, ""))
        return cls(
            {
                language: Entry(text, of=None if language == source else made_from, by=by)
                for language, text in texts.items()
                if text
            }
        )

    def __bool__(self) -> bool:
        return bool(self._entries)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Translated) and self._entries == other._entries

    def __hash__(self) -> int:
        return hash(frozenset(self._entries.items()))

    def __repr__(self) -> str:
        return f"Translated({ {language.code: entry.text for language, entry in self._entries.items()} })"

    def __str__(self) -> str:
        raise TypeError("A Translated text has no language of its own: use shown(), text() or resolve().")

    def __iter__(self) -> Iterator[Language]:
        return iter(self._entries)

    @property
    def source(self) -> Language | None:
        return next((language for language, entry in self._entries.items() if entry.of is None), None)

    def text(self, language: Language) -> str:
        """The text in exactly this language, or the empty string."""
        entry = self._entries.get(language)
        return entry.text if entry else ""

    def resolve(self, language: Language) -> Resolved:
        """The text in `language`; else in the source; else in the first language that has it; else empty."""
        for candidate in (language, self.source, *LANGUAGES):
            if candidate is not None and candidate in self._entries:
                resolved = Resolved(self._entries[candidate].text, candidate, candidate != language)
                if resolved.is_fallback:
                    fallback_shown.send(self, resolved=resolved)
                return resolved
        return Resolved("", language, False)

    def state(self, language: Language) -> State:
        entry = self._entries.get(language)
        if entry is None:
            return State.MISSING
        if entry.of is None:
            return State.SOURCE
        if entry.of != self.base(self.source):
            return State.OUT_OF_DATE
        return State.REVIEWED if entry.reviewed_at else State.TRANSLATED

    def base(self, language: Language | None) -> str:
        """The digest of the text in `language`, which a form carries so that a later edit can be noticed."""
        return digest(self.text(language)) if language else ""

    def made_from(self, language: Language) -> str | None:
        """The source text that an out-of-date translation was made from; None for others, or where it was not kept."""
        entry = self._entries.get(language)
        return entry.made_from if entry and self.state(language) == State.OUT_OF_DATE else None

    def written_by(self, language: Language) -> int | None:
        """The account that wrote the text in `language` or last found it right; None where nobody is known."""
        entry = self._entries.get(language)
        return entry.by if entry else None

    def reviewed(self, language: Language, base: str, *, by: int, at: datetime) -> Translated:
        """This text where somebody has looked at the translation with the digest `base` and found it right.

        Raises Clash where the translation is another by now, or its source has changed.
        """
        if self.base(language) != base or self.state(language) not in (State.TRANSLATED, State.REVIEWED):
            raise Clash({language: self.text(language)})
        looked_at = replace(self._entries[language], reviewed_by=by, reviewed_at=at.isoformat())
        return Translated({**self._entries, language: looked_at})

    def merge(
        self, edits: Mapping[Language, Edit], *, source: Language, by: int | None = None, at: datetime
    ) -> Translated:
        """This text with a form's edits, language by language, so that nobody's words vanish.

        A language that the form left as it had found it keeps what is stored now. A translation is recorded as
        made from the source text that its form showed. Where a text lacks the event's `source` language and is given
        none, it stays a translation of the one that it began in. Raises Clash where both sides changed one language.
        """
        if self.source is not None and not self.text(source) and not (source in edits and edits[source].text):
            source = self.source
        theirs = {
            language: self.text(language)
            for language, edit in edits.items()
            if digest(edit.text) not in (edit.base, self.base(language)) and self.base(language) != edit.base
        }
        if theirs:
            raise Clash(theirs)
        seen_source = edits.get(source)
        made_from = digest(seen_source.text) if seen_source else self.base(source)
        before = self._sourced_in(source)
        entries = dict(before._entries)
        for language, edit in edits.items():
            changed = digest(edit.text) not in (edit.base, self.base(language))
            if changed and not edit.text:
                entries.pop(language, None)
            elif changed:
                of = None if language == source else made_from
                entries[language] = Entry(edit.text, of=of, by=by, at=at.isoformat())
            elif edit.still_right and language in entries and language != source:
                entries[language] = Entry(entries[language].text, of=made_from, by=by, at=at.isoformat())
        if source in entries:
            for language, entry in entries.items():
                if entry.of is None and language != source:
                    entries[language] = replace(entry, of=made_from)
        texts = [before.text(source), seen_source.text if seen_source else ""]
        return Translated(_remembering(entries, texts))

    def _sourced_in(self, source: Language) -> Translated:
        """The same texts where the event's source language is now another: what was the source becomes a translation.

        It is up to date if the new source was; else it is the newer of the two, and out of date says that they differ.
        """
        before = self.source
        if before == source or source not in self._entries:
            return self
        as_before = self._entries[source].of == self.base(before)
        translated_from = {self.base(before): self.base(source) if as_before else ""}
        entries = {}
        for language, entry in self._entries.items():
            if language == source:
                entries[language] = replace(entry, of=None)
            else:
                of = self.base(before) if entry.of is None else entry.of
                entries[language] = replace(entry, of=translated_from.get(of, of))
        return Translated(entries)

    def to_json(self) -> dict[str, dict[str, Any]]:
        """Per language `{"text", "state", "of", "by", "at"}`, "from" where it is out of date, "review" where it was."""
        return {
            language.code: {
                "text": entry.text,
                "state": State.SOURCE if entry.of is None else State.TRANSLATED,
                "of": entry.of,
                "by": entry.by,
                "at": entry.at,
                **({} if entry.made_from is None else {"from": entry.made_from}),
                **({} if entry.reviewed_at is None else {"review": {"by": entry.reviewed_by, "at": entry.reviewed_at}}),
            }
            for language, entry in self._entries.items()
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Mapping[str, Any]] | None) -> Self:
        return cls(
            {
                Language.of(code): Entry(
                    entry["text"],
                    entry.get("of"),
                    entry.get("by"),
                    entry.get("at"),
                    entry.get("from"),
                    (entry.get("review") or {}).get("by"),
                    (entry.get("review") or {}).get("at"),
                )
                for code, entry in (stored or {}).items()
            }
        )


def _remembering(entries: Mapping[Language, Entry], texts: Iterable[str]) -> dict[Language, Entry]:
    """The entries, each out-of-date translation with the source text that it was made from, as far as it is known.

    `texts` are what the source was before, and what a form had shown of it.
    """
    current = next((digest(entry.text) for entry in entries.values() if entry.of is None), "")
    known = {entry.of: entry.made_from for entry in entries.values() if entry.made_from is not None}
    known |= {digest(text): text for text in texts if text}
    return {
        language: replace(entry, made_from=None if entry.of in (None, current) else known.get(entry.of))
        for language, entry in entries.items()
    }


class TranslatedText(TypeDecorator[Translated]):
    """The column type of a Translated value: JSON, JSONB on PostgreSQL."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(JSONB() if dialect.name == "postgresql" else JSON())

    def process_bind_param(self, value: Translated | None, dialect: Dialect) -> Any:
        return (value or Translated()).to_json()

    def process_result_value(self, value: Any, dialect: Dialect) -> Translated:
        return Translated.from_json(value)
