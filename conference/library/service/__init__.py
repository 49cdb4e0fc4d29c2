"""What is done with documents: created, changed, given files, published, withdrawn, made findable."""

from __future__ import annotations

from conference.library.service.documents import SymbolTaken, change_document, create_document
from conference.library.service.downloads import add_downloads, change_download_rule, forget_downloads
from conference.library.service.finding import ENTER, READ, catch_up, enter_later
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
    "add_downloads",
    "add_revision",
    "catch_up",
    "change_document",
    "change_download_rule",
    "create_document",
    "enter_later",
    "forget_downloads",
    "publish_revision",
    "withdraw_version",
]
