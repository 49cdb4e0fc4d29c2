"""The list of participants as PDF and XLSX: only who agreed to appear in it, in the order that protocol asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from conference.core import formatting
from conference.core.clock import now
from conference.core.files import disposition
from conference.core.honorifics import title_words
from conference.core.languages import Language
from conference.core.localization import speaking
from conference.core.pdf import render
from conference.core.sorting import sort_key
from conference.core.workbooks import Book
from conference.events.models import Event
from conference.registration.models import Category, Registration
from conference.registration.protocol import rank
from conference.registration.queries.copies import participants_shown
from conference.registration.words import category_words

TEMPLATE = Path(__file__).with_name("participants.typ")


class Order(StrEnum):
    """Under which headings the participants stand."""

    COUNTRY = "country"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListChoice:
    """Which list somebody wants."""

    format: str
    language: Language
    order: Order

    def told(self, rows: int) -> dict[str, Any]:
        """What is kept on record about the copy."""
        columns = [_("Name"), _("Function"), _("Organisation"), _("Country"), _("Category")]
        return {"format": self.format.upper(), "rows": rows, "columns": columns, "filter": _("List of participants")}


@dataclass(frozen=True, slots=True)
class Group:
    """The people under one heading."""

    heading: str
    people: Sequence[Registration]


def participants_file(session: Session, event: Event, choice: ListChoice) -> tuple[Response, int]:
    """The list, and how many people it holds."""
    shown, language = participants_shown(session, event.id), choice.language
    with speaking(language):
        groups = grouped(shown, choice.order, language)
        name = f"{event.slug}_participants_{language}.{choice.format}"
        if choice.format == "xlsx":
            return _workbook(groups, language).response(name), len(shown)
        answer = Response(_pdf(event, groups, len(shown), language), content_type="application/pdf")
    answer.headers["Content-Disposition"] = disposition(name)
    return answer, len(shown)


def grouped(people: Sequence[Registration], order: Order, language: Language) -> list[Group]:
    """The people under their headings: countries as the language orders them, categories as the Organization does."""
    by: dict[str, list[Registration]] = {}
    for one in people:
        by.setdefault(one.country if order == Order.COUNTRY else one.category, []).append(one)
    if order == Order.COUNTRY:
        names = {code: formatting.country_name(code, language) for code in by}
        codes = sorted(by, key=lambda code: sort_key(names[code], language))
    else:
        names = {code: category_words(code) for code in by}
        codes = [one.value for one in Category if one.value in by]
    return [Group(names[code], sorted(by[code], key=lambda one: _place(one, language))) for code in codes]


def _place(one: Registration, language: Language) -> tuple[bool, int, tuple[int, ...]]:
    """The head of a delegation first, then titles by their honour, then names as the language orders them."""
    return *rank(one), sort_key(names_in_script(one, language)[0], language)


def names_in_script(one: Registration, language: Language) -> tuple[str, str]:
    """A person's name in the script of the list, and in the other where there is one."""
    latin = one.latin_name or one.native_name
    first, second = (one.native_name, latin) if language.direction == "rtl" else (latin, one.native_name)
    return first, second if second != first else ""


def _title(one: Registration) -> str:
    return title_words(one.title) if one.title else ""


def _workbook(groups: Sequence[Group], language: Language) -> Book:
    book = Book(language)
    headers = [
        _("Title"),
        _("Full name"),
        _("Name in Latin script"),
        _("Head of delegation"),
        _("Function"),
        _("Organisation"),
        _("Country"),
        _("Category"),
    ]
    rows = (
        (
            _title(one),
            one.native_name,
            one.latin_name,
            _("Yes") if one.is_head else "",
            one.function,
            one.organisation,
            formatting.country_name(one.country, language),
            category_words(one.category),
        )
        for group in groups
        for one in group.people
    )
    book.add_sheet(_("List of participants"), headers, rows)
    return book


def _pdf(event: Event, groups: Sequence[Group], count: int, language: Language) -> bytes:
    today = now().astimezone(event.zone_info).date()
    dates = formatting.format_date_range(event.starts_on, event.ends_on, language, event.month_style)
    return render(
        TEMPLATE,
        {
            "title": _("List of participants"),
            "language": language.code,
            "event": event.title.resolve(language).text,
            "dates": dates,
            "count": ngettext("%(num)s participant", "%(num)s participants", count),
            "as_of": _(
                "As of %(day)s. Only people who agreed to it are listed.",
                day=formatting.format_date(today, language, event.month_style),
            ),
            "head": _("Head of delegation"),
            "empty": _("Nobody who agreed to appear in this list is confirmed yet."),
            "page": _("Page {page} of {pages}"),
            "groups": [
                {"heading": group.heading, "people": [_person(one, language) for one in group.people]}
                for group in groups
            ],
        },
        created=now(),
    )


def _person(one: Registration, language: Language) -> dict[str, object]:
    first, second = names_in_script(one, language)
    return {
        "title": _title(one),
        "name": first,
        "other": second,
        "head": one.is_head,
        "lines": [words for words in (one.function, one.organisation) if words],
    }
