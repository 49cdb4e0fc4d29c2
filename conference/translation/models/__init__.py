"""What translation keeps: files that were sent, the event's rules, the glossary, and what was said of a text."""

from __future__ import annotations

from conference.translation.models.comments import TextComment
from conference.translation.models.glossary import GlossaryTerm
from conference.translation.models.imports import TranslationImport
from conference.translation.models.rules import TranslationRules

__all__ = ["GlossaryTerm", "TextComment", "TranslationImport", "TranslationRules"]
