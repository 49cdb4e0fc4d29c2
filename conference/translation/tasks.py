"""What the outbox's worker does for translation: mails about remarks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conference.accounts.models import Account
from conference.core.database import db
from conference.core.languages import Language
from conference.core.localization import absolute_url, speaking
from conference.events.models import Event
from conference.outbox.mail import Mail
from conference.translation import emails
from conference.translation.models import TextComment
from conference.translation.queries import text_of
from conference.translation.service import COMMENTED
from conference.translation.sources import BY_KIND, Kind
from conference.translation.words import where_words


def remark(payload: Mapping[str, Any]) -> Mail | None:
    """A remark, unless it is settled by now or what it is about is gone."""
    found, reader = db.session.get(TextComment, payload["comment"]), db.session.get(Account, payload["account"])
    if found is None or reader is None or found.settled_at is not None:
        return None
    event = db.session.get_one(Event, found.event_id)
    stored = text_of(db.session(), event.id, BY_KIND[Kind(found.kind)], found.row, found.field)
    if stored is None:
        return None
    wished = Language.of(reader.language)
    language = wished if wished in event.languages else event.source
    author = db.session.get(Account, found.written_by) if found.written_by else None
    with speaking(language):
        where = where_words(stored, event)
    address = absolute_url(
        "translation.text",
        language=language,
        event=event.slug,
        what=found.kind,
        row=found.row,
        field=found.field,
    )
    return emails.remark(
        event,
        reader,
        language=language,
        words=found.words,
        name=author.name if author else "",
        where=where,
        address=f"{address}#remarks",
    )


HANDLERS = {COMMENTED: remark}
