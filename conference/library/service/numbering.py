"""Symbols by the pattern of an event: «THAMM/2021/{number}» gives the next; Rev., Add. and Corr. continue one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from conference.library.models import Part

NUMBER = "{number}"
WRITTEN = {Part.REVISION: "Rev.", Part.ADDENDUM: "Add.", Part.CORRIGENDUM: "Corr."}
"""As the United Nations write them, in all languages alike."""


class PatternUnfit(Exception):
    """A pattern has the number once, and no other place in braces."""


def check_pattern(pattern: str) -> None:
    """Raises PatternUnfit."""
    rest = pattern.replace(NUMBER, "", 1)
    if NUMBER not in pattern or "{" in rest or "}" in rest:
        raise PatternUnfit(pattern)


def next_symbol(pattern: str, taken: Iterable[str]) -> str:
    """The symbol after the highest number that the pattern ever gave; a gap is not filled."""
    before, after = pattern.split(NUMBER)
    shaped = re.compile(f"{re.escape(before)}([0-9]{{1,9}}){re.escape(after)}", re.IGNORECASE)
    numbers = [int(found[1]) for symbol in taken if (found := shaped.fullmatch(symbol))]
    return f"{before}{max(numbers, default=0) + 1}{after}"


def part_symbol(base: str, part: Part, number: int) -> str:
    """«THAMM/2021/3/Rev.1»."""
    return f"{base}/{WRITTEN[part]}{number}"
