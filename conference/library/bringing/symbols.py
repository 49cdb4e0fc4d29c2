"""The symbol of a document as its first page prints it, else as its file's name hints at it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from conference.core.text import latin_digits

FIRST = 2_000
"""Characters of the first page among which a symbol stands: what comes later cites other documents."""
LONGEST = 80
_PARTS = r"(?:/(?:Add|Corr|Rev)\.? ?\d+)*"
_PRINTED = re.compile(rf"(?<![\w/.])[A-Z][A-Z0-9.-]*(?:/[A-Z0-9.-]+)*/\d+{_PARTS}(?![\w/])")
_IN_A_NAME = re.compile(
    r"(?<![A-Za-z])([A-Z][A-Z0-9]+)[ _/.-]+((?:19|20)\d\d)[ _/.-]+(\d{1,3})"
    r"((?:[ _/.-]+(?:Add|Corr|Rev)[ _.]*\d+)*)(?!\d)",
    re.IGNORECASE,
)
_PART_IN_A_NAME = re.compile(r"(Add|Corr|Rev)[ _.]*(\d+)", re.IGNORECASE)
_NOT_PLAIN = re.compile(r"[^A-Z0-9]+")


def symbol_on(page: str, known: Iterable[str]) -> str:
    """The symbol that a first page prints: one that the event has, else the first that looks like one; else nothing."""
    top = latin_digits(page[:FIRST])
    of_event = [(top.find(one), -len(one), one) for one in known if _stands_in(one, top)]
    if of_event:
        return min(of_event)[2]
    found = _PRINTED.search(top)
    # A date is written like this too, but begins with digits; «A/4» names a size of paper.
    return found[0].replace(" ", "")[:LONGEST] if found and len(found[0]) > 4 else ""


def symbol_in_name(name: str, known: Sequence[str]) -> str:
    """The symbol that a file's name hints at, where it names one that the event has, or a series, a year, a number."""
    stem = latin_digits(name.rpartition(".")[0] or name)
    words = f" {_plain(stem)} "
    for symbol in sorted(known, key=len, reverse=True):
        if f" {_plain(symbol)} " in words:
            return symbol
    found = _IN_A_NAME.search(stem)
    if found is None:
        return ""
    series, year, number, parts = found.groups()
    added = "".join(f"/{kind.capitalize()}.{count}" for kind, count in _PART_IN_A_NAME.findall(parts))
    return f"{series.upper()}/{year}/{int(number)}{added}"[:LONGEST]


def _stands_in(symbol: str, text: str) -> bool:
    """Whether a symbol is printed in a text as a whole: «THAMM/2021/1» does not stand in «THAMM/2021/10»."""
    return re.search(rf"(?<![\w/]){re.escape(symbol)}(?![\w/])", text) is not None


def _plain(text: str) -> str:
    return " ".join(_NOT_PLAIN.sub(" ", text.upper()).split())
