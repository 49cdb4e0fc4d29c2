"""What the outbox's worker does for the agenda: news of it from the version they are about, and links."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conference.agenda import emails
from conference.agenda.models import PersonalAgenda
from conference.agenda.ports import sent_entries
from conference.agenda.queries import version_with_difference
from conference.agenda.service import AGENDA_CHANGED, LINK_KIND, token_of
from conference.core.database import db
from conference.core.languages import Language
from conference.core.localization import absolute_url
from conference.events.models import Event
from conference.outbox.mail import Invite, Mail


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
        invite=_invite(payload),
        chosen=payload["chosen"],
        speaks_in=payload["speaks_in"],
    )


def _invite(payload: Mapping[str, Any]) -> Invite | None:
    """What was claimed for the reader's calendar when the mail was enqueued."""
    claimed = payload.get("entry")
    if not claimed:
        return None
    email, name, language = payload["email"], payload["name"], Language.of(payload["language"])
    found = (entries.invite(claimed, email=email, name=name, language=language) for entries in sent_entries.all())
    return next(found, None)


def mine_link(payload: Mapping[str, Any]) -> Mail | None:
    """Nothing is sent for an agenda that was deleted, or belongs to an account by now."""
    personal = db.session.get(PersonalAgenda, payload["personal_agenda"])
    if personal is None or personal.account_id is not None:
        return None
    event = db.session.get_one(Event, personal.event_id)
    language = Language.of(payload["language"])
    address = absolute_url("agenda.mine", token=token_of(personal), event=event.slug, language=language)
    return emails.mine_link(event, recipient=payload["email"], language=language, address=address)


HANDLERS = {AGENDA_CHANGED: agenda_changed, LINK_KIND: mine_link}
