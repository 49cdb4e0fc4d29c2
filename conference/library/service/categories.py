"""The categories of an event: named, ordered, hidden, added and removed by its organisers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.audit.service import record
from conference.core.text import ascii_letters
from conference.core.translated import Translated
from conference.core.translated_fields import Edits, merge_into
from conference.events.models import Event
from conference.events.service import lock as lock_event
from conference.events.service import touch
from conference.library.models import DocumentCategory, OwnCategory
from conference.library.queries import categories_of, own_category, used_categories
from conference.library.service.acting import account_id

LONGEST_CODE = 20


class CategoryUsed(Exception):
    """Documents have this category."""


class CategoryBuiltIn(Exception):
    """A built-in category can be hidden, not removed."""


class CategoryUnknown(Exception):
    """The event has no such category."""


def add_category(database: Database, event: Event, name: Translated, *, by: Account | None) -> OwnCategory:
    """A category of this event alone, after the others; its code is made from its name once and stays."""
    by_id = account_id(by)
    event = lock_event(database, event.id)
    rows = _rows(database, event.id)
    code = _free_code(name.text(event.source), {*rows, *DocumentCategory})
    made = OwnCategory(event_id=event.id, code=code, name=name, position=len(rows) + 1, is_hidden=False)
    database.add(made)
    record(database, "add category", made, by=by_id, event_id=event.id)
    touch(database, event.id)
    return made


def name_category(
    database: Database, event: Event, code: str, edits: Mapping[str, Edits], *, by: Account | None
) -> None:
    """Give a category the event's own name; a built-in one without has its usual words.

    Raises Clashes and CategoryUnknown.
    """
    by_id = account_id(by)
    event = lock_event(database, event.id)
    row = _row(database, event.id, code)
    merge_into(row, edits, source=event.source, by=by_id)
    record(database, "name category", row, by=by_id, event_id=event.id)
    touch(database, event.id)


def move_category(database: Database, event: Event, code: str, *, steps: int, by: Account | None) -> None:
    """Put a category `steps` places later, earlier where that is negative. Raises CategoryUnknown."""
    by_id = account_id(by)
    lock_event(database, event.id)
    moved, rows = _row(database, event.id, code), list(_rows(database, event.id).values())
    before = rows.index(moved)
    rows.remove(moved)
    rows.insert(max(0, before + steps), moved)
    if rows.index(moved) == before:
        return
    for position, row in enumerate(rows, start=1):
        row.position = position
    facts = {"code": code}
    record(database, "move category", moved, by=by_id, event_id=event.id, before=facts, after=facts)
    touch(database, event.id)


def hide_category(database: Database, event: Event, code: str, *, by: Account | None) -> None:
    """Offer it for no further document; those that have it keep it. Raises CategoryUnknown."""
    _show(database, event, code, is_hidden=True, verb="hide category", by=by)


def offer_category(database: Database, event: Event, code: str, *, by: Account | None) -> None:
    """Offer a hidden category again. Raises CategoryUnknown."""
    _show(database, event, code, is_hidden=False, verb="offer category", by=by)


def remove_category(database: Database, event: Event, code: str, *, by: Account | None) -> None:
    """Remove a category that no document has. Raises CategoryUsed, CategoryBuiltIn and CategoryUnknown."""
    by_id = account_id(by)
    lock_event(database, event.id)
    if code in set(DocumentCategory):
        raise CategoryBuiltIn(code)
    row = _row(database, event.id, code)
    if code in used_categories(database, event.id):
        raise CategoryUsed(code)
    facts = {"code": code, "name": row.name}
    record(database, "remove category", row, by=by_id, event_id=event.id, before=facts, after={})
    database.delete(row)
    touch(database, event.id)


def _show(database: Database, event: Event, code: str, *, is_hidden: bool, verb: str, by: Account | None) -> None:
    by_id = account_id(by)
    lock_event(database, event.id)
    row = _row(database, event.id, code)
    row.is_hidden = is_hidden
    record(database, verb, row, by=by_id, event_id=event.id, before={"code": code}, after={"code": code})
    touch(database, event.id)


def _row(database: Database, event_id: int, code: str) -> OwnCategory:
    """The row of a category, of all of them if there was none: their order is kept with them."""
    found = _rows(database, event_id).get(code)
    if found is None:
        raise CategoryUnknown(code)
    return found


def _rows(database: Database, event_id: int) -> dict[str, OwnCategory]:
    rows: dict[str, OwnCategory] = {}
    for position, known in enumerate(categories_of(database, event_id), start=1):
        row = own_category(database, event_id, known.code)
        if row is None:
            row = OwnCategory(event_id=event_id, code=known.code, name=Translated(), position=position, is_hidden=False)
            database.add(row)
        rows[known.code] = row
    database.flush()
    return rows


def _free_code(name: str, taken: Iterable[str]) -> str:
    letters = "".join(one if one.isalnum() else "-" for one in ascii_letters(name).casefold())
    base = "-".join(part for part in letters.split("-") if part)[: LONGEST_CODE - 4].strip("-") or "own"
    code, number, refused = base, 1, set(taken)
    while code in refused:
        number += 1
        code = f"{base}-{number}"
    return code
