"""What a document replaces, adds to or corrects, and what does that to it, as its page tells readers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from conference.library.models import Document, Part


@dataclass(frozen=True, slots=True)
class Relation:
    """One other document, and what it is to this one. `replaces` says that readers want that one instead."""

    words: str
    document: Document
    replaces: bool = False


def relations_of(document: Document, others: Iterable[Document]) -> Sequence[Relation]:
    """How a document stands to `others`, of which each belongs to it or is what it belongs to."""
    found = [_to_base(document, one) for one in others if one.id == document.base_id]
    return found + [_of_part(one) for one in others if one.base_id == document.id and one.part]


def _to_base(document: Document, base: Document) -> Relation:
    words = {
        Part.REVISION: _("Replaces"),
        Part.ADDENDUM: _("Adds to"),
        Part.CORRIGENDUM: _("Corrects"),
    }
    return Relation(words[Part(document.part)], base)


def _of_part(part: Document) -> Relation:
    words = {
        Part.REVISION: _("Replaced by"),
        Part.ADDENDUM: _("Added to by"),
        Part.CORRIGENDUM: _("Corrected by"),
    }
    return Relation(words[Part(part.part)], part, part.part == Part.REVISION)
