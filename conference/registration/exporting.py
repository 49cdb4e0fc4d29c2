"""Copies of registrations as XLSX or CSV, with the columns that somebody chose and may see."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from conference.core import formatting
from conference.core.csv_files import csv_response
from conference.core.honorifics import title_words
from conference.core.languages import Language
from conference.core.workbooks import Book
from conference.events.access import Viewer
from conference.events.models import Event
from conference.registration.answer_words import words_of
from conference.registration.default_form import LABELS
from conference.registration.models import Answer, FieldType, FormField, Registration, StandardField
from conference.registration.queries import EventForm, event_form
from conference.registration.queries.copies import Held, people
from conference.registration.sensitive import may_see
from conference.registration.words import category_words, sex_words, state_words

Cell = str | int | date | None
CODE, STATE, HEAD, REGISTERED = "code", "state", "is_head", "created_at"
QUESTION = "field:"
USUAL = (STATE, *(one.value for one in StandardField))
_LABELS: Mapping[str, Any] = {
    CODE: _l("Code"),
    STATE: _l("State"),
    **LABELS,
    StandardField.CATEGORY: _l("Category"),
    HEAD: _l("Head of delegation"),
    REGISTERED: lazy_pgettext("export", "Registered on"),
}
COLUMNS = tuple(_LABELS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportChoice:
    """What somebody wants a copy of. `labels` name the columns in the language in which they were chosen."""

    format: str
    columns: Sequence[str]
    labels: Sequence[str]
    states: Sequence[str]
    category: str

    def told(self, rows: int) -> dict[str, Any]:
        """What is kept on record about the copy."""
        chosen = {_("State"): [state_words(one) for one in self.states]}
        if self.category:
            chosen[_("Category")] = [category_words(self.category)]
        return {"format": self.format.upper(), "rows": rows, "columns": list(self.labels), "filter": chosen}


def offered_columns(form: EventForm, asker: Viewer) -> list[tuple[str, str]]:
    """The columns that `asker` may see, with their labels; those of questions no longer asked come last."""
    questions = [one for one in (*form.fields, *form.retired) if not one.is_standard and may_see(one, asker)]
    own = [(f"{QUESTION}{one.key}", one.label.resolve(g.language).text) for one in questions]
    return [*((column, str(label)) for column, label in _LABELS.items()), *own]


def export_file(session: Session, event: Event, asker: Viewer, choice: ExportChoice) -> tuple[Response, int]:
    """The copy, and how many people it holds. Columns that `asker` may not see are left out, whoever named them."""
    form = event_form(session, event)
    allowed = dict(offered_columns(form, asker))
    columns = [column for column in choice.columns if column in allowed]
    fields = {
        column: form.any_field(column.removeprefix(QUESTION)) for column in columns if column.startswith(QUESTION)
    }
    readers = [_reader(column, fields.get(column), event, g.language) for column in columns]
    headers = [allowed[column] for column in columns]
    count = 0

    def rows() -> Iterator[list[Cell]]:
        nonlocal count
        asks = any(field is not None and field.is_question for field in fields.values())
        for held in people(session, event.id, states=choice.states, category=choice.category, answers=asks):
            count += 1
            yield [read(held) for read in readers]

    name = f"{event.slug}_registrations"
    if choice.format == "csv":
        lines = [[_as_text(cell) for cell in row] for row in rows()]
        return csv_response(f"{name}.csv", headers, lines), count
    book = Book(g.language)
    book.add_sheet(_("Registrations"), headers, rows())
    return book.response(f"{name}.xlsx"), count


def _as_text(cell: Cell) -> str:
    return "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)


def _reader(column: str, field: FormField | None, event: Event, language: Language) -> Callable[[Held], Cell]:
    if field is not None and field.is_consent:
        return lambda held: _("Yes") if field.key in held[0].given else _("No")
    if field is not None:
        return lambda held: _said(held[1].get(field.key), event, language)
    words: Mapping[str, Callable[[Registration], Cell]] = {
        STATE: lambda one: state_words(one.state),
        HEAD: lambda one: _("Yes") if one.is_head else "",
        REGISTERED: lambda one: one.created_at.astimezone(event.zone_info).date(),
        StandardField.TITLE: lambda one: title_words(one.title) if one.title else "",
        StandardField.COUNTRY: lambda one: formatting.country_name(one.country, language),
        StandardField.CATEGORY: lambda one: category_words(one.category),
        StandardField.SEX: lambda one: sex_words(one.sex) if one.sex else "",
        StandardField.LANGUAGE: lambda one: one.language.name_in(language),
    }
    plain: Callable[[Registration], Cell] = lambda one: str(getattr(one, column))  # noqa: E731 - as those above
    read = words.get(column, plain)
    return lambda held: read(held[0])


def _said(answer: Answer | None, event: Event, language: Language) -> Cell:
    if answer is None:
        return None
    if answer.field.type == FieldType.NUMBER:
        return int(answer.value["number"])
    if answer.field.type == FieldType.DATE:
        return date.fromisoformat(answer.value["date"])
    if answer.field.type == FieldType.PHONE:
        return str(answer.value["text"])
    return words_of(answer, event, language)
