"""The named placeholders of mails about registrations: which there are, where they may stand, and reading them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from conference.core import braces
from conference.core.braces import BRACES, StrayBrace, Unknown, named, stray_brace, unknown
from conference.registration.models import MailKind


class Placeholder(StrEnum):
    """What a mail's words can ask for, written in braces: «{name}»."""

    NAME = "name"
    EVENT = "event"
    DATES = "dates"
    PLACE = "place"
    CATEGORY = "category"
    ORGANISATION = "organisation"
    FOCAL_POINT = "focal_point"
    STATE = "state"
    CODE = "code"
    LINK = "link"
    UNTIL = "until"
    QUOTAS = "quotas"
    DETAILS = "details"
    MESSAGE = "message"
    CONTACT = "contact"


Piece: TypeAlias = str | Placeholder
Paragraph: TypeAlias = Sequence[Piece]

# These bring paragraphs, a list or a table of their own, so they never stand inside a sentence.
BLOCKS = frozenset({Placeholder.DETAILS, Placeholder.MESSAGE, Placeholder.QUOTAS})
NOT_IN_SUBJECTS = BLOCKS | {Placeholder.LINK, Placeholder.CONTACT}

_OF_DELEGATION = frozenset({Placeholder.FOCAL_POINT, Placeholder.QUOTAS})
_ALWAYS = frozenset(Placeholder) - {Placeholder.UNTIL, Placeholder.MESSAGE} - _OF_DELEGATION
_OF_PERSON = frozenset({Placeholder.NAME, Placeholder.ORGANISATION, Placeholder.STATE, Placeholder.CODE})
_MESSAGE, _UNTIL = frozenset({Placeholder.MESSAGE}), frozenset({Placeholder.UNTIL})
_FOCAL_POINT, _QUOTAS = frozenset({Placeholder.FOCAL_POINT}), frozenset({Placeholder.QUOTAS})
# Who is only nominated is not examined yet, and may have another code once they confirm.
_STATE, _CODE = frozenset({Placeholder.STATE}), frozenset({Placeholder.CODE})
OFFERED: Mapping[MailKind, frozenset[Placeholder]] = {
    MailKind.RECEIVED: _ALWAYS,
    MailKind.CONFIRMED: _ALWAYS | _MESSAGE,
    MailKind.WAITLISTED: _ALWAYS | _MESSAGE,
    MailKind.PROMOTED: _ALWAYS | _UNTIL,
    MailKind.DECLINED: _ALWAYS | _MESSAGE,
    MailKind.CORRECTION: _ALWAYS | _MESSAGE,
    MailKind.FINISH: _ALWAYS | _MESSAGE | _UNTIL,
    MailKind.REMINDER: _ALWAYS,
    MailKind.CANCELLED: _ALWAYS | _MESSAGE,
    MailKind.LINK: _ALWAYS,
    MailKind.INVITATION: _ALWAYS - _OF_PERSON,
    MailKind.DELEGATION_INVITED: (_ALWAYS | _UNTIL | _QUOTAS) - _STATE - _CODE - {Placeholder.CATEGORY},
    MailKind.NOMINATED: (_ALWAYS | _FOCAL_POINT) - _STATE - _CODE,
    MailKind.NOMINATION_WITHDRAWN: (_ALWAYS | _FOCAL_POINT) - _CODE,
}
"""What each kind of mail has something to say for."""

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
    MailKind.INVITATION: _NEED_LINK,
    MailKind.DELEGATION_INVITED: _NEED_LINK,
    MailKind.NOMINATED: _NEED_LINK,
    MailKind.NOMINATION_WITHDRAWN: frozenset(),
}
"""Without these a kind of mail would not do what it is for."""

_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A placeholder that no subject can hold."""

    placeholder: Placeholder


@dataclass(frozen=True, slots=True)
class NotOffered:
    """A placeholder for which this kind of mail has nothing to say."""

    placeholder: Placeholder


@dataclass(frozen=True, slots=True)
class NotAlone:
    """A placeholder that stands inside a sentence and needs a paragraph of its own."""

    placeholder: Placeholder


@dataclass(frozen=True, slots=True)
class Absent:
    """A placeholder that this kind of mail cannot do without."""

    placeholder: Placeholder


Problem: TypeAlias = Unknown | StrayBrace | Misplaced | NotOffered | NotAlone | Absent


def pieces(text: str) -> list[Piece]:
    """The text as words and placeholders; what is unknown says nothing, so that no reader ever sees a brace."""
    return list(braces.pieces(text, Placeholder))


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a body; a blank line begins a new one, and so does whatever cannot stand inside a sentence."""
    found: list[Paragraph] = []
    for part in _BLANK_LINES.split(text.replace("\r\n", "\n")):
        found += _around_blocks(pieces(part.strip()))
    return found


def _around_blocks(paragraph: Paragraph) -> list[Paragraph]:
    parts: list[list[Piece]] = [[]]
    for piece in paragraph:
        if piece in BLOCKS:
            parts += [[piece], []]
        else:
            parts[-1].append(piece)
    return [part for part in parts if any(isinstance(piece, Placeholder) or piece.strip() for piece in part)]


def is_left_out(paragraph: Paragraph, present: frozenset[Placeholder]) -> bool:
    """Whether all that a paragraph asks for is empty: then it says nothing and is left out."""
    asked = {piece for piece in paragraph if isinstance(piece, Placeholder)}
    return bool(asked) and asked.isdisjoint(present)


def problems_of_subject(text: str, kind: MailKind) -> list[Problem]:
    return _problems(text, kind, misplaced=NOT_IN_SUBJECTS)


def problems_of_body(text: str, kind: MailKind) -> list[Problem]:
    used = {piece for piece in pieces(text) if isinstance(piece, Placeholder)}
    absent = [Absent(one) for one in Placeholder if one in NEEDED[kind] and one not in used]
    return [*_problems(text, kind), *_inside_sentences(text), *absent]


def _problems(text: str, kind: MailKind, *, misplaced: frozenset[Placeholder] = frozenset()) -> list[Problem]:
    found: list[Problem] = []
    for match in BRACES.finditer(text):
        name = named(match[1], Placeholder)
        if name is None:
            found.append(unknown(match[1]))
        elif name not in OFFERED[kind]:
            found.append(NotOffered(name))
        elif name in misplaced:
            found.append(Misplaced(name))
    stray = stray_brace(text)
    if stray is not None:
        found.append(stray)
    return list(dict.fromkeys(found))


def _inside_sentences(text: str) -> list[Problem]:
    parts = [pieces(part.strip()) for part in _BLANK_LINES.split(text)]
    return [
        NotAlone(piece)
        for part in parts
        if len(part) > 1
        for piece in part
        if isinstance(piece, Placeholder) and piece in BLOCKS
    ]
