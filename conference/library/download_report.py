"""How often documents were taken, as organisers read it: tables with a picture each, on the page and in the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import g
from flask_babel import gettext as _

from conference.core.languages import Language
from conference.core.translated import Translated
from conference.library.models import DownloadKind
from conference.library.queries.downloads import Counted
from conference.registration.statistics import LONGEST_PICTURE, Columns, Row, Table


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document, and how often it was taken in each language, in the order of the report's."""

    symbol: str
    slug: str
    title: Translated
    by_language: Sequence[int]

    @property
    def total(self) -> int:
        return sum(self.by_language)


@dataclass(frozen=True, slots=True)
class DownloadReport:
    """All numbers of an event. `days` are those with downloads, the earliest first: by themselves, in ZIPs."""

    languages: Sequence[Language]
    documents: Sequence[DocumentRow]
    by_language: Table
    days: Sequence[tuple[date, int, int]]
    columns: Columns | None

    @property
    def total(self) -> int:
        return sum(row.total for row in self.documents)


def download_report(languages: Sequence[Language], counted: Sequence[Counted]) -> DownloadReport:
    of_document: dict[str, Counter[Language]] = {}
    known = {one.slug: one for one in counted}
    of_language, of_day = Counter[tuple[Language, str]](), Counter[tuple[date, str]]()
    for one in counted:
        of_document.setdefault(one.slug, Counter())[one.language] += one.count
        of_language[one.language, one.kind] += one.count
        of_day[one.day, one.kind] += one.count
    # A language that the event gave up meanwhile has its numbers still.
    shown = list(dict.fromkeys((*languages, *(one.language for one in counted))))
    days = [
        (day, of_day[day, DownloadKind.FILE], of_day[day, DownloadKind.ZIP])
        for day in sorted({day for day, _kind in of_day})
    ]
    return DownloadReport(
        languages=shown,
        documents=[
            DocumentRow(one.symbol, slug, one.title, [of_document[slug][language] for language in shown])
            for slug, one in known.items()
        ],
        by_language=Table(
            key="languages",
            title=_("By language"),
            note="",
            headers=[_("Language"), _("By itself"), _("In a ZIP")],
            rows=[_row(language, of_language) for language in shown],
            legend=[_("By itself"), _("In a ZIP")],
        ),
        days=days,
        columns=_columns(days),
    )


def _row(language: Language, counted: Counter[tuple[Language, str]]) -> Row:
    files, packed = counted[language, DownloadKind.FILE], counted[language, DownloadKind.ZIP]
    return Row(language.name_in(g.language), [files, packed], files, packed)


def _columns(days: Sequence[tuple[date, int, int]]) -> Columns | None:
    """None where there are no two days, or so many lie between that a picture would show nothing."""
    if len(days) < 2:
        return None
    first, last = days[0][0], days[-1][0]
    length = (last - first).days + 1
    total = {day: files + packed for day, files, packed in days}
    if length > LONGEST_PICTURE:
        return None
    return Columns(first, last, [total.get(first + timedelta(days=number), 0) for number in range(length)])
