"""Who works on a language version until when, and how far it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.audit.service import record, redact
from conference.core.clock import now
from conference.core.languages import Language
from conference.core.translated_fields import merge_into
from conference.events.service import lock as lock_event
from conference.library.models import Document, LanguageVersion
from conference.library.service.acting import account_id
from conference.library.service.versions import version_for


def assign(
    session: Database,
    document: Document,
    language: Language,
    *,
    values: Mapping[str, Any],
    seen: Mapping[str, str] | None = None,
    by: Account | None,
) -> None:
    """Say how far a version is (`stage`), who is responsible (`responsible_name`, `responsible_email`), and `due_on`.

    `seen` is what the form had shown, as for `merge_into`. Raises Clashes.
    """
    event, by_id = lock_event(session, document.event_id), account_id(by)
    version = version_for(session, document, language)
    session.refresh(version)
    stage = version.stage
    merge_into(version, {}, source=event.source, by=by_id, values=values, seen=seen)
    if version.stage != stage:
        version.stage_since = now()
    record(session, "assign", version, by=by_id, event_id=event.id)


def forget_responsible(session: Database, versions: Sequence[LanguageVersion]) -> None:
    """Name nobody as responsible for these versions, and redact what the record of changes tells of them."""
    for version in versions:
        version.responsible_name = version.responsible_email = ""
    redact(session, [f"{version.__tablename__}:{version.id}" for version in versions])
