"""Why a list, or a row of it, cannot be taken: kept as codes, told in the language of whoever looks."""

from __future__ import annotations

from flask import g
from flask_babel import gettext as _
from flask_babel import ngettext

from conference.core import formatting
from conference.core.office_files import DamagedOfficeFile, ProtectedOfficeFile
from conference.core.tables import (
    BrokenQuotes,
    DamagedTable,
    EmptyTable,
    HeavyTable,
    NoTable,
    TooLarge,
    WrongEncoding,
)
from conference.core.text import isolated
from conference.registration.default_form import LABELS
from conference.registration.importing.headings import FAMILY_NAME, GIVEN_NAME, OWN
from conference.registration.importing.staged import CHANGED, LEFT, NEW, NOTED, SAME, Problem
from conference.registration.importing.writing import NoLongerFits, TooFewPlaces
from conference.registration.models import StandardField
from conference.registration.queries import EventForm
from conference.registration.service import ChoiceFull, FormChanged
from conference.registration.words import category_words


def code_of_refusal(error: Exception) -> str:
    """What is stored about an import that failed."""
    if isinstance(error, TooFewPlaces):
        return f"place {error.category}"
    if isinstance(error, NoLongerFits):
        return f"row {error.line}"
    if isinstance(error, BrokenQuotes):
        return f"quotes {error.line}"
    if isinstance(error, TooLarge):
        return f"large {error.what} {error.most} {error.line}"
    kinds = {
        EmptyTable: "empty",
        NoTable: "kind",
        WrongEncoding: "encoding",
        DamagedTable: "damaged",
        HeavyTable: "heavy",
        DamagedOfficeFile: "damaged",
        ProtectedOfficeFile: "protected",
        ChoiceFull: "choice",
        FormChanged: "form",
    }
    return kinds.get(type(error), "unexpected")


def refusal_sentence(code: str) -> str:
    """Why a list was not taken, and what to do."""
    kind, *rest = code.split(" ")
    if kind == "large":
        return _too_large(rest[0], int(rest[1]), int(rest[2]))
    if kind == "quotes":
        return _(
            "The quotation marks on line %(line)s do not match: one that begins a cell must also end it, and one "
            "inside is written twice. Correct that line and send the list again.",
            line=rest[0],
        )
    if kind == "row":
        return _(
            "Line %(line)s no longer fits, because something changed after the check. Check the list again.",
            line=rest[0],
        )
    if kind == "place":
        return _no_place(rest[0] if rest else "")
    return {
        "empty": _("This file holds no rows. Look whether it is the right one."),
        "kind": _("This is neither a CSV nor an XLSX file. Save the list in one of these formats and send it again."),
        "encoding": _("The letters of this file are written in another way than you chose. Choose another encoding."),
        "damaged": _("This file is damaged and cannot be opened. Save it again and send it once more."),
        "heavy": _(
            "This workbook holds far more than a list. Copy the list alone into a new workbook, or save it as CSV, and "
            "send that."
        ),
        "protected": _("This file opens with a password only. Save it without one and send it again."),
        "choice": _("A choice of the form has fewer places left than the list takes. Nobody was imported."),
        "form": _("The registration form was changed after the check. Check the list again."),
    }.get(kind, _("Something failed on our side, and nobody was imported. Check the list again."))


def _no_place(category: str) -> str:
    if not category:
        return _(
            "There are fewer places left than people to confirm. Nobody was imported. Raise the places, or import "
            "the people to be examined."
        )
    return _(
        "There are fewer places left in the category “%(category)s” than people to confirm. Nobody was imported. Raise "
        "the places, or import the people to be examined.",
        category=category_words(category),
    )


