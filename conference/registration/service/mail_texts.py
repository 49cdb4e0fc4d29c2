"""The event's own words for its mails: changed language by language, tried out, and given up for the usual ones."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from conference.accounts.models import Account
from conference.audit.service import record
from conference.core.languages import Language
from conference.core.translated import Translated
from conference.core.translated_fields import Edits, merge_into
from conference.events.models import Event
from conference.events.service import lock as lock_event
from conference.outbox.service import enqueue
from conference.registration.models import MailKind, MailText
from conference.registration.queries import TRIED_OUT, about_name, mail_text

TEXTS = ("subject", "body")


def change_mail_text(
    session: Session, event: Event, kind: MailKind, *, edits: Mapping[str, Edits], by: Account
) -> bool:
    """Change what the event writes in a kind of mail; False where nothing is new.

    An empty text is no text: that language has the usual wording again. Raises Clashes where somebody changed the
    same language meanwhile.
    """
    by_id = by.id
    lock_event(session, event.id)
    stored = mail_text(session, event.id, kind, lock=True)
    own = stored or MailText(event_id=event.id, kind=kind, subject=Translated(), body=Translated())
    before = {name: getattr(own, name) for name in TEXTS}
    with session.no_autoflush:
        merge_into(own, edits, source=event.source, by=by_id)
    after = {name: getattr(own, name) for name in TEXTS}
    if before == after:
        return False
    if stored is None:
        session.add(own)
        session.flush()
    _record(session, "change mail", own, before, after, by=by_id)
    if not any(after.values()):
        session.delete(own)
    session.flush()
    return True


def use_usual_words(session: Session, event: Event, kind: MailKind, *, by: Account) -> bool:
    """Give up the event's own words for a kind of mail in all languages; the record keeps them. False without any."""
    by_id = by.id
    lock_event(session, event.id)
    own = mail_text(session, event.id, kind, lock=True)
    if own is None:
        return False
    before = {name: getattr(own, name) for name in TEXTS}
    _record(session, "use usual mail", own, before, {name: Translated() for name in TEXTS}, by=by_id)
    session.delete(own)
    session.flush()
    return True


def send_test(
    session: Session, event: Event, kind: MailKind, *, language: Language, about: int | None, by: Account
) -> None:
    """Send a kind of mail to whoever asks for it, about a registration or delegation (its id), or somebody made up."""
    enqueue(
        session,
        TRIED_OUT,
        {
            "event": event.id,
            "kind": str(kind),
            "language": language.code,
            about_name(kind): about,
            "email": by.email,
        },
        recipient=by.email,
        event_id=event.id,
    )


def _record(
    session: Session,
    verb: str,
    own: MailText,
    before: Mapping[str, Translated],
    after: Mapping[str, Translated],
    *,
    by: int,
) -> None:
    changed = [name for name in TEXTS if before[name] != after[name]]
    record(
        session,
        verb,
        own,
        by=by,
        event_id=own.event_id,
        before={name: before[name].to_json() for name in changed},
        after={"mail": str(own.kind)} | {name: after[name].to_json() for name in changed},
    )
