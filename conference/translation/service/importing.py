"""Taking over translations that came as a file: exactly what was shown, in one transaction behind the event's lock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.audit.service import record
from conference.core.clock import now
from conference.core.languages import Language
from conference.core.translated import Edit, digest
from conference.events.models import Event
from conference.events.sent_files import end, undecided
from conference.translation.handover.comparing import CHANGED, CONFLICT, NEW, Difference, UnitFound, compare
from conference.translation.handover.shape import FoundUnit
from conference.translation.models import TranslationImport
from conference.translation.queries import texts_of, things
from conference.translation.service.writing import change_texts
from conference.translation.sources import Kind, Source


class TextsMoved(Exception):
    """Taking the file over would do something else than what was shown: texts changed meanwhile."""


def begin_import(
    database: Database, event: Event, *, format: str, name: str, sha256: str, by: Account
) -> TranslationImport:
    """Take a file that is stored already."""
    found = TranslationImport(
        event_id=event.id, format=format, name=name[:255], file_sha256=sha256, uploaded_at=now(), uploaded_by=by.id
    )
    database.add(found)
    database.flush()
    return found


def apply_import(
    database: Database,
    found: TranslationImport,
    units: Sequence[FoundUnit],
    sources: Sequence[Source],
    *,
    seen: str,
    taken: Collection[str],
    by: Account,
) -> int:
    """Write what a file translates, and of its conflicts those whose keys are in `taken`; say how many texts changed.

    `sources` are those whose texts `by` may change; `seen` is the mark of the difference that was agreed to.
    Raises AlreadyDecided and TextsMoved.
    """
    event = undecided(database, found)
    difference = compare(units, texts_of(database, event.id, sources), event)
    if difference.mark != seen:
        raise TextsMoved
    written = [one for one in difference.units if one.outcome in (NEW, CHANGED) or _is_taken(one, taken)]
    every = _edits(written)
    # Held until the end, so that each verb finds its row without a query of its own.
    held = things(database, [(kind, row) for kind, row, _apart in every])
    for (kind, row, _apart), edits in every.items():
        change_texts(database, event, kind, row, edits, by=by)
    del held
    end(found)
    found.applied_at = now()
    told = _told(difference, written)
    record(database, "import translations", found, by=by.id, event_id=event.id, before={}, after=told)
    return len(written)


def _is_taken(one: UnitFound, taken: Collection[str]) -> bool:
    return one.outcome == CONFLICT and one.key in taken


def _edits(written: Sequence[UnitFound]) -> dict[tuple[Kind, int, str], dict[str, dict[Language, Edit]]]:
    """The edits of each thing, by its columns and languages.

    A unit whose source changed meanwhile is recorded as made from the source that stands in the file, so that it
    stays out of date; it is written apart from the others, which were made from the source of today.
    """
    every: dict[tuple[Kind, int, str], dict[str, dict[Language, Edit]]] = defaultdict(lambda: defaultdict(dict))
    for one in written:
        text = one.text
        assert text is not None
        edits = every[text.kind, text.row, one.key if one.source_changed else ""][text.field]
        edits[one.language] = Edit(one.words, text.text.base(one.language), still_right=True)
        edits[text.language] = Edit(one.source_words, digest(one.source_words))
    return every


def _told(difference: Difference, written: Sequence[UnitFound]) -> dict[str, Any]:
    outcomes = [one.outcome for one in written]
    return {
        "language_codes": sorted({one.language.code for one in written}),
        "texts_new": outcomes.count(NEW),
        "texts_changed": outcomes.count(CHANGED),
        "conflicts_taken": outcomes.count(CONFLICT),
        "conflicts_left": difference.count(CONFLICT) - outcomes.count(CONFLICT),
    }


def _end(found: TranslationImport) -> None:
    """The file is kept no longer: what was in it stands in the event, or is nobody's business."""
    found.file_sha256 = ""
