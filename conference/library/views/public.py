"""The documents as readers find them: the list with its filters, one document, its files."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, abort, g, render_template, request

from conference.agenda.published import PublishedSession
from conference.core.access import access
from conference.core.database import db
from conference.core.files import file_response
from conference.core.public_cache import keep_public
from conference.core.sections import section
from conference.core.text import clean
from conference.events.access import current_event, viewer, visitor
from conference.library.models import Document, DocumentCategory, LanguageVersion, Revision
from conference.library.offers import described, file_name, in_reading_order, offer
from conference.library.queries import (
    LONGEST_QUERY,
    Wish,
    categories_of,
    published_documents,
    sessions_with_documents,
)
from conference.library.views.blueprint import (
    EVENT,
    blueprint,
    event_language,
    is_anonymous,
    published_sessions,
    readable_document,
    visible,
)
from conference.library.words import category_words


@blueprint.get(f"{EVENT}/documents")
@access(visitor)
def documents() -> str:
    event = current_event()
    sessions = published_sessions()
    wish = _wish(sessions)
    if is_anonymous() and not wish.words:
        keep_public()
    seen, asking = visible(), db.session()
    found = published_documents(asking, event.id, visible=seen, wish=wish, languages=event.languages)
    with_documents = sessions_with_documents(asking, event.id, visible=seen)
    filled = categories_of(asking, event.id, visible=seen)
    return render_template(
        "library/documents.html",
        the_event=event,
        offers=[offer(event, document) for document in found],
        wish=wish,
        is_filtered=bool(wish.words or wish.version or wish.session_id or wish.category),
        there_is_something=bool(filled),
        sessions=[one for one in sessions if one.id in with_documents or one.id == wish.session_id],
        categories=[(one, category_words(one)) for one in DocumentCategory if one in filled or one == wish.category],
        document_languages=in_reading_order(event),
    )


def _wish(sessions: Sequence[PublishedSession]) -> Wish:
    """The filters of this request. Aborts with 404 for a language, session or category that is not there."""
    asked = request.args
    session_id = None
    if asked.get("session"):
        session_id = next((one.id for one in sessions if one.code == asked["session"]), None) or abort(404)
    if asked.get("category") and asked["category"] not in set(DocumentCategory):
        abort(404)
    return Wish(
        language=g.language,
        words=clean(asked.get("q", ""))[:LONGEST_QUERY],
        version=event_language(asked["language"]) if asked.get("language") else None,
        session_id=session_id,
        category=asked.get("category", ""),
    )


@blueprint.get(f"{EVENT}/documents/<slug>")
@access(visitor)
@section("library.documents")
def document(slug: str) -> str:
    event, found = current_event(), readable_document(slug)
    if is_anonymous():
        keep_public()
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
