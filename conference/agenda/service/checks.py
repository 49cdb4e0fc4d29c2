"""Setting how much each check of the agenda weighs at an event, and how many languages its platform interprets."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from sqlalchemy.orm import Session as Database

from conference.agenda.checks import DEFAULTS, Check, severities
from conference.agenda.models import AgendaSettings
from conference.agenda.queries import settings_of
from conference.audit.service import record
from conference.core.translated_fields import merge_into
from conference.events.models import Event
from conference.events.service import lock


def weights_of(settings: AgendaSettings) -> SimpleNamespace:
    """The settings as plain values: each check's severity by its name, and `channel_limit`."""
    weights = {str(check): str(severity) for check, severity in severities(settings).items()}
    return SimpleNamespace(**weights, channel_limit=settings.channel_limit)


def change_checks(
    database: Database, event: Event, *, values: Mapping[str, Any], seen: Mapping[str, str], by: int | None
) -> None:
    """Set the checks of an event (`values` as `weights_of` names them; `seen` as in `merge_into`). Raises Clashes."""
    event = lock(database, event.id)
    settings = settings_of(database, event.id)
    wanted = weights_of(settings)
    merge_into(wanted, {}, source=event.source, by=by, values=values, seen=seen)
    before, after = vars(weights_of(settings)), vars(wanted)
    settings.severities = {str(check): after[check] for check in Check if after[check] != DEFAULTS[check]}
    settings.channel_limit = wanted.channel_limit
    database.add(settings)
    changed = [name for name in after if after[name] != before[name]]
    if changed:
        record(
            database,
            "change agenda checks",
            event,
            by=by,
            event_id=event.id,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )
