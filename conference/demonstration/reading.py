"""Checked reading of the demonstration's TOML files: every key is known, every text stands in every language."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any

from conference.core.languages import SHIPPED, Language

FOLDER = Path(__file__).parent / "content"


class ContentError(Exception):
    """A content file breaks a rule: `file` and `place` say where, `problem` says which."""

    def __init__(self, file: str, place: str, problem: str) -> None:
        super().__init__(f"{file}, {place or 'top'}: {problem}")
        self.file, self.place, self.problem = file, place, problem


@dataclass(frozen=True, slots=True)
class Text:
    """A text in the languages that it exists in.

    `made_from` holds, for a translation that is out of date, the former source text that it was made from.
    """

    texts: Mapping[Language, str]
    made_from: Mapping[Language, str] = field(default_factory=dict)

    def __getitem__(self, language: Language) -> str:
        """The text in exactly this language. Raises KeyError where it is missing."""
        return self.texts[language]

    def __iter__(self) -> Iterator[Language]:
        return iter(self.texts)


class Record:
    """One TOML table that knows its place; it gives each key once, and `done` complains of those nobody asked for.

    Two keys speak about its texts: `gaps` lists those left untranslated on purpose (`["title.fr"]`), and `outdated`
    gives the former source text of a translation (`outdated."title.fr" = "…"`).
    """

    def __init__(self, file: str, place: str, values: Mapping[str, Any]) -> None:
        self.file, self.place = file, place
        self._values = dict(values)
        self._gaps: set[str] = set(self._values.pop("gaps", ()))
        self._outdated: dict[str, str] = dict(self._values.pop("outdated", {}))

    def error(self, problem: str) -> ContentError:
        return ContentError(self.file, self.place, problem)

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(self._values))

    def _take(self, key: str, kind: type | tuple[type, ...]) -> Any:
        if key not in self._values:
            raise self.error(f"{key} is missing")
        value = self._values.pop(key)
        if not isinstance(value, kind):
            raise self.error(f"{key} has the wrong type: {value!r}")
        return value

    def word(self, key: str, among: Collection[str] | None = None) -> str:
        """A non-empty string, one of `among` where that is given."""
        value: str = self._take(key, str)
        if not value.strip() or (among is not None and value not in among):
            raise self.error(f"{key} is unknown: {value!r}")
        return value

    def word_or_none(self, key: str, among: Collection[str] | None = None) -> str | None:
        return self.word(key, among) if key in self else None

    def words(self, key: str, among: Collection[str] | None = None) -> tuple[str, ...]:
        """A list of different strings, each one of `among` where that is given."""
        values: list[str] = self._take(key, list)
        for value in values:
            if not isinstance(value, str) or (among is not None and value not in among):
                raise self.error(f"{key} names an unknown {value!r}")
        if len(set(values)) < len(values):
            raise self.error(f"{key} repeats itself")
        return tuple(values)

    def languages(self, key: str) -> tuple[Language, ...]:
        return tuple(Language.of(code) for code in self.words(key, [language.code for language in SHIPPED]))

    def number(self, key: str) -> int:
        value: int = self._take(key, int)
        return value

    def flag(self, key: str) -> bool:
        value: bool = self._take(key, bool)
        return value

    def day(self, key: str) -> date:
        value: date = self._take(key, date)
        return value

    def hour(self, key: str) -> time:
        """A local hour written "09:30"."""
        try:
            return time.fromisoformat(self.word(key))
        except ValueError as error:
            raise self.error(f"{key} is no hour") from error

    def text(self, key: str) -> Text:
        """A text in every language, but for the deliberate `gaps`."""
        by_code: dict[str, str] = self._take(key, dict)
        given = {code for code, text in by_code.items() if isinstance(text, str) and text.strip()}
        codes = {language.code for language in SHIPPED}
        gaps = {code for code in codes if f"{key}.{code}" in self._gaps}
        for code in sorted(codes - given - gaps):
            raise self.error(f"{key} is missing in {code}")
        for code in sorted((given & gaps) | (set(by_code) - codes)):
            raise self.error(f"{key}.{code} should not be there")
        self._gaps -= {f"{key}.{code}" for code in gaps}
        return Text(
            {language: by_code[language.code] for language in SHIPPED if language.code in given},
            {
                language: self._outdated.pop(f"{key}.{language.code}")
                for language in SHIPPED
                if f"{key}.{language.code}" in self._outdated
            },
        )

    def record(self, key: str) -> Record:
        return Record(self.file, f"{self.place}.{key}".lstrip("."), self._take(key, dict))

    def records(self, key: str) -> list[Record]:
        """The tables of an array, which may be absent; each is called by its code, or else by its number."""
        tables: list[Mapping[str, Any]] = self._take(key, list) if key in self else []
        return [
            Record(self.file, f"{self.place} {key}[{table.get('code', number)}]".strip(), table)
            for number, table in enumerate(tables)
        ]

    def tables(self) -> dict[str, Record]:
        """All that is left, as tables by name."""
        return {name: self.record(name) for name in list(self._values)}

    def done(self) -> None:
        """Raises ContentError where a key was never asked for: a spelling mistake must not be silent."""
        for key in [*self._values, *sorted(self._gaps), *self._outdated]:
            raise self.error(f"{key} is not known here")


def read(name: str, folder: Path = FOLDER) -> Record:
    """The content file of this name, whole. Raises ContentError where it is missing or no TOML."""
    return Record(name, "", _parsed(folder / name, name))


@cache
def _parsed(path: Path, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ContentError(name, "", "there is no such file") from error
    except tomllib.TOMLDecodeError as error:
        raise ContentError(name, "", str(error)) from error
