"""What an event asks of its translations, and the second person who looks at them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.audit.service import record
from conference.core.clock import now
from conference.core.languages import Language
from conference.core.translated import Translated
from conference.events.models import Event
from conference.events.service import lock as lock_event
from conference.events.service import touch
from conference.translation.models import TranslationRules
from conference.translation.queries import rules_of
from conference.translation.service.writing import TextGone
from conference.translation.sources import BY_KIND, Kind


class OwnWords(Exception):
    """Whoever wrote a translation cannot be the second person who looks at it."""


def set_rules(database: Database, event: Event, values: Mapping[str, bool], *, by: Account) -> None:
    """Say whether the event wants a second look, and whether it tells readers that its languages are complete."""
    by_id, event_id = by.id, event.id
    lock_event(database, event_id)
    rules = database.get(TranslationRules, event_id)
    if rules is None:
        rules = TranslationRules(event_id=event_id, **rules_of(database, event_id).as_values())
        database.add(rules)
        database.flush()
    before = {name: getattr(rules, name) for name in values}
    if before == dict(values):
        return
    for name, value in values.items():
        setattr(rules, name, value)
    changed = {name for name, value in values.items() if before[name] != value}
    record(
        database,
        "set translation rules",
        event,
        by=by_id,
        event_id=event_id,
        before={name: before[name] for name in sorted(changed)},
        after={name: values[name] for name in sorted(changed)},
    )
    touch(database, event_id)


def review_text(
    database: Database, event: Event, kind: Kind, row: int, field: str, language: Language, base: str, *, by: Account
) -> None:
    """Note that `by` looked at a translation, shown with the digest `base`, and found it right.

    Raises OwnWords, TextGone, and Clash where the words or their source have changed meanwhile.
    """
    by_id = by.id
    lock_event(database, event.id)
    model: type[Any] = BY_KIND[kind].model
    target = database.get(model, row, populate_existing=True)
    if target is None:
        raise TextGone(f"{kind}.{row}")
    text: Translated = getattr(target, field)
    if text.written_by(language) == by_id:
        raise OwnWords(language.code)
    setattr(target, field, text.reviewed(language, base, by=by_id, at=now()))
    after = {"language": language.code, "title": text.text(language)}
    record(database, "review text", target, by=by_id, event_id=event.id, before={}, after=after)
