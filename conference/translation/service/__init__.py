"""What is done with texts: translated one by one at the desk, or many at once from a file."""

from conference.translation.service.importing import (
    NothingToImport,
    TextsMoved,
    apply_import,
    begin_import,
    events_with_old_imports,
    forget_old_imports,
    withdraw_import,
)
from conference.translation.service.writing import TextGone, change_texts

__all__ = [
    "NothingToImport",
    "TextGone",
    "TextsMoved",
    "apply_import",
    "begin_import",
    "change_texts",
    "events_with_old_imports",
    "forget_old_imports",
    "withdraw_import",
]
