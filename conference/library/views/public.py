"""The documents as readers find them: the list with its filters, one document, its files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Response, abort, g, render_template, request, url_for
from sqlalchemy.orm import Session as Database

from conference.core.access import access
from conference.core.database import db
from conference.core.files import disposition, safe_name
from conference.core.public_cache import keep_public
from conference.core.rendering import fallback_note
from conference.core.sections import section
from conference.core.text import clean
from conference.events.access import current_event, viewer, visitor
from conference.events.models import Event
from conference.library.citation import Citation, as_bibtex, as_ris, citation
from conference.library.listing import A_PAGE, FOUND_A_PAGE, listed
from conference.library.models import Document
from conference.library.offers import described, in_reading_order, offer
from conference.library.queries import (
    audiences_of,
    documents_by_id,
    first_pages,
    keeps_people,
    published_documents,
    readable_recordings,
    related_ids,
)
from conference.library.relations import relations_of
from conference.library.results import found_results, plain_results
from conference.library.searching.cards import Shelf, shelf
from conference.library.searching.finding import how_many
from conference.library.searching.suggestions import fewer_words
from conference.library.searching.typed import LONGEST
from conference.library.views.blueprint import (
    EVENT,
    address,
    announced,
    blueprint,
    is_anonymous,
    known_filters,
    published_sessions,
    readable_document,
    visible,
)
from conference.library.words import category_choice, category_of

LONGEST_KEPT = 60
"""Characters of a search whose page is stored for everybody: what many look for is short."""
KEPT = ("q", "language", "session", "category")
"""What the list is asked for, whichever of its pages is shown."""
CITATIONS: Mapping[str, tuple[Callable[[Citation], str], str]] = {
    "bib": (as_bibtex, "application/x-bibtex"),
    "ris": (as_ris, "application/x-research-info-systems"),
}


@blueprint.get(f"{EVENT}/documents")
@access(visitor)
def documents() -> str:
    event, asking = current_event(), db.session()
    sessions = published_sessions()
    readable = shelf(asking, event, visible())
    typed, page = clean(request.args.get("q", ""))[:LONGEST], _page_number()
    filters = known_filters(sessions, readable.known_categories)
    if is_anonymous() and len(typed) <= LONGEST_KEPT:
        keep_public()
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
        results=found_results(asking, event, shown, found, typed) if found else plain_results(event, shown),
        typed=typed,
        filters=filters,
        listing=listing,
        is_filtered=bool(typed or filters),
        there_are_recordings=bool(readable_recordings(asking, event.id, audiences=audiences_of(viewer()))),
        there_is_something=bool(readable.cards),
        announced=() if typed or filters or page > 1 else announced(),
        unfiltered=len(found.entries) if found and filters else 0,
        suggestions=[] if listing.total or not typed else _suggestions(asking, event, typed, readable),
        sessions=[one for one in sessions if one.id in readable.sessions or one.id == filters.session_id],
        categories=[
            one for one in readable.known_categories if one.code in readable.categories or one.code == filters.category
        ],
        category_choice=category_choice,
        document_languages=in_reading_order(event),
        page_url=_page_url,
        take_home_url=_take_home_url(),
        keeps_people=keeps_people(asking, event),
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
    return address("library.documents", asked | {"page": page})


def _take_home_url() -> str:
    """Where to take home what the list shows; in the language in which it must be there, if one is asked for."""
    asked: dict[str, Any] = {name: value for name, value in request.args.items() if name in KEPT and value}
    available = asked.pop("language", None)
    return address("library.take_home", asked | {"available": available, "language": available})


def _page_number() -> int:
    """Aborts with 404 for what is no number of a page."""
    asked = request.args.get("page", "1")
    return int(asked) if asked.isdecimal() and asked.isascii() and int(asked[:9]) > 0 else abort(404)


@blueprint.get(f"{EVENT}/documents/<slug>")
@access(visitor)
@section("library.documents")
def document(slug: str) -> str:
    event = current_event()
    if is_anonymous():
        keep_public()
    if later := announced(slug):
        return render_template(
            "library/announced.html", the_event=event, document=later[0], category=category_of(later[0])
        )
    found = readable_document(slug)
    ids = {one.id for one in found.sessions}
    talk_ids = {one.id for one in found.presentations}
    offered, sessions = offer(event, found), published_sessions()
    return render_template(
        "library/document.html",
        the_event=event,
        offer=offered,
        document=found,
        keeps_people=keeps_people(db.session(), event),
        sessions=[one for one in sessions if one.id in ids],
        talks=[(one, talk) for one in sessions for talk in one.talks if talk.id in talk_ids],
        thumbnails=first_pages(db.session(), [file.revision.id for file in offered.files]),
        citation=citation(event, found),
        relations=relations_of(found, _readable_of(event, related_ids(db.session(), found))),
        older={
            file.language: [
                described(event, file.revision.version, revision)
                for revision in reversed(file.revision.version.published)
                if revision is not file.revision
            ]
            for file in offered.files
        },
    )


def _readable_of(event: Event, ids: Sequence[int]) -> Sequence[Document]:
    """Those of these documents that the reader of this request may have."""
    return published_documents(db.session(), event.id, visible=visible(), ids=ids) if ids else ()


@blueprint.get(f"{EVENT}/documents/<slug>/citation.<any(bib, ris):kind>")
@access(visitor)
def cite(slug: str, kind: str) -> Response:
    """How the document is cited in the page's language, for programs that keep references."""
    cited = citation(current_event(), readable_document(slug))
    write, media_type = CITATIONS[kind]
    response = Response(write(cited), content_type=f"{media_type}; charset=utf-8")
    response.headers["Content-Disposition"] = disposition(f"{safe_name(cited.symbol) or slug}.{kind}")
    return response
