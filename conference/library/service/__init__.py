"""What is done with documents: created, changed, given files, published, withdrawn, made findable."""

from __future__ import annotations

from conference.library.service.documents import SymbolTaken, change_document, create_document
from conference.library.service.downloads import add_downloads, change_download_rule, forget_downloads
from conference.library.service.finding import ENTER, READ, catch_up, enter_later
from conference.library.service.pictures import DRAW, draw_missing
from conference.library.service.recordings import (
    Kept,
    NotAllowed,
    StandsAlready,
    add_recording,
    change_recording,
    publish_recording,
    remove_recording,
    withdraw_recording,
    withdraw_recordings_of,
)
from conference.library.service.versions import (
    FileKnown,
    NotPossible,
    add_revision,
    publish_revision,
    withdraw_version,
)

__all__ = [
    "DRAW",
    "ENTER",
    "READ",
    "FileKnown",
    "Kept",
    "NotAllowed",
    "NotPossible",
    "StandsAlready",
    "SymbolTaken",
    "add_downloads",
    "add_recording",
    "add_revision",
    "catch_up",
    "change_document",
    "change_download_rule",
    "change_recording",
    "create_document",
    "draw_missing",
    "enter_later",
    "forget_downloads",
    "publish_recording",
    "publish_revision",
    "remove_recording",
    "withdraw_recording",
    "withdraw_recordings_of",
    "withdraw_version",
]
