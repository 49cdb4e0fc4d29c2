"""A library as the rows of its manifest, and the files that they name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conference.core.languages import LANGUAGES, Language
from conference.library.bringing.manifest import COLUMNS, PUBLISHED, TEXTS, WITHDRAWN
from conference.library.models import Document, LanguageVersion, Revision
from conference.library.offers import file_name

FOLDER = "files/"


@dataclass(frozen=True, slots=True)
class Exported:
    """A row by its columns, and the file that it names."""

    cells: dict[str, str]
    revision: Revision | None

    @property
    def line(self) -> list[str]:
        return [self.cells.get(column, "") for column in COLUMNS]


def exported(documents: Sequence[Document]) -> Iterator[Exported]:
    """A row for each language in which a document has a version or a text; of each version the file readers have."""
    used: set[str] = set()
    for document in documents:
        work = facts_of(document)
        for language in _languages(document):
            version = document.version_in(language)
            revision = revision_of(version)
            texts = {name: getattr(document, name).text(language) for name in TEXTS}
            cells = {"symbol": document.symbol, "language": language.code, **work, **texts, **_of_version(version)}
            if revision is not None and version is not None:
                cells["file"] = _free(FOLDER + file_name(document, version, revision), used)
                cells["note"] = revision.note
            yield Exported(cells, revision)


def revision_of(version: LanguageVersion | None) -> Revision | None:
    """The file of a version that a manifest names: what readers have, else the newest."""
    return (version.current or version.newest) if version is not None else None


def state_of(version: LanguageVersion) -> str:
    if version.current is not None:
        return PUBLISHED
    return WITHDRAWN if version.withdrawn_at is not None else version.stage


def facts_of(document: Document) -> dict[str, str]:
    """What a work has once, as cells."""
    return {
        "category": document.category,
        "visibility": document.visibility,
        "visible_to": ", ".join(document.visible_to),
        "embargo_until": document.embargo_until.isoformat(timespec="minutes") if document.embargo_until else "",
        "issued_on": document.issued_on.isoformat() if document.issued_on else "",
        "original": document.original_code,
        "licence": document.licence,
        "languages_due": ", ".join(document.language_codes),
        "sessions": ", ".join(document.session_codes),
        "belongs_to": document.base.symbol if document.base else "",
        "part": document.part,
        "part_number": str(document.part_number) if document.part_number is not None else "",
    }


def _of_version(version: LanguageVersion | None) -> dict[str, str]:
    if version is None:
        return {}
    return {
        "state": state_of(version),
        "responsible_name": version.responsible_name,
        "responsible_email": version.responsible_email,
        "due_on": version.due_on.isoformat() if version.due_on else "",
    }


def _languages(document: Document) -> list[Language]:
    """Those that have something to say, at least one: the document itself must not be lost."""
    written = [getattr(document, name) for name in TEXTS]
    found = [
        one for one in LANGUAGES if document.version_in(one) is not None or any(text.text(one) for text in written)
    ]
    return found or [document.event.source]


def _free(name: str, used: set[str]) -> str:
    """A name that no other row has; two symbols may look the same in letters that file names have."""
    stem, _dot, ending = name.rpartition(".")
    free, number = name, 1
    while free.casefold() in used:
        number += 1
        free = f"{stem}-{number}.{ending}"
    used.add(free.casefold())
    return free
