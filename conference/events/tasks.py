"""What the outbox's worker does for events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from conference.core.database import db
from conference.core.languages import Language
from conference.core.localization import absolute_url
from conference.events import emails
from conference.events.models import Event
from conference.outbox.mail import Mail


def role_given(payload: Mapping[str, Any]) -> Mail | None:
    event = db.session.get(Event, payload["event"])
    if event is None:
        return None
    language = Language.of(payload["language"])
    desk = urlsplit(absolute_url("pages.desk", event=event.slug, language=language)).path
    return emails.role_given(
        event,
        email=payload["email"],
        role=payload["role"],
        by=payload["by"],
        language=language,
        address=absolute_url("accounts.sign_in", language=language, next=desk),
    )


HANDLERS = {"events.role_given": role_given}
