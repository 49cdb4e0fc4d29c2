"""What taking a manifest over would do to a library: what is new, what is here already, what contradicts it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from conference.core.languages import Language
from conference.library.bringing.exporting import revision_of, state_of
from conference.library.bringing.manifest import TEXTS, Manifest, Problem, VersionFound, WorkFound
from conference.library.models import Document, LanguageVersion, Visibility

STORED = {
    "original": "original_code",
    "languages_due": "language_codes",
    "sessions": "session_codes",
}
"""The columns that models call otherwise."""


class Outcome(StrEnum):
    """What becomes of a work or of one of its languages."""

    NEW = "new"
    SAME = "same"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class VersionOutcome:
    found: VersionFound
    outcome: Outcome
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkOutcome:
    """`differs` are the columns in which the manifest says something else than the library."""

    found: WorkFound
    outcome: Outcome
    differs: tuple[str, ...]
    versions: tuple[VersionOutcome, ...]

    @property
    def changes(self) -> bool:
        return any(one != Outcome.SAME for one in (self.outcome, *(version.outcome for version in self.versions)))


@dataclass(slots=True)
class Difference:
    works: list[WorkOutcome]
    problems: list[Problem]
    remarks: list[Problem] = field(default_factory=list)

    def count(self, outcome: str) -> int:
        """How many language versions are new, the same, or contradict the library."""
        return sum(version.outcome == outcome for work in self.works for version in work.versions)

    @property
    def has_new(self) -> bool:
        return any(Outcome.NEW in (one.outcome, *(each.outcome for each in one.versions)) for one in self.works)

    @property
    def has_conflicts(self) -> bool:
        return any(Outcome.CONFLICT in (one.outcome, *(each.outcome for each in one.versions)) for one in self.works)


def compare(
    manifest: Manifest,
    documents: Mapping[str, Document],
    *,
    files: Mapping[str, Mapping[str, Any]],
    sessions: Iterable[str],
) -> Difference:
    """`documents` by symbol, whole; `files` are those that came, by their names in the manifest."""
    known, problems, remarks = frozenset(sessions), list(manifest.problems), list[Problem]()
    problems += [Problem(row, "file", "missing", name) for name, row in manifest.named.items() if name not in files]
    remarks += [Problem(0, "", "unnamed", name) for name in files if name not in manifest.named]
    symbols = {one.symbol for one in manifest.works} | set(documents)
    works = []
    for work in manifest.works:
        for code in work.facts.get("sessions", ()):
            if code not in known:
                remarks.append(Problem(work.row, "sessions", "session", code))
        if "sessions" in work.facts:
            work.facts["sessions"] = [code for code in work.facts["sessions"] if code in known]
        if work.facts.get("belongs_to", work.symbol) not in symbols:
            problems.append(Problem(work.row, "belongs_to", "base", work.facts["belongs_to"]))
        document = documents.get(work.symbol)
        if bool(_base_of(work, document)) != bool(work.facts.get("part", document.part if document else "")):
            problems.append(Problem(work.row, "part", "part"))
        if _is_for_nobody(work, document):
            problems.append(Problem(work.row, "visibility", "visibility"))
        if document is None and not any(version.facts.get("title") for version in work.versions):
            problems.append(Problem(work.row, "title", "title"))
        works.append(_outcome(work, document, files))
    bases = {one.symbol: _base_of(one, documents.get(one.symbol)) for one in manifest.works}
    problems += [
        Problem(one.row, "belongs_to", "circle", bases[one.symbol])
        for one in manifest.works
        if _leads_back(one.symbol, bases, documents)
    ]
    return Difference(works, problems, remarks)


def _base_of(work: WorkFound, document: Document | None) -> str:
    """The symbol of what a work will belong to; nothing for one that stands alone."""
    base = document.base.symbol if document is not None and document.base is not None else ""
    return str(work.facts.get("belongs_to", base))


def _is_for_nobody(work: WorkFound, document: Document | None) -> bool:
    """Whether a work would be for categories or sessions, and name none."""
    visibility = work.facts.get("visibility", document.visibility if document else Visibility.PUBLIC)
    named = {
        Visibility.CATEGORY: work.facts.get("visible_to", document.visible_to if document else ()),
        Visibility.SESSIONS: work.facts.get("sessions", document.session_codes if document else ()),
    }
    return visibility in named and not named[visibility]


def _leads_back(symbol: str, bases: Mapping[str, str], documents: Mapping[str, Document]) -> bool:
    """Whether a work would belong to itself, by way of others or at once."""
    at, seen = bases[symbol], set[str]()
    while at and at not in seen:
        if at == symbol:
            return True
        seen.add(at)
        document = documents.get(at)
        at = bases.get(at, document.base.symbol if document and document.base else "")
    return False


def _outcome(work: WorkFound, document: Document | None, files: Mapping[str, Mapping[str, Any]]) -> WorkOutcome:
    if document is None:
        versions = tuple(VersionOutcome(one, Outcome.NEW) for one in work.versions)
        return WorkOutcome(work, Outcome.NEW, (), versions)
    differs = tuple(column for column, value in work.facts.items() if _stored(document, column) != _plain(value))
    versions = tuple(_version(one, document, files) for one in work.versions)
    return WorkOutcome(work, Outcome.CONFLICT if differs else Outcome.SAME, differs, versions)


def _stored(document: Document, column: str) -> Any:
    if column == "belongs_to":
        return document.base.symbol if document.base else ""
    return _plain(getattr(document, STORED.get(column, column)))


def _plain(value: Any) -> Any:
    """Lists are sets of codes; their order says nothing."""
    return sorted(value) if isinstance(value, list | tuple) else value


def _version(found: VersionFound, document: Document, files: Mapping[str, Mapping[str, Any]]) -> VersionOutcome:
    version = document.version_in(found.language)
    texts = {name for name in TEXTS if name in found.facts and getattr(document, name).text(found.language)}
    differs = [name for name in TEXTS if name in texts and _text(document, name, found.language) != found.facts[name]]
    is_new = any(name in found.facts and name not in texts for name in TEXTS)
    of_version = {name: value for name, value in found.facts.items() if name not in TEXTS}
    if version is None:
        is_new |= bool(of_version)
    else:
        differs += _differing(of_version, version, files)
        if version.newest is None and "file" in of_version:
            is_new, differs = True, [one for one in differs if one not in ("state", "note", "file")]
    outcome = Outcome.CONFLICT if differs else Outcome.NEW if is_new else Outcome.SAME
    return VersionOutcome(found, outcome, tuple(differs))


def _differing(
    facts: Mapping[str, Any], version: LanguageVersion, files: Mapping[str, Mapping[str, Any]]
) -> Sequence[str]:
    """The columns in which a version that is here is another than the manifest says."""
    revision = revision_of(version)
    stored = {
        "state": state_of(version),
        "note": revision.note if revision else "",
        "responsible_name": version.responsible_name,
        "responsible_email": version.responsible_email,
        "due_on": version.due_on,
    }
    differs = [name for name, value in facts.items() if name in stored and stored[name] != value]
    sent = files.get(facts.get("file", ""))
    if sent is not None and sent["sha256"] not in {one.sha256 for one in version.revisions}:
        differs.append("file")
    elif "note" in differs:
        # The file is here: its note was written with it and is not changed afterwards.
        differs.remove("note")
    return differs


def _text(document: Document, name: str, language: Language) -> str:
    return str(getattr(document, name).text(language))
