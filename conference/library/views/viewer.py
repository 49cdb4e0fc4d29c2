"""A document page by page: its picture, its text for those who hear or search it, the way to the next."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from conference.core import page_pictures
from conference.core.access import access
from conference.core.database import db
from conference.core.files import file_response
from conference.core.languages import Language
from conference.core.page_pictures import Pictures
from conference.core.public_cache import keep_public
from conference.core.sections import section
from conference.core.text import clean, latin_digits
from conference.events.access import current_event, visitor
from conference.library.models import Document, LanguageVersion, PagePicture, Revision
from conference.library.offers import described, file_name, offer
from conference.library.queries import page_text, picture_of, pictures_of
from conference.library.searching.snippets import cut, marked
from conference.library.searching.typed import LONGEST, Sought, understood
from conference.library.views.blueprint import (
    EVENT,
    Answer,
    blueprint,
    event_language,
    is_anonymous,
    readable_document,
)

PAGES = f"{EVENT}/documents/<slug>/<code>/pages"
PAGE = f"{PAGES}/<int(max=2147483647):number>"
SMALL, LARGE = "small", "large"


@dataclass(frozen=True, slots=True)
class Opened:
    """What readers have of a document in one language."""

    document: Document
    version: LanguageVersion
    revision: Revision

    @property
    def language(self) -> Language:
        return self.version.language

    @property
    def pages(self) -> int:
        return self.revision.readable_pages

    @property
    def typed(self) -> str:
        """The words that are looked for; they go along from page to page."""
        return clean(request.args.get("q", ""))[:LONGEST]

    def address(self, number: int) -> str:
        """The viewer at one page."""
        slug, code = self.document.slug, self.language.code
        return url_for("library.page", slug=slug, code=code, number=number, q=self.typed or None)


@blueprint.get(PAGES)
@access(visitor)
@section("library.documents")
def pages(slug: str, code: str) -> Answer:
    """All pages at a glance; asked for one by its number, that page."""
    here = _opened(slug, code)
    wanted = latin_digits(clean(request.args.get("page", "")))
    if wanted:
        number = int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 7 else 1
        return redirect(here.address(min(max(number, 1), here.pages)))
    if is_anonymous():
        keep_public()
    return render_template(
        "library/pages.html",
        the_event=current_event(),
        here=here,
        offer=offer(current_event(), here.document),
        pictures=pictures_of(db.session(), here.revision.id),
    )


@blueprint.get(PAGE)
@access(visitor)
@section("library.documents")
def page(slug: str, code: str, number: int) -> str:
    here, event = _opened(slug, code), current_event()
    if not 1 <= number <= here.pages:
        abort(404)
    if is_anonymous() and not here.typed:
        keep_public()
    text = page_text(db.session(), here.revision, number)
    offered = offer(event, here.document)
    sought = _sought(here, text)
    return render_template(
        "library/page.html",
        the_event=event,
        here=here,
        file=described(event, here.version, here.revision),
        offer=offered,
        number=number,
        picture=picture_of(db.session(), here.revision.id, number),
        no_picture=_no_picture(here.revision),
        text=marked(text, sought) if sought else Markup("{}").format(text),
        found=cut(text, sought) if sought else None,
        others=[one for one in offered.files if one.language != here.language and one.pages],
    )


@blueprint.get(f"{PAGE}/<any({SMALL}, {LARGE}):size>")
@access(visitor)
def picture(slug: str, code: str, number: int, size: str) -> Response:
    """The picture of a page, of what readers have now and of nothing else."""
    here = _opened(slug, code)
    found = picture_of(db.session(), here.revision.id, number) or abort(404)
    sha256, length = _blob(found, size)
    stem = file_name(here.document, here.version, here.revision).rpartition(".")[0]
    return file_response(
        sha256=sha256,
        size=length,
        name=f"{stem}_{number}.webp",
        media_type=page_pictures.MEDIA_TYPE,
        language=here.language,
    )


def _blob(picture: PagePicture, size: str) -> tuple[str, int]:
    return (picture.small_sha256, picture.small_size) if size == SMALL else (picture.sha256, picture.size)


def _opened(slug: str, code: str) -> Opened:
    """Aborts with 404 where there is nothing to read page by page, or the reader may not know of it."""
    document = readable_document(slug)
    version = document.version_in(event_language(code))
    if version is None or version.current is None or not version.current.readable_pages:
        abort(404)
    return Opened(document, version, version.current)


def _sought(here: Opened, text: str) -> Sought | None:
    """What is marked on a page: the words that were typed, the last as a beginning where it is none of the page's."""
    typed = understood(here.typed, here.language) if here.typed else None
    if typed is None:
        return None
    is_there = typed.last is None or cut(text, typed.finished) is not None
    return typed.finished if is_there else typed.unfinished


def _no_picture(revision: Revision) -> str:
    """What stands in the place of a picture that is not there."""
    if revision.pictures == Pictures.WAITING:
        return _("The picture of this page is being made. Its text is below.")
    return _("There is no picture of this page. Its text is below, and the file shows all of it.")
