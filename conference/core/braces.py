"""Placeholders in braces, «{name}», in texts that people write: reading them, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

BRACES: Final = re.compile(r"\{([^{}\n]*)\}")
LONGEST_SHOWN: Final = 30
Name = TypeVar("Name", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something in braces that is no placeholder."""

    name: str


@dataclass(frozen=True, slots=True)
class StrayBrace:
    """A brace without its other half; `near` is what stands around it."""

    near: str


def pieces(text: str, names: type[Name]) -> Iterator[str | Name]:
    """The text as words and placeholders; what is unknown says nothing, so that no reader ever sees a brace."""
    end = 0
    for match in BRACES.finditer(text):
        yield from _words(text[end : match.start()])
        name = named(match[1], names)
        if name is not None:
            yield name
        end = match.end()
    yield from _words(text[end:])


def named(written: str, names: type[Name]) -> Name | None:
    """Capitals and spaces inside the braces do no harm."""
    try:
        return names(written.strip().lower())
    except ValueError:
        return None


def unknown(written: str) -> Unknown:
    return Unknown(written.strip()[:LONGEST_SHOWN])


def stray_brace(text: str) -> StrayBrace | None:
    covered = BRACES.sub(lambda match: " " * len(match[0]), text)
    stray = re.search(r"[{}]", covered)
    if stray is None:
        return None
    start, end = max(0, stray.start() - LONGEST_SHOWN // 2), stray.start() + LONGEST_SHOWN // 2
    return StrayBrace(" ".join(text[start:end].split()))


def _words(text: str) -> Iterator[str]:
    words = text.replace("{", "").replace("}", "")
    if words:
        yield words
