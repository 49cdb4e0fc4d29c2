"""The demonstration's documents become sound PDF files that can be read, searched and told apart by language."""

from __future__ import annotations

import re
import unicodedata

import pypdfium2
import pytest

from conference.core import pdf
from conference.core.languages import ARABIC, ENGLISH, FRENCH, LANGUAGES, Language
from conference.demonstration import reading
from conference.demonstration.documents import NoSuchVersion, document_pdf
from conference.demonstration.library import read_documents

VERSIONS = [(document.key, language) for document in read_documents() for language in document.languages]


def extracted(file: bytes) -> str:
    """All pages' text as a reader would search it: base letters instead of presentation forms, single spaces."""
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(file)]
    return " ".join(unicodedata.normalize("NFKC", " ".join(pages)).split())


@pytest.mark.parametrize(("key", "language"), VERSIONS, ids=str)
def test_document_becomes_a_sound_pdf(key: str, language: Language) -> None:
    document = next(each for each in read_documents() if each.key == key)
    file = document_pdf(key, language)
    opened = pypdfium2.PdfDocument(file)
    fewest = {"concept-note": 3, "discussion-paper": 8, "discussion-paper-short": 3}.get(key, 1)
    assert fewest <= len(opened) <= fewest + 2
    assert len(file) < 400_000
    assert opened.get_metadata_value("Title") == document.title[language]
    assert re.search(rf"/Lang ?\({language}\)".encode(), file)
    assert b"pdfuaid" in file
    first_page = unicodedata.normalize("NFKC", opened[0].get_textpage().get_text_range())
    marks = {ENGLISH: "Demonstration text", FRENCH: "Texte de démonstration", ARABIC: "نص توضيحي للعرض"}
    donors = {ENGLISH: "Funded by the European Union", FRENCH: "Union européenne", ARABIC: "بتمويل من الاتحاد الأوروبي"}
    assert marks[language] in first_page
    assert donors[language] in first_page


def test_versions_are_those_that_exist() -> None:
    assert len(VERSIONS) == 14
    with pytest.raises(NoSuchVersion):
        document_pdf("practical-note", ARABIC)
    with pytest.raises(NoSuchVersion):
        document_pdf("no-such-document", ENGLISH)


@pytest.mark.parametrize(
    ("key", "language", "phrase"),
    [
        ("discussion-paper", ENGLISH, "Social dialogue that outlasts the crisis"),
        ("discussion-paper", FRENCH, "des dispositifs de mobilité préparés aux chocs"),
        ("discussion-paper", FRENCH, "la migration de main-d’œuvre"),
        ("discussion-paper", ARABIC, "وكالات الاستخدام الخاصة"),
        ("discussion-paper-short", ARABIC, "المساواة في المعاملة مسألة حق"),
        ("concept-note", ARABIC, "الاتجاهات الاستراتيجية"),
        ("concept-note", ARABIC, "ممثلي الحكومات ومنظمات أصحاب العمل والعمال"),
    ],
)
def test_words_can_be_found_in_the_file(key: str, language: Language, phrase: str) -> None:
    assert phrase in extracted(document_pdf(key, language))


@pytest.mark.parametrize("language", LANGUAGES, ids=str)
def test_short_version_has_nine_opportunities_in_order(language: Language) -> None:
    word = {ENGLISH: "Opportunity", FRENCH: "Opportunité", ARABIC: "الفرصة"}[language]
    for key in ("discussion-paper", "discussion-paper-short"):
        numbers = re.findall(rf"{word} :?(\d)", extracted(document_pdf(key, language)))
        assert numbers[-9:] == list("123456789")


def test_language_versions_tell_the_same_story() -> None:
    """Section by section: the same headings, lists, questions and rows in every language."""
    for document in read_documents():
        shapes = {
            language: [
                match.group()
                for match in re.finditer(
                    r"^(=+|[-+] |#opportunity\(\d\)|#question|#lined|  \[)",
                    (reading.FOLDER / f"documents/{document.key}.{language}.typ").read_text(encoding="utf-8"),
                    re.MULTILINE,
                )
            ]
            for language in document.languages
        }
        assert len({tuple(shape) for shape in shapes.values()}) == 1, document.key


def test_template_complains_of_a_missing_body() -> None:
    with pytest.raises(pdf.TemplateFailed):
        pdf.render(reading.FOLDER / "documents" / "template.typ", {"title": "Title", "language": "en"})
