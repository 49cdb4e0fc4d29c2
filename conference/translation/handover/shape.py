"""The one shape that both formats are written from and read into, and why a file is refused, as data."""

from __future__ import annotations

from dataclasses import dataclass

from conference.core.languages import Language
from conference.core.translated import State
from conference.translation.queries import StoredText

XLIFF, WORKBOOK = "xliff", "xlsx"
FORMATS = (XLIFF, WORKBOOK)
MOST_UNITS = 50_000


@dataclass(frozen=True, slots=True)
class Unit:
    """One text to be translated into one language, as it leaves. `where` tells in words where readers meet it."""

    text: StoredText
    language: Language
    where: str
    longest: int

    @property
    def source_words(self) -> str:
        return self.text.text.text(self.text.language)

    @property
    def words(self) -> str:
        return self.text.text.text(self.language)

    @property
    def state(self) -> State:
        return self.text.text.state(self.language)

    @property
    def marks(self) -> tuple[str, str]:
        """The digests of source and translation, by which a change in the meantime is noticed."""
        return self.text.text.base(self.text.language), self.text.text.base(self.language)


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """One unit as it came back, from `line` of the file (or the row of a sheet).

    `source_mark` and `mark` are the digests that it left with, None where a tool took them away. `is_confirmed`: the
    translator says that the words are right, even if they are those of before. `has_tags`: the words hold elements
    that our texts cannot hold.
    """

    line: int
    id: str
    language: Language
    source_words: str
    words: str
    source_mark: str | None = None
    mark: str | None = None
    is_confirmed: bool = False
    has_tags: bool = False
