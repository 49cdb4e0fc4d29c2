"""What units from a file would change: compared with the texts of today, so that nothing is overwritten unseen."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from conference.core.languages import Language
from conference.core.text import clean, has_bidi_controls, has_control_characters
from conference.core.translated import State, digest
from conference.events.models import Event
from conference.registration.models import MailKind
from conference.registration.placeholders import Problem as MailProblem
from conference.registration.placeholders import problems_of_body, problems_of_subject
from conference.translation import kept
from conference.translation.handover.shape import FoundUnit
from conference.translation.limits import limits_of
from conference.translation.queries import StoredText
from conference.translation.sources import Kind

NEW, CHANGED, CONFLICT, WRONG, UNKNOWN, SAME, EMPTY = (
    "new",
    "changed",
    "conflict",
    "wrong",
    "unknown",
    "same",
    "empty",
)
OUTCOMES = (CONFLICT, WRONG, UNKNOWN, NEW, CHANGED, SAME, EMPTY)
SOURCE_CHANGED, TEXT_EDITED, PARTS_DIFFER = "source_changed", "text_edited", "parts_differ"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a unit cannot be taken over at all: a code, and a number that its sentence needs."""

    code: str
    most: int = 0
    about_mail: Sequence[MailProblem] = ()


@dataclass(frozen=True, slots=True)
class UnitFound:
    """A unit with what it means for the text of today.

    `words` are the translation, cleaned; `source_words` the source that it was made from. `reasons` say why it is a
    conflict, `parts` what it does not keep of its source, `problem` why it is wrong.
    """

    unit: FoundUnit
    outcome: str
    text: StoredText | None = None
    words: str = ""
    source_words: str = ""
    reasons: Sequence[str] = ()
    parts: Sequence[kept.Difference] = ()
    problem: Problem | None = None

    @property
    def language(self) -> Language:
        return self.unit.language

    @property
    def key(self) -> str:
        """What forms call this unit: its text and language."""
        return f"{self.unit.id}.{self.language}"

    @property
    def source_changed(self) -> bool:
        return SOURCE_CHANGED in self.reasons


@dataclass(slots=True)
class Difference:
    """All units of a file; `mark` is the fingerprint of what taking it over would do."""

    units: list[UnitFound] = field(default_factory=list)

    def count(self, outcome: str) -> int:
        return sum(one.outcome == outcome for one in self.units)

    def of(self, outcome: str) -> list[UnitFound]:
        return [one for one in self.units if one.outcome == outcome]

    @property
    def mark(self) -> str:
        told = [
            (one.key, one.outcome, one.words, [one.text.text.base(lang) for lang in one.text.text] if one.text else [])
            for one in self.units
        ]
        return digest(json.dumps(told))


def compare(units: Iterable[FoundUnit], texts: Sequence[StoredText], event: Event) -> Difference:
    """What the units mean for `texts`, which are those that the reader of the file may change."""
    by_id = {one.id: one for one in texts}
    difference, lines = Difference(), dict[tuple[str, Language], int]()
    for unit in units:
        text = by_id.get(unit.id)
        if text is None or unit.language not in event.languages or unit.language == text.language:
            difference.units.append(UnitFound(unit, UNKNOWN))
            continue
        first = lines.setdefault((unit.id, unit.language), unit.line)
        twice = Problem("twice", most=first) if first != unit.line else None
        difference.units.append(_judged(unit, text, twice))
    return difference


def _judged(unit: FoundUnit, text: StoredText, problem: Problem | None) -> UnitFound:
    words, stored = clean(unit.words), text.text.text(unit.language)
    source, made_from = text.text.text(text.language), clean(unit.source_words)
    source_changed = (unit.source_mark or digest(made_from)) != digest(source)
    made_from = made_from if source_changed else source

    def found(outcome: str, **facts: object) -> UnitFound:
        return UnitFound(unit, outcome, text, words, made_from, **facts)  # type: ignore[arg-type]

    if not words:
        return found(EMPTY)
    problem = problem or (Problem("tags") if unit.has_tags else None)
    if words == stored and problem is None:
        is_behind = text.text.state(unit.language) == State.OUT_OF_DATE
        if not (unit.is_confirmed and is_behind):
            return found(SAME)
        return found(CONFLICT, reasons=[SOURCE_CHANGED]) if source_changed else found(CHANGED)
    problem = problem or _problem(text, words)
    if problem is not None:
        return found(WRONG, problem=problem)
    parts = kept.differences(made_from, words)
    # Without its mark nobody knows what the translator saw: whatever stands here is shown before it goes.
    edited = digest(stored) != (unit.mark or "")
    reasons = [
        reason
        for reason, holds in ((SOURCE_CHANGED, source_changed), (TEXT_EDITED, edited), (PARTS_DIFFER, bool(parts)))
        if holds
    ]
    if reasons:
        return found(CONFLICT, reasons=reasons, parts=parts)
    return found(CHANGED if stored else NEW)


def _problem(text: StoredText, words: str) -> Problem | None:
    """Why the feature that owns the text would refuse these words."""
    limits = limits_of(text)
    if len(words) > limits.longest:
        return Problem("long", most=limits.longest)
    if has_bidi_controls(words):
        return Problem("bidi")
    if not limits.multiline and "\n" in words:
        return Problem("lines")
    if has_control_characters(words, multiline=limits.multiline):
        return Problem("controls")
    if text.kind == Kind.MAIL:
        wrong = _MAIL_RULES[text.field](words, MailKind(text.key))
        return Problem("mail", about_mail=wrong) if wrong else None
    return None


MailRule: TypeAlias = Callable[[str, MailKind], Sequence[MailProblem]]
_MAIL_RULES: Mapping[str, MailRule] = {"subject": problems_of_subject, "body": problems_of_body}