def _too_large(what: str, most: int, line: int) -> str:
    number = formatting.format_number(most, g.language)
    if what in ("bytes", "unfolded"):
        return _(
            "This file is too large: we take %(limit)s at most. Send it in parts.",
            limit=formatting.format_size(most, g.language),
        )
    if what == "rows":
        return _("This list has more than %(limit)s rows. Send it in parts.", limit=number)
    if what == "columns":
        return _("Line %(line)s has more than %(limit)s columns.", line=line, limit=number)
    return _("A cell of line %(line)s has more than %(limit)s characters.", line=line, limit=number)


def target_words(target: str, form: EventForm) -> str:
    """What a column holds, in words."""
    if target == GIVEN_NAME:
        return _("First name")
    if target == FAMILY_NAME:
        return _("Family name")
    if target.startswith(OWN):
        field = form.any_field(target.removeprefix(OWN))
        return field.label.resolve(g.language).text if field else _("A question that is no longer asked")
    return _("Category") if target == StandardField.CATEGORY else str(LABELS[StandardField(target)])


def problem_sentence(problem: Problem) -> str:
    """What is wrong with a cell, and what would be right."""
    data = problem.data
    cell = isolated(problem.cell)
    if problem.code == "unknown":
        return _unknown(problem.target, cell)
    if problem.code == "twice":
        return _("This address stands on line %(line)s already.", line=data["line"])
    if problem.code == "too_long":
        return ngettext(
            "Shorten this text to %(longest)s characters: it has %(num)s.",
            "Shorten this text to %(longest)s characters: it has %(num)s.",
            data["length"],
            longest=formatting.format_number(data["longest"], g.language),
        )
    if problem.code == "number":
        return _("Enter a whole number from %(least)s to %(most)s.", least=data["least"], most=data["most"])
    if problem.code == "choice":
        return _("“%(choice)s” is none of the choices of this question.", choice=isolated(data["choice"]))
    if problem.code == "too_short":
        return ngettext(
            "Write at least %(least)s characters: this text has %(num)s.",
            "Write at least %(least)s characters: this text has %(num)s.",
            data["length"],
            least=formatting.format_number(data["least"], g.language),
        )
    if problem.code == "too_few":
        return ngettext("Choose at least %(num)s.", "Choose at least %(num)s.", data["least"])
    if problem.code == "too_many":
        return _("At most %(most)s choices can be taken.", most=formatting.format_number(data["most"], g.language))
    return {
        "empty": _("This cell is empty, but the information is needed."),
        "failed": _("The formula in this cell has failed. Correct it, or write what it should give."),
        "email": _("“%(cell)s” is no complete e-mail address.", cell=cell),
        "shared": _("Several people of a delegation share this address. Change them one by one."),
        "direction": _(
            "This text holds invisible characters that turn its direction. Type it again instead of pasting it."
        ),
        "characters": _("This text holds characters that cannot be shown. Type it again instead of pasting it."),
        "yes_no": _("Write yes or no: “%(cell)s” is neither.", cell=cell),
        "date": _("“%(cell)s” is no day. Write year-month-day, for example 2021-07-05.", cell=cell),
        "phone": _("“%(cell)s” is no telephone number. Write it with the country’s code.", cell=cell),
        "not_asked": _("This question is no longer asked."),
    }[problem.code]


def _unknown(target: str, cell: str) -> str:
    return {
        StandardField.COUNTRY: _("We know no country called “%(cell)s”.", cell=cell),
        StandardField.CATEGORY: _("“%(cell)s” is none of the categories.", cell=cell),
        StandardField.LANGUAGE: _("“%(cell)s” is none of the languages of our messages.", cell=cell),
        StandardField.TITLE: _("We know no title “%(cell)s”.", cell=cell),
        StandardField.SEX: _("We cannot read “%(cell)s” as a sex.", cell=cell),
    }[StandardField(target)]


def outcome_words(outcome: str) -> str:
    return {
        NEW: _("New"),
        CHANGED: _("Changes"),
        SAME: _("Unchanged"),
        LEFT: _("Left as it is: declined or cancelled"),
        NOTED: _("With answers left out"),
    }.get(outcome, _("To correct"))
