"""Sheets of attendance as files: PDF, with what proves a sealed one, and workbooks."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import segno
from flask_babel import gettext as _

from conference.attendance.evidence.seals import written
from conference.attendance.evidence.sheets import Kind, Sheet, number_words, sealed_sheet
from conference.attendance.models import SealedList
from conference.core.languages import Language
from conference.core.localization import absolute_url, speaking
from conference.core.pdf import render
from conference.core.text import isolated, one_way
from conference.core.workbooks import Book

TEMPLATE = Path(__file__).with_name("list.typ")


@dataclass(frozen=True, slots=True)
class Proof:
    """What is printed on a sealed list so that it can be checked: where, and with which code."""

    address: str
    code: str
    number: int
    edition: int
    sha256: str


def proof_of(sealed: SealedList, language: Language) -> Proof:
    code = written(sealed.code)
    address = absolute_url(
        "attendance.check_list", language=language, event=sealed.event.slug, number=sealed.number, code=code
    )
    return Proof(address, code, sealed.number, sealed.edition, sealed.sha256)


def sealed_pdf(sealed: SealedList, language: Language) -> bytes:
    """The PDF of a sealed list in one language; the same list gives the same bytes."""
    with speaking(language):
        return sheet_pdf(
            sealed_sheet(sealed, language), language, created=sealed.sealed_at, proof=proof_of(sealed, language)
        )


def sheet_pdf(sheet: Sheet, language: Language, *, created: datetime, proof: Proof | None = None) -> bytes:
    """A sheet on paper. Call it while speaking the language."""
    return render(
        TEMPLATE,
        {
            "title": sheet.title,
            "language": language.code,
            "programme": sheet.programme,
            "event": sheet.event,
            "about": sheet.about,
            "lines": sheet.lines,
            "donor": sheet.donor,
            "number": number_words(),
            "columns": [{"label": one.label, "width": one.width} for one in sheet.columns],
            "rows": [
                [_cell(cell, column.kind) for cell, column in zip(row, sheet.columns, strict=True)]
                for row in sheet.rows
            ],
            "is_signed": sheet.is_signed,
            "empty": _("Nobody is marked present yet."),
            "notes": sheet.notes,
            "page": _("Page {page} of {pages}"),
            "proof": proof and _proof(proof),
        },
        created=created,
    )


def _proof(proof: Proof) -> dict[str, object]:
    drawn = io.BytesIO()
    segno.make(proof.address, error="m", micro=False).save(drawn, kind="svg", border=1, scale=4)
    number, edition = one_way(str(proof.number)), one_way(str(proof.edition))
    return {
        "qr": drawn.getvalue().decode(),
        "alt": _("QR code that leads to the page on which this list can be checked"),
        "code": one_way(proof.code),
        "footer": _("List no. %(number)s, edition %(edition)s", number=number, edition=edition),
        "lines": [
            _(
                "Whether this list is unaltered can be checked at %(address)s with number %(number)s and code "
                "%(code)s, or by sending this PDF there.",
                address=one_way(proof.address.partition("?")[0]),
                number=number,
                code=one_way(proof.code),
            ),
            _("SHA-256 of its data: %(sha256)s", sha256=one_way(proof.sha256)),
        ],
    }


def _cell(cell: str | int, kind: Kind) -> str:
    if cell == "":
        return ""
    return isolated(str(cell)) if kind == Kind.TEXT else one_way(str(cell))


def sheet_book(sheet: Sheet, language: Language) -> Book:
    """A sheet as a workbook, with the same lines above its table."""
    book = Book(language)
    above = [sheet.programme, sheet.event, *sheet.lines, sheet.donor, *sheet.notes]
    rows = ([number, *row] for number, row in enumerate(sheet.rows, 1))
    headers = [number_words(), *(one.label for one in sheet.columns)]
    book.add_sheet(sheet.title, headers, rows, above=[_plain(one) for one in above if one])
    return book


def _plain(words: str) -> str:
    """Without the marks that isolate: a cell is a paragraph of its own."""
    return "".join(one for one in words if one not in "\u2066\u2067\u2068\u2069")
