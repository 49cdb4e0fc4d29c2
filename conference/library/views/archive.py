"""All that a reader may have in one language, as a ZIP that streams."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from flask import Response, g, render_template, request

from conference.core.access import access
from conference.core.archive import EARLIEST, Archive, Member, local_time, stored
from conference.core.database import db
from conference.core.files import attachment
from conference.core.languages import Language
from conference.events.access import current_event, visitor
from conference.events.header import event_header
from conference.events.models import Event
from conference.library.models import Document, Revision
from conference.library.offers import Offer, file_name, missing_words, offer
from conference.library.queries import published_documents
from conference.library.views.blueprint import EVENT, blueprint, event_language, visible

CONTENTS = "contents.txt"


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
    revisions = [(names[document.id], revision) for document, revision in chosen if revision is not None]
    times = [
        local_time(revision.published_at or revision.uploaded_at, event.zone_info) for _name_, revision in revisions
    ]
    members = [Member(f"{0:0{width}}_{CONTENTS}", len(contents), max(times, default=EARLIEST), (contents,))]
    members += [
        Member(name, revision.size, at, stored(revision.sha256))
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
