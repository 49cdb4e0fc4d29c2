"""What an event decides for its library: symbols, publishing together, reminders."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.audit.service import record
from conference.events.models import Event
from conference.events.service import lock as lock_event
from conference.library.models import LibrarySettings
from conference.library.queries import library_settings
from conference.library.service.acting import account_id
from conference.library.service.numbering import check_pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """See `models.LibrarySettings`."""

    symbol_pattern: str = ""
    publishes_together: bool = False
    reminder_days: int | None = None
    reminds_overdue: bool = False


def set_rules(database: Database, event: Event, rules: Rules, *, by: Account | None) -> None:
    """Decide for the event; what is ready already stays so until somebody publishes it. Raises PatternUnfit."""
    by_id = account_id(by)
    if rules.symbol_pattern:
        check_pattern(rules.symbol_pattern)
    lock_event(database, event.id)
    settings = library_settings(database, event.id)
    if settings not in database:
        database.add(settings)
        database.flush()
    database.refresh(settings)
    new = asdict(rules)
    before = {name: getattr(settings, name) for name in new}
    changed = [name for name in new if before[name] != new[name]]
    for name in changed:
        setattr(settings, name, new[name])
    if changed:
        record(
            database,
            "set library rules",
            event,
            by=by_id,
            event_id=event.id,
            before={name: before[name] for name in changed},
            after={name: new[name] for name in changed},
        )


def settings_under_lock(database: Database, event_id: int) -> LibrarySettings:
    """The rules as they stand once the event's lock is held."""
    settings = library_settings(database, event_id)
    if settings in database:
        database.refresh(settings)
    return settings
