"""What the outbox's worker does for the agenda: news of it, rendered from the version that they are about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conference.agenda import emails
from conference.agenda.queries import version_with_difference
from conference.agenda.service import AGENDA_CHANGED
from conference.core.database import db
from conference.core.languages import Language
from conference.events.models import Event
from conference.outbox.mail import Mail


def agenda_changed(payload: Mapping[str, Any]) -> Mail | None:
    version = version_with_difference(db.session(), payload["version"])
    if version is None:
        return None
    return emails.agenda_changed(
        version,
        db.session.get_one(Event, version.event_id),
        recipient=payload["email"],
        name=payload["name"],
        language=Language.of(payload["language"]),
        chosen=payload["chosen"],
        speaks_in=payload["speaks_in"],
    )


HANDLERS = {AGENDA_CHANGED: agenda_changed}
