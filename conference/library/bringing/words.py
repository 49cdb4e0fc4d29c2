"""What is said of a library that somebody sent: why it is not taken, what is wrong in which cell, what would happen."""

from __future__ import annotations

from flask import g
from flask_babel import gettext as _
from flask_babel import pgettext

from conference.core.languages import CODES, Language
from conference.core.text import isolated
from conference.library.bringing.comparing import Outcome
from conference.library.bringing.manifest import Problem
from conference.library.bringing.unpacking import NotUnpacked


def refusal_words(refused: NotUnpacked) -> str:
    """Why a ZIP or a folder is not taken as a whole."""
    name = isolated(refused.name)
    return {
        "enormous": _(
            "This ZIP would become enormous when it is unpacked, or holds archives in archives, so we do not take it."
        ),
        "damaged": _("This is no ZIP, or it is damaged: what it holds is not what its list says. Pack it anew."),
        "outside": _("This file’s name leads out of the folder: %(name)s. Pack the folder itself anew.", name=name),
        "link": _("%(name)s is a link to another place, not a file. Put the file itself there.", name=name),
        "password": _("%(name)s opens with a password only. Pack the folder anew without one.", name=name),
        "twice": _("%(name)s is in the ZIP twice. Pack the folder anew.", name=name),
        "long": _("A file’s name is too long: %(name)s…", name=name),
        "many": _("These are too many files at once. Bring the library in parts, each with its own manifest."),
        "no_manifest": _("There is no manifest: the folder needs a file manifest.xlsx, as our own export has it."),
        "headings": _(
            "The manifest has no line of headings with “symbol” and “language” first. Begin with our own export."
        ),
        "unread": _("The manifest cannot be read as an Excel workbook. Save it as XLSX and send all of it again."),
    }[refused.code]


def problem_words(problem: Problem) -> str:
    """What is wrong in a cell, and what to do."""
    value = isolated(problem.value)
    return {
        "column": _("We know no such column. Take it out, or name it as our own export does."),
        "rows": _("There are more rows than we read (%(most)s). Bring the library in parts.", most=value),
        "symbol": _("Each row needs a symbol with letters or digits, for example THAMM/2021/3."),
        "long": _("This text is too long: at most %(most)s characters.", most=value),
        "differs": _("This says something else than row %(row)s, which is about the same document.", row=value),
        "language": _("This is none of the event’s languages: %(value)s. Write en, fr or ar.", value=value),
        "twice": _("This document has a row in this language already."),
        "value": _("This cannot be understood: %(value)s. Write it as our own export does.", value=value),
        "published": _("A version that is published or withdrawn needs a file."),
        "missing": _("This file did not come with the manifest: %(name)s.", name=value),
        "base": _("There is no document with this symbol: %(value)s.", value=value),
        "part": _("What belongs to another document says so twice: its symbol, and rev, add or corr."),
        "circle": _("This document would belong to itself, by way of %(value)s.", value=value),
        "visibility": _("Nobody could read this document. Name categories or sessions, or let others read it."),
        "title": _("A new document needs a title in one language at least."),
        "unnamed": _("No row names this file, so it stays out: %(name)s.", name=value),
        "session": _("This event has no session %(value)s; the document comes without it.", value=value),
    }[problem.code]


def outcome_words(outcome: str) -> str:
    return {
        Outcome.NEW: _("To be added"),
        Outcome.SAME: pgettext("document", "Unchanged"),
        Outcome.CONFLICT: _("Differs from what is here"),
    }[Outcome(outcome)]


def outcome_tone(outcome: str) -> str:
    return {Outcome.NEW: "leaf", Outcome.SAME: "neutral", Outcome.CONFLICT: "saffron"}[Outcome(outcome)]


def column_words(column: str) -> str:
    """What a column of the manifest holds."""
    return {
        "symbol": _("The symbol of the document; rows with the same one are one document."),
        "language": _("The language of this row’s version: %(codes)s.", codes=_codes()),
        "category": _("What kind of document it is, by its code."),
        "visibility": _("Who may read it, by its code: public, registered or organisers."),
        "visible_to": _("The codes of the categories of participants that may read it, with commas between."),
        "embargo_until": _("Until when nobody but the team has it, with its zone: 2021-07-05T08:00+00:00."),
        "issued_on": _("The day on which it was issued: 2021-07-05."),
        "original": _("The language in which it was written: %(codes)s.", codes=_codes()),
        "licence": _("Under which licence it may be used."),
        "languages_due": _("The languages in which it is due, with commas between; none means all."),
        "sessions": _("The codes of the sessions that it belongs to, with commas between."),
        "belongs_to": _("The symbol of the document of which this is a part."),
        "part": _("What it is to that document: rev, add or corr."),
        "part_number": _("The number of this part."),
        "title": _("Its title in this row’s language."),
        "summary": _("Its summary in this row’s language."),
        "issued_by": _("Who issued it, in this row’s language."),
        "state": _("How far this version is: awaited, draft, in_translation, in_review, published or withdrawn."),
        "file": _("The file of this version, by its path from the manifest."),
        "note": _("What changed with this file, for its readers."),
        "responsible_name": _("Who is responsible for this version."),
        "responsible_email": _("Their e-mail address."),
        "due_on": _("The day on which this version is due: 2021-07-05."),
    }[column]


def _codes() -> str:
    return ", ".join(f"{code} ({Language.of(code).name_in(g.language)})" for code in CODES)
