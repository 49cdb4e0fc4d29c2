"""The documents as readers find them: the list with its filters, one document, its files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, abort, g, render_template, request, url_for
from sqlalchemy.orm import Session as Database

from conference.agenda.published import PublishedSession
from conference.core.access import access
from conference.core.database import db
from conference.core.files import file_response
from conference.core.public_cache import keep_public
from conference.core.rendering import fallback_note
from conference.core.sections import section
from conference.core.text import clean
from conference.events.access import current_event, viewer, visitor
from conference.events.models import Event
from conference.library.listing import A_PAGE, FOUND_A_PAGE, Filters, listed
from conference.library.models import Document, DocumentCategory, LanguageVersion, Revision
from conference.library.offers import described, file_name, in_reading_order, offer
from conference.library.queries import documents_by_id
from conference.library.results import found_results, plain_results
from conference.library.searching.cards import Shelf, shelf
from conference.library.searching.finding import how_many
from conference.library.searching.suggestions import fewer_words
from conference.library.searching.typed import LONGEST
from conference.library.views.blueprint import (
    EVENT,
    announced,
    blueprint,
    event_language,
    is_anonymous,
    published_sessions,
    readable_document,
    visible,
)
from conference.library.words import category_words

KEPT = ("q", "language", "session", "category")
"""What the list is asked for, whichever of its pages is shown."""


@blueprint.get(f"{EVENT}/documents")
@access(visitor)
def documents() -> str:
    event, asking = current_event(), db.session()
    sessions = published_sessions()
    typed, filters, page = clean(request.args.get("q", ""))[:LONGEST], _filters(sessions), _page_number()
    if is_anonymous() and not typed:
        keep_public()
    readable = shelf(asking, event, visible())
    found = readable.find(asking, event, typed, g.language) if typed else None
    listing = listed(
        [readable.by_id[id_] for id_ in found.documents] if found else readable.cards,
        filters,
        page=page,
        size=FOUND_A_PAGE if found else A_PAGE,
    )
    if page > listing.pages:
        abort(404)
    shown = documents_by_id(asking, listing.ids)
    return render_template(
        "library/documents.html",
        the_event=event,
        results=found_results(asking, event, shown, found) if found else plain_results(event, shown),
        typed=typed,
        filters=filters,
        listing=listing,
        is_filtered=bool(typed or filters),
        there_is_something=bool(readable.cards),
        announced=() if typed or filters or page > 1 else announced(),
        unfiltered=len(found.entries) if found and filters else 0,
        suggestions=[] if listing.total or not typed else _suggestions(asking, event, typed, readable),
        sessions=[one for one in sessions if one.id in readable.sessions or one.id == filters.session_id],
        categories=[
            (one, category_words(one))
            for one in DocumentCategory
            if one in readable.categories or one == filters.category
        ],
        document_languages=in_reading_order(event),
        page_url=_page_url,
        fallback_note=fallback_note,
    )


def _suggestions(asking: Database, event: Event, typed: str, readable: Shelf) -> list[tuple[str, str, int]]:
    """What finds something instead: fewer of the words, each with its address and how many documents it finds."""
    tried = [
        (words, how_many(asking, event.id, words, languages=event.languages, place=readable.place))
        for words in fewer_words(typed)
    ]
    return [(words, url_for("library.documents", q=words), count) for words, count in tried if count]


def _page_url(page: int) -> str:
    asked: dict[str, Any] = {name: value for name, value in request.args.items() if name in KEPT}
    return url_for("library.documents", **asked, page=page)


def _page_number() -> int:
    """Aborts with 404 for what is no number of a page."""
    asked = request.args.get("page", "1")
    return int(asked) if asked.isdecimal() and asked.isascii() and int(asked[:9]) > 0 else abort(404)


def _filters(sessions: Sequence[PublishedSession]) -> Filters:
    """The filters of this request. Aborts with 404 for a language, session or category that is not there."""
    asked = request.args
    session_id = None
    if asked.get("session"):
        session_id = next((one.id for one in sessions if one.code == asked["session"]), None) or abort(404)
    if asked.get("category") and asked["category"] not in set(DocumentCategory):
        abort(404)
    language = event_language(asked["language"]) if asked.get("language") else None
    return Filters(language, session_id, asked.get("category", ""))


@blueprint.get(f"{EVENT}/documents/<slug>")
@access(visitor)
@section("library.documents")
def document(slug: str) -> str:
    event = current_event()
    if is_anonymous():
        keep_public()
    if later := announced(slug):
        return render_template(
            "library/announced.html", the_event=event, document=later[0], category=category_words(later[0].category)
        )
    found = readable_document(slug)
    ids = {one.id for one in found.sessions}
    offered = offer(event, found)
    return render_template(
        "library/document.html",
        the_event=event,
        offer=offered,
        document=found,
        sessions=[one for one in published_sessions() if one.id in ids],
        older={
            file.language: [
                described(event, file.revision.version, revision)
                for revision in reversed(file.revision.version.published)
                if revision is not file.revision
            ]
            for file in offered.files
        },
    )


@blueprint.get(f"{EVENT}/documents/<slug>/<code>")
@access(visitor)
def file(slug: str, code: str) -> Response:
    """The newest published revision in a language."""
    found, version = _version(slug, code)
    return _serve(found, version, version.current or abort(404))


@blueprint.get(f"{EVENT}/documents/<slug>/<code>/<int:number>")
@access(visitor)
def revision(slug: str, code: str, number: int) -> Response:
    """One revision by its number; one that is not published only for the team."""
    found, version = _version(slug, code)
    wanted = next((one for one in version.revisions if one.number == number), None)
    if wanted is None or not (wanted.published_at or viewer().is_team):
        abort(404)
    return _serve(found, version, wanted)


def _version(slug: str, code: str) -> tuple[Document, LanguageVersion]:
    found = readable_document(slug)
    return found, found.version_in(event_language(code)) or abort(404)


def _serve(document: Document, version: LanguageVersion, revision: Revision) -> Response:
    return file_response(
        sha256=revision.sha256,
        size=revision.size,
        name=file_name(document, version, revision),
        media_type=revision.file_type.media_type,
        language=version.language,
    )
