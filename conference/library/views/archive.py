"""All that a reader may have in one language, as a ZIP that streams."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from flask import Response, g, render_template, request

from conference.core.access import access
from conference.core.archive import Archive, Member
from conference.core.database import db
from conference.core.files import attachment
from conference.core.languages import Language
from conference.core.storage import Storage, storage
from conference.events.access import current_event, visitor
from conference.events.header import event_header
from conference.events.models import Event
from conference.library.models import Document, Revision
from conference.library.offers import Offer, file_name, missing_words, offer
from conference.library.queries import published_documents
from conference.library.views.blueprint import EVENT, blueprint, event_language, visible

CONTENTS = "contents.txt"
EARLIEST = datetime(1980, 1, 1)  # noqa: DTZ001 - the local time that ZIP begins with


@blueprint.get(f"{EVENT}/documents.zip")
@access(visitor)
def archive() -> Response:
    """The documents in one language in their order, before them a list of contents that names those missing."""
    event = current_event()
    language = event_language(request.args.get("language") or g.language.code)
    documents = published_documents(db.session(), event.id, visible=visible())
    chosen = [(document, _current(document, language)) for document in documents]
    width = max(2, len(str(len(chosen))))
    names = {
        document.id: f"{number:0{width}}_{_name(document, language, revision)}"
        for number, (document, revision) in enumerate(chosen, start=1)
        if revision is not None
    }
    contents = _contents(event, language, [offer(event, document) for document in documents], names)
    store = storage()
    revisions = [(names[document.id], revision) for document, revision in chosen if revision is not None]
    times = [_local(event, revision) for _name_, revision in revisions]
    members = [Member(f"{0:0{width}}_{CONTENTS}", len(contents), max(times, default=EARLIEST), (contents,))]
    members += [
        Member(name, revision.size, at, _pieces(store, revision.sha256))
        for (name, revision), at in zip(revisions, times, strict=True)
    ]
    body = Archive(members)
    digest = hashlib.sha256(contents + repr([(m.name, m.at) for m in members]).encode())
    digest.update("".join(revision.sha256 for _name_, revision in revisions).encode())
    name = f"{event.slug}_documents_{language}.zip"
    return attachment(body, size=len(body), name=name, media_type="application/zip", etag=digest.hexdigest())


def _current(document: Document, language: Language) -> Revision | None:
    version = document.version_in(language)
    return version.current if version else None


def _name(document: Document, language: Language, revision: Revision) -> str:
    version = document.version_in(language)
    assert version is not None
    return file_name(document, version, revision)


def _local(event: Event, revision: Revision) -> datetime:
    """When a revision was published, by the event's clock: ZIP knows no zones, and no odd seconds."""
    at = (revision.published_at or revision.uploaded_at).astimezone(event.zone_info).replace(tzinfo=None)
    return max(at.replace(microsecond=0) - timedelta(seconds=at.second % 2), EARLIEST)


def _pieces(store: Storage, sha256: str) -> Iterator[bytes]:
    """A blob that is opened when its turn comes, not before."""
    yield from store.read(sha256)


def _contents(event: Event, language: Language, offers: Sequence[Offer], names: dict[int, str]) -> bytes:
    """The list of contents in the reader's language; with the mark by which old editors know UTF-8."""
    text = render_template(
        "library/contents.txt",
        header=event_header(event),
        language=language,
        included=[(one, names[one.document.id]) for one in offers if one.document.id in names],
        missing=[one for one in offers if one.document.id not in names],
        missing_in=lambda language, one: missing_words(language, [file.language for file in one.files]),
    )
    return text.replace("\n", "\r\n").encode("utf-8-sig")
