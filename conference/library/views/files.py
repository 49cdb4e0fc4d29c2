"""The files themselves, each at the address of its document, language and revision; what is taken is counted."""

from __future__ import annotations

from flask import Response, abort

from conference.core.access import access
from conference.core.files import download
from conference.events.access import current_event, viewer, visitor
from conference.library.counting import is_download, note_downloads
from conference.library.models import Document, DownloadKind, LanguageVersion, Revision
from conference.library.offers import file_name
from conference.library.views.blueprint import EVENT, blueprint, event_language, readable_document
from conference.library.views.taking import taken_now


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
    response = download(
        sha256=revision.sha256,
        size=revision.size,
        name=file_name(document, version, revision),
        media_type=revision.file_type.media_type,
        language=version.language,
        changed=revision.published_at,
    )
    # What the team looks at before it is published was taken by nobody.
    if revision.published_at is not None and is_download(response):
        note_downloads(taken_now(current_event(), [version.id], DownloadKind.FILE))
    return response
