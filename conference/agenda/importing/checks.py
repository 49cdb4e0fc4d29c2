"""What a file may say: texts that our forms would take, hours that exist, and the problems where it is otherwise."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from conference.agenda.importing.shape import FoundAgenda, Problem
from conference.core import text
from conference.core.text_fields import LONG, SHORT
from conference.events.models import Event


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file that is being read, and where its problems go."""

    agenda: FoundAgenda
    number: int
    about: str

    def problem(self, code: str, **data: Any) -> None:
        self.agenda.problems.append(self._told(code, data))

    def remark(self, code: str, **data: Any) -> None:
        self.agenda.remarks.append(self._told(code, data))

    def _told(self, code: str, data: Mapping[str, Any]) -> Problem:
        """What is quoted of the file may hold what no page can show."""
        quoted = {name: _visible(value) if isinstance(value, str) else value for name, value in data.items()}
        return Problem(self.number, _visible(self.about), code, quoted)

    def text(self, words: str, *, longest: int = SHORT) -> str:
        """One line, or empty after a problem was noted."""
        if len(words) > longest:
            self.problem("too_long", longest=longest, length=len(words))
            return ""
        return self._shown(words, multiline=False)

    def long_text(self, words: str) -> str:
        """Paragraphs; what a description cannot hold is left out with a remark."""
        if len(words) > LONG:
            self.remark("shortened", longest=LONG)
            words = words[: LONG - 2].rsplit(maxsplit=1)[0] + " …"
        return self._shown(words, multiline=True)

    def _shown(self, words: str, *, multiline: bool) -> str:
        if text.has_bidi_controls(words):
            self.problem("direction")
            return ""
        if text.has_control_characters(words, multiline=multiline):
            self.problem("characters")
            return ""
        return words

    def instant(self, event: Event, wall: datetime) -> datetime | None:
        """What clocks of the event show, as an instant; of an hour that comes twice the first. None with a problem."""
        try:
            found = wall.replace(tzinfo=event.zone_info).astimezone(UTC)
        except OverflowError:
            self.problem("bad_day", cell=wall.date().isoformat())
            return None
        if found.astimezone(event.zone_info).replace(tzinfo=None) != wall:
            self.problem("no_such_hour")
            return None
        return found


def _visible(words: str) -> str:
    return "".join("\ufffd" if text.has_control_characters(one, multiline=False) else one for one in words)


def duration(words: str) -> timedelta | None:
    """Hours and minutes («01:30»), with seconds or days where a file has them; None for anything else."""
    parts = text.latin_digits(words.strip()).split(":")
    if not 2 <= len(parts) <= 4 or not all(part.isascii() and part.isdigit() and len(part) < 5 for part in parts):
        return None
    numbers = list(map(int, parts))
    days = numbers.pop(0) if len(numbers) == 4 else 0
    return timedelta(days=days, hours=numbers[0], minutes=numbers[1])


def day(words: str) -> date | None:
    try:
        return date.fromisoformat(text.latin_digits(words.strip())[:10])
    except ValueError:
        return None


def hour(words: str) -> timedelta | None:
    """An hour of the day as the time since midnight: 9:30, 09:30 or 09h30."""
    typed = text.latin_digits(words.strip()).lower().replace("h", ":").replace(".", ":")
    found = duration(typed)
    return found if found is not None and found < timedelta(days=1) and len(typed.split(":")) < 4 else None


def ascii_code(words: str, longest: int = 40) -> str:
    """What of a slug or a name can stand in an address: Latin letters, digits, single hyphens."""
    plain = "".join(one if one.isascii() and one.isalnum() else "-" for one in text.ascii_letters(words))
    whole = "-".join(part for part in plain.split("-") if part)
    return whole if len(whole) <= longest else whole[: longest + 1].rpartition("-")[0] or whole[:longest]


def free_code(wanted: str, number: str, taken: Collection[str]) -> str:
    """A code that nobody has, in lower case for comparing: the wanted one, with the file's number, or counted on."""
    base = wanted or "x"
    for ending in ("", f"-{ascii_code(number, 12)}" if number else "-2"):
        code = ascii_code(base, 40 - len(ending)) + ending
        if code.lower() not in taken:
            return code
    count = 2
    while (code := f"{ascii_code(base, 34)}-{count}").lower() in taken:
        count += 1
    return code
