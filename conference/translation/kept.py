"""What a translation has to keep of its source: placeholders, links, addresses and numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from conference.core.text import latin_digits


class Part(StrEnum):
    """What kind of thing is kept."""

    PLACEHOLDER = "placeholder"
    LINK = "link"
    EMAIL = "email"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Difference:
    """Things that the translation lacks, and things that it has and the source has not."""

    part: Part
    lacking: Sequence[str]
    added: Sequence[str]


# Each is taken out of the text before the next is looked for: a link may hold numbers, an address is no link.
_PATTERNS = (
    (Part.PLACEHOLDER, re.compile(r"%\([A-Za-z_]\w*\)[sd]|\{[A-Za-z_]\w*\}")),
    (Part.LINK, re.compile(r"https?://[^\s<>«»\"'()،؛]+", re.IGNORECASE)),
    (Part.EMAIL, re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")),
    (Part.NUMBER, re.compile(r"\d+(?:[.,:٫٬\u00a0\u202f]\d+)*")),
)
_INSIDE_NUMBER = re.compile(r"\D+")
_AFTER_LINK = ".,;:!?…؟"


def differences(source: str, translation: str) -> list[Difference]:
    """How the two differ in what should be the same in both. «1 500», «1,500» and «١٥٠٠» are one number."""
    before, after = _parts(source), _parts(translation)
    found = []
    for part in Part:
        lacking, added = before[part] - after[part], after[part] - before[part]
        if lacking or added:
            found.append(Difference(part, [*lacking.elements()], [*added.elements()]))
    return found


def _parts(text: str) -> dict[Part, Counter[str]]:
    found: dict[Part, Counter[str]] = {}
    rest = text
    for part, pattern in _PATTERNS:
        if part == Part.NUMBER:
            rest = latin_digits(rest)
        found[part] = Counter(_plain(part, one) for one in pattern.findall(rest))
        rest = pattern.sub(" ", rest)
    return found


def _plain(part: Part, found: str) -> str:
    if part == Part.NUMBER:
        return _INSIDE_NUMBER.sub("", found)
    return found.rstrip(_AFTER_LINK) if part == Part.LINK else found
