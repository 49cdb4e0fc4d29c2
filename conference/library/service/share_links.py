"""Share links as organisers make and end them, and what is counted of their use.

The secret of a link never reaches the record of changes, nor a page once it was shown to whoever made it.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import update
from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.audit.service import record
from conference.core.clock import now
from conference.core.languages import Language
from conference.core.tokens import new_secret, secret_digest
from conference.events.service import lock as lock_event
from conference.library.models import Document, ShareLink
from conference.library.service.acting import account_id


def make_share_link(
    session: Database,
    document: Document,
    *,
    label: str,
    language: Language | None,
    until_on: date | None,
    by: Account | None,
) -> str:
    """A new link to a document in one language, or in all; returns the secret for its address, which nothing keeps."""
    by_id = account_id(by)
    lock_event(session, document.event_id)
    secret = new_secret()
    link = ShareLink(
        document_id=document.id,
        language_code=language.code if language else "",
        label=label,
        digest=secret_digest(secret),
        made_at=now(),
        until_on=until_on,
        uses=0,
    )
    session.add(link)
    session.flush()
    record(session, "make share link", document, by=by_id, event_id=document.event_id, before={}, after=_told(link))
    return secret


def end_share_link(session: Database, document: Document, link: ShareLink, *, by: Account | None) -> None:
    """Let a link open nothing from now on; one that was ended stays so."""
    by_id = account_id(by)
    lock_event(session, document.event_id)
    session.refresh(link)
    if link.ended_at is None:
        link.ended_at = now()
        session.flush()
        record(session, "end share link", document, by=by_id, event_id=document.event_id, before=_told(link), after={})


def count_use(session: Database, link_id: int, *, today: date) -> None:
    """Count a file that was taken by a link, on a day in the event's zone; by whom is kept nowhere."""
    session.execute(
        update(ShareLink)
        .where(ShareLink.id == link_id)
        .values(uses=ShareLink.uses + 1, used_on=today)
        .execution_options(synchronize_session=False)
    )


def _told(link: ShareLink) -> dict[str, object]:
    told: dict[str, object] = {"share_label": link.label, "share_until_on": link.until_on}
    return told | ({"language_code": link.language_code} if link.language_code else {})
