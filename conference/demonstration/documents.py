"""The demonstration's documents as PDF files: real ones, so that downloading, searching and printing can be seen."""

from __future__ import annotations

from datetime import UTC, datetime, time

from conference.core import formatting, pdf
from conference.core.languages import Language
from conference.demonstration.content import load_bodies, load_event
from conference.demonstration.library import Document, read_documents, read_labels
from conference.demonstration.reading import FOLDER

TEMPLATE = FOLDER / "documents" / "template.typ"


class NoSuchVersion(LookupError):
    """There is no such document, or not in this language."""

    def __init__(self, document_key: str, language: Language) -> None:
        super().__init__(f"{document_key} in {language}")
        self.document_key, self.language = document_key, language


def document_pdf(document_key: str, language: Language) -> bytes:
    """The PDF file of one document in one language; the same bytes at each call.

    Raises NoSuchVersion; ContentError and TemplateFailed where content or text are faulty.
    """
    document = next((each for each in read_documents() if each.key == document_key), None)
    if document is None or language not in document.languages:
        raise NoSuchVersion(document_key, language)
    created = datetime.combine(document.dated, time(12), tzinfo=UTC)
    return pdf.render(TEMPLATE, _data(document, language), created=created)


def _data(document: Document, language: Language) -> dict[str, object]:
    """What the template shows around the text."""
    event = load_event(document.event)
    bodies = load_bodies()
    return {
        "title": document.title[language],
        "language": language.code,
        "language_name": language.native_name,
        "body": f"{document.key}.{language}.typ",
        "contents": document.has_contents,
        "summary": document.summary[language],
        "symbol": document.symbol,
        "revision": document.revision,
        "category": document.category_name[language],
        "event_title": event.title[language],
        "event_short_title": event.short_title[language],
        "dates": formatting.format_date_range(event.starts_on, event.ends_on, language, event.month_style),
        "organisers": formatting.join_words([bodies[code].acronym[language] for code in event.organisers], language),
        "contact": event.contacts[0].email,
        "donor_line": event.donor_line[language],
        "disclaimer": event.disclaimer[language],
        "labels": {name: label[language] for name, label in read_labels().items()},
    }
