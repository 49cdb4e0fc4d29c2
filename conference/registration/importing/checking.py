"""The dry run: every row is read, compared with who is registered, and kept with what was found. Nobody is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.core.batches import batched
from conference.core.folding import folded
from conference.core.languages import LANGUAGES
from conference.core.storage import opened
from conference.core.tables import Row, Writing, rows
from conference.events.models import Event
from conference.registration.importing.comparing import Terms, compare, known_people
from conference.registration.importing.reading import Reader, key_of
from conference.registration.importing.staged import NOTED, OUTCOMES, Problem, StagedRow, keep
from conference.registration.models import Organisation, ParticipantImport, StandardField
from conference.registration.queries import event_form

BATCH = 500
Progress = Callable[[int], None]


def check(session: Session, found: ParticipantImport, *, progress: Progress) -> tuple[str, dict[str, int]]:
    """The blob of all rows with their outcomes, and how many there are of each, and NOTED beside.

    `progress` is told how many rows are done, and may end the session's transaction. Raises TableRefused.
    """
    counted: Counter[str] = Counter()
    event, options = found.event, dict(found.options)
    columns = {int(number): target for number, target in found.columns.items()}
    form = event_form(session, event)
    reader = Reader(columns, form, registry(session, event.id))
    terms = Terms.of(form, options["defaults"], columns.values())
    event_id, heading, sheet = event.id, int(options["heading"]), int(options["sheet"])
    session.expunge_all()

    def staged() -> Iterator[StagedRow]:
        lines: dict[str, int] = {}
        with opened(found.file_sha256) as stream:
            read = (row for row in rows(stream, writing_of(options), sheet=sheet) if row.line > heading)
            for batch in batched(read, BATCH):
                yield from _checked(session, event_id, batch, reader, terms, lines, counted)
                session.expunge_all()
                progress(sum(counted[one] for one in OUTCOMES))

    return keep(staged()), dict(counted)


def _checked(
    session: Session,
    event_id: int,
    batch: list[Row],
    reader: Reader,
    terms: Terms,
    lines: dict[str, int],
    counted: Counter[str],
) -> Iterator[StagedRow]:
    read = [reader.facts(row) for row in batch]
    known = known_people(session, event_id, [row for row, _cells in read], terms)
    for row, cells in read:
        reader.answer(row, cells, country=terms.country(row, known))
        if row.email:
            first = lines.setdefault(key_of(row), row.line)
            if first != row.line:
                row.problems.append(Problem(StandardField.EMAIL.value, "twice", row.email, {"line": first}))
        compare(row, known, terms)
        counted[row.outcome] += 1
        counted[NOTED] += bool(row.notices)
        yield row


def registry(session: Session, event_id: int) -> dict[str, Organisation]:
    """The event's organisations by every name and acronym, folded."""
    query = select(Organisation).where(Organisation.event_id == event_id, Organisation.retired_at.is_(None))
    found: dict[str, Organisation] = {}
    for one in session.scalars(query.order_by(Organisation.id)):
        for words in (one.name, one.acronym):
            for language in LANGUAGES:
                if text := words.text(language):
                    found.setdefault(folded(text), one)
    return found


def writing_of(options: dict[str, object]) -> Writing:
    """How the file of an import is written, as somebody confirmed it."""
    return Writing(str(options["kind"]), str(options["encoding"]), str(options["separator"]))


def first_rows(found: ParticipantImport, *, limit: int = 20) -> list[Row]:
    """The beginning of an import's file. Raises TableRefused."""
    taken: list[Row] = []
    with opened(found.file_sha256) as stream:
        table = rows(stream, writing_of(found.options), sheet=int(found.options["sheet"]))
        for row in table:
            taken.append(row)
            if len(taken) == limit:
                break
        table.close()  # type: ignore[attr-defined]
    return taken


def defaults_of(event: Event, *, category: str, country: str, language_code: str) -> dict[str, str]:
    """What rows of new people are given where they leave it out."""
    return {
        StandardField.CATEGORY.value: category,
        StandardField.COUNTRY.value: country,
        StandardField.LANGUAGE.value: language_code or event.source_code,
    }
