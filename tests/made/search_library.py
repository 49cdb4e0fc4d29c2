"""Makes the library that the labelled queries are asked of: real files, uploaded, published, read by the worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from io import BytesIO
from pathlib import Path

from conference.accounts.models import Account
from conference.agenda.service import publish_agenda
from conference.core.file_types import HTML, TEXT, FileType
from conference.core.languages import LANGUAGES, Language
from conference.core.storage import Blob, storage
from conference.core.translated import Translated
from conference.demonstration import content
from conference.demonstration.files import add_documents, keep_files
from conference.demonstration.rows import add_agenda, add_event, translated
from conference.events.models import Event
from conference.library import service
from tests.made.search_corpus import EVENT, Work, works
from tests.world import World


def make_library(world: World, shared_data: Path) -> int:
    """The demonstration's first conference with its agenda and documents, and the corpus; all of it read."""
    source = content.load_event(EVENT)
    with world.app.app_context():
        files = keep_files(source)
        stored = {(work.symbol, one): _stored(work, one) for work in works(shared_data) for one in LANGUAGES}
    account = world.account("organiser@example.org")
    with world.writing() as database:
        event = add_event(database, source)
        by = database.get_one(Account, account)
        agenda = add_agenda(database, event, source, speaker_email="")
        database.flush()
        publish_agenda(database, event, note=translated(source.illustrative_note, source.source_language), by=account)
        add_documents(database, event, source, files, agenda.sessions, by=by)
        event_id = event.id
    with world.writing() as database:
        event = database.get_one(Event, event_id)
        for work in works(shared_data):
            document = service.create_document(
                database,
                event,
                symbol=work.symbol,
                title=_text(work.titles),
                summary=_text(work.summaries),
                by=None,
            )
            for language in LANGUAGES:
                blob, file_type = stored[work.symbol, language]
                revision = service.add_revision(
                    database, document, language=language, blob=blob, file_type=file_type, pages=None, by=None
                )
                service.publish_revision(database, revision, by=None)
    world.deliver()
    return event_id


def _stored(work: Work, language: Language) -> tuple[Blob, FileType]:
    """An article as a page of the web, a goal as a text with a page for each of its targets."""
    pages: Sequence[str] = work.pages[language]
    if len(pages) == 1:
        paragraphs = "".join(f"<p>{escape(one)}</p>" for one in pages[0].splitlines())
        title = escape(work.titles[language])
        body = f"<!doctype html><html lang={language}><meta charset=utf-8><title>{title}</title>{paragraphs}</html>"
        return storage().keep(BytesIO(body.encode())), HTML
    return storage().keep(BytesIO("\f".join(pages).encode())), TEXT


def _text(texts: Mapping[Language, str]) -> Translated:
    return Translated.of(LANGUAGES[0], texts)
