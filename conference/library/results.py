"""What a reader sees of a document that was found: its title with the words marked, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import g, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session as Database

from conference.core.file_types import PDF, PPTX
from conference.core.languages import Language
from conference.events.models import Event
from conference.library.models import Document, Revision
from conference.library.offers import Offer, offer
from conference.library.searching.finding import Found, Hit
from conference.library.searching.snippets import Snippet, best_pages, cut, marked
from conference.library.searching.typed import Sought


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file something was found: what the link to it says, and its address."""

    words: str
    url: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Result:
    """A document in the list; found by words, it has its title marked and, where there is one, a snippet."""

    offer: Offer
    title: Markup | None = None
    title_language: Language | None = None
    snippet: Snippet | None = None
    place: Place | None = None

    @property
    def title_is_fallback(self) -> bool:
        return self.title_language != g.language


def plain_results(event: Event, documents: Sequence[Document]) -> list[Result]:
    return [Result(offer(event, document)) for document in documents]


def found_results(
    database: Database, event: Event, documents: Sequence[Document], found: Found, typed: str
) -> list[Result]:
    """The documents of a page with what was found in them; the texts of all of them are read in one query."""
    hits = found.hits([document.id for document in documents])
    shown = [(document, hits[document.id]) for document in documents]
    wanted: dict[int, Sought] = {}
    for document, hit in shown:
        revision = _revision(document, hit)
        if revision is not None:
            wanted[revision.id] = found.sought[hit.language]
    texts = best_pages(database, wanted)
    return [_result(event, document, hit, found.sought, texts, typed) for document, hit in shown]


def _result(
    event: Event,
    document: Document,
    hit: Hit,
    sought: Mapping[Language, Sought],
    texts: Mapping[int, tuple[int, str]],
    typed: str,
) -> Result:
    title = document.title.resolve(g.language)
    looked_for = sought.get(title.language)
    shown = marked(title.text, looked_for) if looked_for else Markup("{}").format(title.text)
    revision = _revision(document, hit)
    snippet, place = None, None
    if revision is not None and revision.id in texts:
        number, text = texts[revision.id]
        piece = cut(text, sought[hit.language])
        if piece is not None:
            snippet, place = Snippet(hit.language, piece), _place(document, hit.language, revision, number, typed)
    if snippet is None:
        piece = cut(document.summary.text(hit.language), sought[hit.language])
        snippet = Snippet(hit.language, piece) if piece is not None else None
    return Result(offer(event, document), shown, title.language, snippet, place)


def _revision(document: Document, hit: Hit) -> Revision | None:
    version = document.version_in(hit.language)
    return version.current if version else None


def _place(document: Document, language: Language, revision: Revision, number: int, typed: str) -> Place:
    """The page to read with what was found marked, else the file itself."""
    name = language.name_in(g.language)
    if revision.file_type == PDF:
        words = _("Page %(number)s (%(language)s)", number=number, language=name)
    elif revision.file_type == PPTX:
        words = _("Slide %(number)s (%(language)s)", number=number, language=name)
    else:
        words = _("In the file (%(language)s)", language=name)
    slug, code = document.slug, language.code
    if revision.shows_page(number):
        return Place(words, url_for("library.page", slug=slug, code=code, number=number, q=typed), "text/html")
    return Place(words, url_for("library.file", slug=slug, code=code), revision.file_type.media_type)
