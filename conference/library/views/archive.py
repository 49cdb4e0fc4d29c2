"""Taking documents home: a page that says how much it will be, and the ZIP, which streams and resumes."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, g, render_template

from conference.core.access import access
from conference.core.archive import EARLIEST, Archive, contents_name, local_time, made, stored
from conference.core.database import db
from conference.core.files import archive_response
from conference.core.sections import section
from conference.events.access import current_event, visitor
from conference.events.header import event_header
from conference.events.models import Event
from conference.library.counting import is_download, note_downloads
from conference.library.models import DownloadKind
from conference.library.offers import in_reading_order, missing_words
from conference.library.queries import categories_of, keeps_people
from conference.library.taking_home import Parcel, choices, names, order_words, packed
from conference.library.views.blueprint import EVENT, address, blueprint
from conference.library.views.taking import Scope, scope_and_papers, taken_now, wished_language, wished_order
from conference.library.words import category_choice, restriction_words


@blueprint.get(f"{EVENT}/take-home")
@access(visitor)
@section("library.documents")
def take_home() -> str:
    """In which language, and what is taken where a document is not in it: each choice with its files and bytes."""
    event, first = current_event(), wished_language()
    scope, papers = scope_and_papers()
    return render_template(
        "library/take_home.html",
        the_event=event,
        scope=scope,
        language_choices=[
            (one, address("library.take_home", scope.asked | {"language": one.code})) for one in in_reading_order(event)
        ],
        everything_url=address("library.take_home", {"language": first.code}),
        first=first,
        papers=papers,
        parcels=choices(papers, event.languages, first),
        order_words=order_words,
        category_words=_category_names(event),
        keeps_people=keeps_people(db.session(), event),
    )


@blueprint.get(f"{EVENT}/documents.zip")
@access(visitor)
def archive() -> Response:
    """The files in their order, before them a page of contents that says what is missing or in another language."""
    event, order = current_event(), wished_order()
    scope, papers = scope_and_papers()
    parcel = packed(papers, order)
    called = names(parcel, g.language)
    members = [
        stored(
            called[paper.id],
            sha256=file.sha256,
            size=file.size,
            at=local_time(file.published_at, event.zone_info),
        )
        for paper, file in parcel.taken
    ]
    newest = max((one.at for one in members), default=EARLIEST)
    contents = made(contents_name(), _contents(event, scope, parcel, called), at=newest)
    of = "_".join((event.slug, *scope.words_in_name, "documents", *(one.code for one in order)))
    response = archive_response(Archive([contents, *members]), name=f"{of}.zip")
    if is_download(response):
        note_downloads(taken_now(event, (file.version_id for _paper, file in parcel.taken), DownloadKind.ZIP))
    return response


def _category_names(event: Event) -> Callable[[str], str]:
    """What the categories of an event are called, by their codes."""
    names = {one.code: category_choice(one) for one in categories_of(db.session(), event.id)}
    return lambda code: names.get(code, code)


def _contents(event: Event, scope: Scope, parcel: Parcel, called: dict[int, str]) -> bytes:
    """A page that opens without us, in the language of the page that the ZIP was asked for on."""
    page = render_template(
        "library/home_contents.html",
        header=event_header(event),
        scope=scope,
        parcel=parcel,
        names=called,
        first=parcel.order[0],
        order_words=order_words,
        category_words=_category_names(event),
        restriction_words=restriction_words,
        missing_words=lambda paper: missing_words(
            parcel.order[0], [one for one in event.languages if one in paper.files]
        ),
    )
    return page.encode()
