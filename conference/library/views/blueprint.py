"""What the library's views have in common: their blueprint, their address, the reader and what they may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, request, url_for
from werkzeug.wrappers import Response

from conference.accounts.access import current_account
from conference.agenda.published import PublishedAgenda, PublishedSession
from conference.agenda.queries import latest_version
from conference.core.database import db
from conference.core.languages import Language, UnknownLanguage
from conference.events.access import current_event, viewer
from conference.library.access import Rights
from conference.library.listing import Filters
from conference.library.models import Document
from conference.library.queries import Category, announced_documents, document_by_slug
from conference.library.reader import opens_at, rights_for

blueprint = Blueprint("library", __name__, template_folder="../templates")
EVENT = "/<language:language>/<slug:event>"
MANAGE = f"{EVENT}/manage/documents"
Answer = str | Response | tuple[str, int]


def is_anonymous() -> bool:
    """Whether this page is the same for everybody who is not signed in."""
    return current_account() is None


def visible() -> Rights:
    """What the reader of this request may see."""
    return rights_for(current_event(), viewer())


def announced(slug: str | None = None) -> Sequence[Document]:
    """What this reader may have later and is told of, or the one document at an address."""
    event = current_event()
    if opens_at(event) is None:
        return ()
    return announced_documents(db.session(), event.id, visible=visible(), slug=slug)


def readable_document(slug: str) -> Document:
    """The document at an address. Aborts with 404 where the reader may not know of it."""
    document = document_by_slug(db.session(), current_event().id, slug, visible=visible())
    if document is None or not (viewer().is_team or any(version.current for version in document.versions)):
        abort(404)
    return document


def event_language(code: str) -> Language:
    """A language of this request's event. Aborts with 404."""
    try:
        language = Language.of(code)
    except UnknownLanguage:
        abort(404)
    return language if language in current_event().languages else abort(404)


def address(endpoint: str, asked: Mapping[str, Any]) -> str:
    """An address in the page's language that asks for `asked`, a `language` of files among it; None is left out."""
    query = urlencode({name: value for name, value in asked.items() if value is not None})
    return url_for(endpoint) + (f"?{query}" if query else "")


def published_sessions() -> Sequence[PublishedSession]:
    """The sessions that everybody knows: those of the newest published agenda."""
    version = latest_version(db.session(), current_event().id)
    return PublishedAgenda.of(version).sessions if version else ()


def known_filters(
    sessions: Sequence[PublishedSession], categories: Sequence[Category], *, language: str = "language"
) -> Filters:
    """The filters of this request. Aborts with 404 for a language, session or category that is not there.

    `language` is what the address calls the one of the language in which something must be there.
    """
    asked = request.args
    session_id = None
    if asked.get("session"):
        session_id = next((one.id for one in sessions if one.code == asked["session"]), None) or abort(404)
    if asked.get("category") and asked["category"] not in {one.code for one in categories}:
        abort(404)
    available = event_language(asked[language]) if asked.get(language) else None
    return Filters(available, session_id, asked.get("category", ""))
