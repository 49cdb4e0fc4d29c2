"""The secret link by which people without an account see the draft: made, made anew, ended."""

from __future__ import annotations

from sqlalchemy.orm import Session as Database

from conference.agenda.models import AgendaSettings
from conference.agenda.queries import PREVIEW_LINK, settings_of
from conference.audit.service import record
from conference.core.tokens import new_secret, sign
from conference.events.models import Event
from conference.events.service import lock


def make_preview_link(database: Database, event: Event, *, by: int | None) -> None:
    """Give the draft a secret link; one that there was ends with it."""
    event = lock(database, event.id)
    settings = settings_of(database, event.id)
    settings.preview_secret = new_secret()
    database.add(settings)
    # Without before and after: the secret itself is nobody's to read.
    record(database, "make agenda preview", event, by=by, event_id=event.id, before={}, after={})


def end_preview_link(database: Database, event: Event, *, by: int | None) -> None:
    """End the secret link, if there is one: whoever has it finds nothing there any more."""
    event = lock(database, event.id)
    settings = settings_of(database, event.id)
    if not settings.preview_secret:
        return
    settings.preview_secret = ""
    record(database, "end agenda preview", event, by=by, event_id=event.id, before={}, after={})


def preview_token(settings: AgendaSettings) -> str | None:
    """The token of the link of now, or None where there is none."""
    if not settings.preview_secret:
        return None
    return sign(PREVIEW_LINK, [settings.event_id, settings.preview_secret])
