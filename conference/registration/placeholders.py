"""The named placeholders of mails about registrations: which there are, where they may stand, and reading them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from conference.registration.models import MailKind


class Placeholder(StrEnum):
    """What a mail's words can ask for, written in braces: «{name}»."""

    NAME = "name"
    EVENT = "event"
    DATES = "dates"
    PLACE = "place"
    STATE = "state"
    CODE = "code"
    LINK = "link"
    UNTIL = "until"
    MESSAGE = "message"
    CONTACT = "contact"


Piece: TypeAlias = str | Placeholder
Paragraph: TypeAlias = Sequence[Piece]

IN_SUBJECTS = frozenset(Placeholder) - {Placeholder.LINK, Placeholder.MESSAGE, Placeholder.CONTACT}
_NEED_LINK = frozenset({Placeholder.LINK})
NEEDED: Mapping[MailKind, frozenset[Placeholder]] = {
    MailKind.RECEIVED: _NEED_LINK,
    MailKind.CONFIRMED: _NEED_LINK,
    MailKind.WAITLISTED: _NEED_LINK,
    MailKind.PROMOTED: frozenset({Placeholder.UNTIL, Placeholder.LINK}),
    MailKind.DECLINED: frozenset(),
    MailKind.CORRECTION: frozenset({Placeholder.MESSAGE, Placeholder.LINK}),
    MailKind.FINISH: _NEED_LINK,
    MailKind.REMINDER: frozenset(),
    MailKind.CANCELLED: frozenset(),
    MailKind.LINK: _NEED_LINK,
}
"""Without these a kind of mail would not do what it is for."""

_BRACES = re.compile(r"\{([^{}\n]*)\}")
_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_LONGEST_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something in braces that is no placeholder."""

    name: str


@dataclass(frozen=True, slots=True)
class StrayBrace:
    """A brace without its other half; `near` is what stands around it."""

    near: str


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A placeholder that cannot stand in this text."""

    placeholder: Placeholder


@dataclass(frozen=True, slots=True)
class Absent:
    """A placeholder that this kind of mail cannot do without."""

    placeholder: Placeholder


Problem: TypeAlias = Unknown | StrayBrace | Misplaced | Absent


def pieces(text: str) -> list[Piece]:
    """The text as words and placeholders; what is unknown says nothing, so that no reader ever sees a brace."""
    found: list[Piece] = []
    end = 0
    for match in _BRACES.finditer(text):
        found.append(_without_braces(text[end : match.start()]))
        name = _named(match[1])
        if name is not None:
            found.append(name)
        end = match.end()
    found.append(_without_braces(text[end:]))
    return [piece for piece in found if piece]


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a body; a blank line begins a new one."""
    return [pieces(part.strip()) for part in _BLANK_LINES.split(text) if part.strip()]


def is_left_out(paragraph: Paragraph, present: frozenset[Placeholder]) -> bool:
    """Whether all that a paragraph asks for is empty: then it says nothing and is left out."""
    asked = {piece for piece in paragraph if isinstance(piece, Placeholder)}
    return bool(asked) and asked.isdisjoint(present)


def problems_of_subject(text: str) -> list[Problem]:
    return _problems(text, IN_SUBJECTS)


def problems_of_body(text: str, kind: MailKind) -> list[Problem]:
    used = {piece for piece in pieces(text) if isinstance(piece, Placeholder)}
    absent = [Absent(one) for one in Placeholder if one in NEEDED[kind] and one not in used]
    return [*_problems(text, frozenset(Placeholder)), *absent]


def _problems(text: str, allowed: frozenset[Placeholder]) -> list[Problem]:
    found: list[Problem] = []
    for match in _BRACES.finditer(text):
        name = _named(match[1])
        if name is None:
            found.append(Unknown(match[1].strip()[:_LONGEST_SHOWN]))
        elif name not in allowed:
            found.append(Misplaced(name))
    covered = _BRACES.sub(lambda match: " " * len(match[0]), text)
    stray = re.search(r"[{}]", covered)
    if stray:
        found.append(StrayBrace(_around(text, stray.start())))
    return found


def _around(text: str, place: int) -> str:
    start, end = max(0, place - _LONGEST_SHOWN // 2), place + _LONGEST_SHOWN // 2
    return " ".join(text[start:end].split())


def _named(written: str) -> Placeholder | None:
    """Capitals and spaces inside the braces do no harm."""
    try:
        return Placeholder(written.strip().lower())
    except ValueError:
        return None


def _without_braces(text: str) -> str:
    return text.replace("{", "").replace("}", "")
