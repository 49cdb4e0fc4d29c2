"""What is done with documents: created, changed, given files, published, withdrawn, made findable."""

from __future__ import annotations

from conference.library.service.documents import SymbolTaken, change_document, create_document
from conference.library.service.finding import ENTER, READ, catch_up, enter_later
from conference.library.service.hours import keep_hours
from conference.library.service.versions import (
    FileKnown,
    NotPossible,
    add_revision,
    publish_revision,
    withdraw_version,
)

__all__ = [
    "ENTER",
    "READ",
    "FileKnown",
    "NotPossible",
    "SymbolTaken",
    "add_revision",
    "catch_up",
    "change_document",
    "create_document",
    "enter_later",
    "keep_hours",
    "publish_revision",
    "withdraw_version",
]
