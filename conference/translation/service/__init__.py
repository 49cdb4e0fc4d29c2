"""What is done with texts: translated one by one at the desk, or many at once from a file."""

from conference.translation.service.importing import (
    TextsMoved,
    apply_import,
    begin_import,
)
from conference.translation.service.writing import TextGone, change_texts

__all__ = [
    "TextGone",
    "TextsMoved",
    "apply_import",
    "begin_import",
    "change_texts",
]
