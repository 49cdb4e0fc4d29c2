"""The demonstration's documents as data: what each is called, who may see it, and in which languages it exists."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from conference.core.languages import SHIPPED, Language
from conference.demonstration.reading import FOLDER, Record, Text, read
from conference.library.models import Visibility

FILE = "documents.toml"
VISIBILITIES = tuple(Visibility)
LABELS = ("demonstration", "demonstration_note", "revision", "contents", "page", "opportunity")


@dataclass(frozen=True, slots=True)
class Document:
    """A document and what its language versions share. `languages` are those that a version exists in."""

    key: str
    event: str
    symbol: str | None
    category: str
    category_name: Text
    title: Text
    summary: Text
    sessions: tuple[str, ...]
    visibility: str
    languages: tuple[Language, ...]
    revision: int
    dated: date
    has_contents: bool


def read_documents(event: str | None = None, sessions: Collection[str] | None = None) -> tuple[Document, ...]:
    """The documents of one event, or all. With the event's session codes, checks that theirs are among them.

    Raises ContentError, also for a language version without its text.
    """
    file = read(FILE)
    file.record("labels")
    categories = {code: record.text("name") for code, record in file.record("categories").tables().items()}
    records = file.record("documents").tables()
    file.done()
    found = [_document(key, record, categories) for key, record in records.items()]
    documents = tuple(document for document in found if event in (None, document.event))
    for document in documents:
        for code in document.sessions:
            if sessions is not None and code not in sessions:
                raise records[document.key].error(f"sessions names an unknown {code!r}")
    return documents


def read_labels() -> dict[str, Text]:
    """The words that stand in the form of every document: «Page {page} of {pages}»."""
    record = read(FILE).record("labels")
    labels = {name: record.text(name) for name in LABELS}
    record.done()
    return labels


def _document(key: str, record: Record, categories: dict[str, Text]) -> Document:
    category = record.word("category", categories)
    document = Document(
        key=key,
        event=record.word("event"),
        symbol=record.word_or_none("symbol"),
        category=category,
        category_name=categories[category],
        title=record.text("title"),
        summary=record.text("summary"),
        sessions=record.words("sessions"),
        visibility=record.word("visibility", VISIBILITIES),
        languages=record.languages("languages"),
        revision=record.number("revision"),
        dated=record.day("dated"),
        has_contents=record.flag("contents"),
    )
    record.done()
    for language in SHIPPED:
        if (FOLDER / "documents" / f"{key}.{language}.typ").exists() != (language in document.languages):
            raise record.error(f"languages and the texts in the folder disagree about {language}")
    return document
