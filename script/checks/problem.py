"""What every check reports: where something is wrong, what, and what to do about it."""

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Problem:
    """One finding. ``advice`` is the sentence that teaches: why it matters and how to mend it."""

    path: Path
    line: int
    what: str
    advice: str
    is_warning: bool = False

    def __str__(self) -> str:
        kind = "warning: " if self.is_warning else ""
        return f"{self.path}:{self.line}: {kind}{self.what}\n    {self.advice}"


def line_of(text: str, position: int) -> int:
    """The number of the line, from 1, in which the character at ``position`` stands."""
    return text.count("\n", 0, position) + 1


def blanked(text: str) -> str:
    """``text`` as spaces of the same length and lines, so that positions behind it stay right."""
    return re.sub(r"[^\n]", " ", text)


def exempted_lines(text: str, rule: str) -> set[int]:
    """The lines that a comment ``allow <rule>: <reason>`` excuses: its own, and the one after it."""
    lines: set[int] = set()
    for found in re.finditer(rf"(?:/\*|\{{#)-?\s*allow {rule}:\s*[^\s*#][^*#]*(?:\*/|-?#\}})", text):
        first, last = line_of(text, found.start()), line_of(text, found.end())
        lines.update(range(first, last + 2))
    return lines
