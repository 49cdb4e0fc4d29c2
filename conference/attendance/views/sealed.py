"""One sealed list: what it says of itself, its files, and the public page on which its holder checks it."""

from __future__ import annotations

import hashlib
from typing import Any, cast

from flask import Response as FileResponse
from flask import abort, render_template, request
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from conference.attendance.evidence.files import sheet_book
from conference.attendance.evidence.found import sealed_list as list_numbered
from conference.attendance.evidence.found import sealed_with_file
from conference.attendance.evidence.seals import is_whole, same_code, written
from conference.attendance.evidence.sheets import sealed_sheet
from conference.attendance.forms.evidence import CheckFileForm, CheckForm
from conference.attendance.models import SealedList
from conference.attendance.views.blueprint import EVENT, Answer, blueprint
from conference.core.access import access, form_view
from conference.core.database import db
from conference.core.files import file_response
from conference.core.limits import PER_IP, limiter
from conference.core.localization import current_language
from conference.core.sections import section
from conference.core.security import private_page
from conference.core.text import latin_digits
from conference.events.access import current_event, organiser, visitor

LARGEST = 16 * 1024 * 1024
"""No list is larger, and anybody may send something here."""
SEALED = f"{EVENT}/manage/attendance/sealed/<int(max=2147483647):number>"


@blueprint.get(SEALED)
@access(organiser)
@section("attendance.manage")
def sealed_list(number: int) -> str:
    private_page()
    sealed = _sealed(number)
    return render_template(
        "attendance/sealed.html",
        the_event=sealed.event,
        sealed=sealed,
        is_whole=is_whole(sealed),
        code_words=written(sealed.code),
        files=[(one, sealed.file_in(one)) for one in sealed.event.languages],
    )


@blueprint.get(f"{SEALED}/<file_language>.pdf")
@access(organiser)
@section("attendance.manage")
def sealed_file(number: int, file_language: str) -> FileResponse:
    """The PDF in one language, as it was made when the list was sealed."""
    private_page()
    sealed = _sealed(number)
    found = next((one for one in sealed.files if one.language_code == file_language), None)
    if found is None or sealed.erased_at is not None:
        abort(404)
    name = f"{sealed.event.slug}-list-{number}-{file_language}.pdf"
    return file_response(sha256=found.sha256, size=found.size, name=name, media_type="application/pdf")


@blueprint.get(f"{SEALED}.xlsx")
@access(organiser)
@section("attendance.manage")
def sealed_book(number: int) -> Response:
    """The same data as a workbook in the page's language; what proves them is the PDF."""
    private_page()
    sealed, language = _sealed(number), current_language()
    if sealed.erased_at is not None:
        abort(404)
    return sheet_book(sealed_sheet(sealed, language), language).response(
        f"{sealed.event.slug}-list-{number}-{language}.xlsx"
    )


@blueprint.route(f"{EVENT}/attendance-lists", methods=["GET", "POST"])
@limiter.limit(PER_IP)
@access(visitor)
@form_view
def check_list() -> Answer:
    """Whoever holds a sealed list learns whether it is unaltered, and no name.

    By number and code, which its QR code carries; or by the PDF, of which nothing is kept.
    """
    private_page()
    request.max_content_length = LARGEST
    form, file_form = CheckForm(formdata=request.args), CheckFileForm()
    asked = bool(form.number.data or form.code.data)
    found: SealedList | None = None
    status = 200
    if request.method == "POST":
        asked = file_form.validate()
        found = _by_file(file_form) if asked else None
        status = 200 if asked else 422
    elif asked and form.validate():
        found = _by_code(form.number.data, form.code.data)
    elif asked:
        asked, status = False, 422
    page = render_template(
        "attendance/check_list.html",
        the_event=current_event(),
        form=form,
        file_form=file_form,
        asked=asked,
        by_file=request.method == "POST",
        found=found,
        is_whole=found is not None and is_whole(found),
    )
    return page, status


def _by_code(typed_number: str, typed_code: str) -> SealedList | None:
    number = latin_digits(typed_number.strip())
    if not number.isascii() or not number.isdigit() or len(number) > 9:
        return None
    found = list_numbered(db.session(), current_event().id, int(number))
    return found if found is not None and same_code(typed_code, found.code) else None


def _by_file(form: CheckFileForm) -> SealedList | None:
    stream = cast(Any, cast(FileStorage, form.file.data).stream)
    stream.seek(0)
    return sealed_with_file(db.session(), current_event().id, hashlib.file_digest(stream, "sha256").hexdigest())


def _sealed(number: int) -> SealedList:
    return list_numbered(db.session(), current_event().id, number) or abort(404)
