"""What a file of translations would change, and what is wrong with it, in the language of whoever looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import g
from flask_babel import gettext as _

from conference.core import formatting
from conference.core.sent_bytes import FileRefused
from conference.core.text import isolated
from conference.registration.mail_labels import problem_words
from conference.translation.handover.comparing import (
    CHANGED,
    CONFLICT,
    EMPTY,
    NEW,
    PARTS_DIFFER,
    SAME,
    SOURCE_CHANGED,
    TEXT_EDITED,
    UNKNOWN,
    WRONG,
    Problem,
)
from conference.translation.handover.shape import WORKBOOK, XLIFF


def format_words(format_: str) -> str:
    return {XLIFF: "XLIFF", WORKBOOK: _("Workbook (XLSX)")}[format_]


def outcome_words(outcome: str) -> str:
    return {
        CONFLICT: _("To decide"),
        WRONG: _("Cannot be taken over"),
        UNKNOWN: _("Not known here"),
        NEW: _("New translations"),
        CHANGED: _("Changed translations"),
        SAME: _("Unchanged"),
        EMPTY: _("Not translated in the file"),
    }[outcome]


def reason_sentence(reason: str) -> str:
    return {
        SOURCE_CHANGED: _("The source changed after the file was made. If you take this text, it stays out of date."),
        TEXT_EDITED: _("Somebody changed this translation after the file was made."),
        PARTS_DIFFER: _("Placeholders, links or numbers differ between source and translation."),
    }[reason]


def problem_sentence(problem: Problem) -> str:
    most = formatting.format_number(problem.most, g.language)
    sentences: Mapping[str, Callable[[], str]] = {
        "twice": lambda: _("The file has this text twice: line %(line)s counts.", line=most),
        "tags": lambda: _("The translation holds tags, and this text can have none. Take them away in your tool."),
        "long": lambda: _("The translation is longer than %(most)s characters. Shorten it.", most=most),
        "bidi": lambda: _("The translation holds invisible characters that turn its direction. Take them away."),
        "lines": lambda: _("The translation has more than one line, and this text can have one only."),
        "controls": lambda: _("The translation holds characters that cannot be shown. Take them away."),
        "mail": lambda: " ".join(problem_words(one) for one in problem.about_mail),
    }
    return sentences[problem.code]()


def refusal_sentence(refused: FileRefused) -> str:
    """Why a file is not taken at all, and what to do."""
    data = refused.data
    most = formatting.format_number(data.get("most", 0), g.language)
    name = isolated(data.get("name", ""))
    sentences: Mapping[str, Callable[[], str]] = {
        "empty": lambda: _("This file is empty. Look whether it is the right one."),
        "nothing": lambda: _("This file holds no text to translate. Look whether it is the right one."),
        "kind": lambda: _("This is neither XLIFF nor our workbook. Send one of these."),
        "bytes": lambda: _(
            "This file is too large: we take %(limit)s at most. Send it in parts.",
            limit=formatting.format_size(data["most"], g.language),
        ),
        "units": lambda: _("This file has more than %(limit)s texts. Send it in parts.", limit=most),
        "depth": lambda: _("This XML file is nested deeper than any XLIFF. Look whether it is the right one."),
        "cells": lambda: _("Row %(line)s holds more than any text of ours.", line=data["line"]),
        "damaged": lambda: _("This file is damaged and cannot be opened. Save it again and send it once more."),
        "protected": lambda: _("This file opens with a password only. Save it without one and send it again."),
        "forbidden": lambda: _(
            "This XML file declares a document type or entities, which are never read. Export it without them."
        ),
        "xml": lambda: _("This XML file is not well-formed: line %(line)s cannot be read.", line=data["line"]),
        "no_xliff": lambda: _("This XML file is no XLIFF. Look whether it is the right one."),
        "version": lambda: _("This is XLIFF %(version)s. Send XLIFF 1.2.", version=isolated(data["version"])),
        "no_sheet": lambda: _("No sheet of this workbook has our headings. Send one that was exported here."),
        "event": lambda: _("This file belongs to another event: %(name)s. Send it there.", name=name),
        "no_event": lambda: _("This file does not say to which event it belongs. Send one that was exported here."),
        "language": lambda: _(
            "This file translates into a language that the event does not have: %(name)s.", name=name
        ),
        "no_language": lambda: _("This file does not say into which language it translates."),
    }
    return sentences[refused.code]()
