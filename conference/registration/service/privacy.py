"""Consents, which people change whenever they want, and how long an event keeps what they said."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy.orm import Session

from conference.accounts.models import Account
from conference.audit.service import record
from conference.core.clock import now
from conference.core.languages import Language
from conference.core.translated_fields import fingerprint, merge_into
from conference.events.models import Event
from conference.events.service import lock as lock_event
from conference.registration.models import Registration
from conference.registration.queries import rules_of
from conference.registration.service.answers import store_consents
from conference.registration.service.form import own_form
from conference.registration.service.letters import lock
from conference.registration.service.registering import NotPossible


class ReasonMissing(Exception):
    """A legal hold is set and lifted for a reason, which the record keeps."""


def change_consents(
    session: Session,
    registration: Registration,
    *,
    offered: Collection[str],
    given: Collection[str],
    language: Language,
) -> None:
    """Let those consents stand whose keys are `given`, of those that were `offered`; the others stay as they are.

    It is possible in every state, whether the form is open or not (GDPR art. 7(3)). Raises NotPossible once the
    person is erased or waits for it.
    """
    event = lock_event(session, registration.event_id)
    lock(session, registration)
    if registration.erased_at is not None or registration.erasure_asked_at is not None:
        raise NotPossible("erased")
    fields = own_form(session, event).asked
    standing = registration.given
    kept = {key for key in standing if key not in offered}
    asked = {key for key, field in fields.items() if field.is_consent}
    for key in set(offered) - set(given) - asked:
        # The field was retired; what people agreed to then can still be withdrawn.
        if key in standing:
            standing[key].withdrawn_at = now()
    registration.changed_at = now()
    store_consents(session, registration, fields, kept | (set(given) & set(offered)), language=language)


def change_privacy(
    session: Session,
    event: Event,
    *,
    values: Mapping[str, Any],
    reason: str,
    by: Account,
    seen: Mapping[str, str] | None = None,
) -> bool:
    """Change how long data are kept, and whether the law holds them; False where nothing is new.

    Raises Clashes as `merge_into` does, and ReasonMissing where the hold changes without a `reason`.
    """
    by_id = by.id
    lock_event(session, event.id)
    rules = rules_of(session, event.id)
    before = {name: getattr(rules, name) for name in values}
    with session.no_autoflush:
        merge_into(rules, {}, source=event.source, by=by_id, values=values, seen=seen)
    after = {name: getattr(rules, name) for name in values}
    changed = [name for name in values if fingerprint(before[name]) != fingerprint(after[name])]
    if not changed:
        return False
    told = {name: after[name] for name in changed}
    if "legal_hold" in changed:
        if not reason:
            raise ReasonMissing(event.slug)
        told["reason"] = reason
    session.add(rules)
    record(
        session,
        "change privacy",
        event,
        by=by_id,
        event_id=event.id,
        before={name: before[name] for name in changed},
        after=told,
    )
    session.flush()
    return True
