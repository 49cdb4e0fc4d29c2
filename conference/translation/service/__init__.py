"""What is done with texts: translated one by one at the desk, or many at once from a file."""

from conference.translation.service.commenting import COMMENTED, comment, settle
from conference.translation.service.glossary import TermKnown, keep_term, remove_term
from conference.translation.service.importing import (
    TextsMoved,
    apply_import,
    begin_import,
)
from conference.translation.service.reviewing import OwnWords, review_text, set_rules
from conference.translation.service.writing import TextGone, change_texts

__all__ = [
    "COMMENTED",
    "OwnWords",
    "TermKnown",
    "TextGone",
    "TextsMoved",
    "apply_import",
    "begin_import",
    "change_texts",
    "comment",
    "keep_term",
    "remove_term",
    "review_text",
    "set_rules",
    "settle",
]
