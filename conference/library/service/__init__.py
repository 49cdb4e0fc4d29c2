"""What is done with documents: created, changed, given files, published, withdrawn, reminded of, made findable."""

from __future__ import annotations

from conference.library.service.categories import (
    CategoryBuiltIn,
    CategoryUnknown,
    CategoryUsed,
    add_category,
    hide_category,
    move_category,
    name_category,
    offer_category,
    remove_category,
)
from conference.library.service.documents import SymbolTaken, change_document, create_document, create_numbered
from conference.library.service.downloads import add_downloads, change_download_rule, forget_downloads
from conference.library.service.finding import ENTER, READ, catch_up, enter_later
from conference.library.service.hours import keep_hours
from conference.library.service.numbering import PatternUnfit, check_pattern, next_symbol
from conference.library.service.parts import SymbolTooLong, add_part
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
from conference.library.service.releasing import NoteMissing, Released, lacking, not_ready, release, release_alone
from conference.library.service.reminders import remind
from conference.library.service.settings import Rules, set_rules
from conference.library.service.versions import (
    FileKnown,
    NotPossible,
    Superseded,
    add_revision,
    publish_revision,
    withdraw_version,
)
from conference.library.service.work import assign, forget_responsible

__all__ = [
    "DRAW",
    "ENTER",
    "READ",
    "CategoryBuiltIn",
    "CategoryUnknown",
    "CategoryUsed",
    "FileKnown",
    "Kept",
    "NotAllowed",
    "NotPossible",
    "NoteMissing",
    "PatternUnfit",
    "Released",
    "Rules",
    "StandsAlready",
    "Superseded",
    "SymbolTaken",
    "SymbolTooLong",
    "add_category",
    "add_downloads",
    "add_part",
    "add_recording",
    "add_revision",
    "assign",
    "catch_up",
    "change_document",
    "change_download_rule",
    "change_recording",
    "check_pattern",
    "create_document",
    "create_numbered",
    "draw_missing",
    "enter_later",
    "forget_downloads",
    "forget_responsible",
    "hide_category",
    "keep_hours",
    "lacking",
    "move_category",
    "name_category",
    "next_symbol",
    "not_ready",
    "offer_category",
    "publish_recording",
    "publish_revision",
    "release",
    "release_alone",
    "remind",
    "remove_category",
    "remove_recording",
    "set_rules",
    "withdraw_recording",
    "withdraw_recordings_of",
    "withdraw_version",
]
