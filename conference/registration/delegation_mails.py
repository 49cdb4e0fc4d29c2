"""What mails to focal points and to the people whom they nominate are about, as it is at their first delivery."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from conference.core.database import db
from conference.core.languages import Language
from conference.core.localization import absolute_url, speaking
from conference.events.models import Event
from conference.registration.mail_values import Occasion, Reader
from conference.registration.models import Delegation, Registration
from conference.registration.service import delegation_token, token_of


def invited(payload: Mapping[str, Any]) -> Occasion | None:
    """The link of now, and only to the address of now: it never follows a focal point to one that they have left."""
    delegation = db.session.get(Delegation, payload["delegation"])
    if delegation is None or delegation.withdrawn_at is not None or delegation.focal_email != payload["email"]:
        return None
    event, language = delegation.event, delegation.language
    return Occasion(
        reader=Reader.of_focal_point(delegation),
        event=event,
        language=language,
        address=own_page("registration.delegation_page", event, language, delegation_token(delegation)),
        until=delegation.closes_at,
        quotas=delegation.quotas,
    )


def nominated(payload: Mapping[str, Any]) -> Occasion | None:
    """The person's own link, while they have still to confirm."""
    registration, delegation = _nominee(payload)
    if registration is None or delegation is None or not registration.awaits_person:
        return None
    return _about(registration, delegation, state="")


def nomination_withdrawn(payload: Mapping[str, Any]) -> Occasion | None:
    """That somebody comes no more, unless they were named again meanwhile."""
    registration, delegation = _nominee(payload)
    if registration is None or delegation is None or registration.is_active:
        return None
    return _about(registration, delegation, state=registration.state)


def own_page(endpoint: str, event: Event, language: Language, token: str) -> str:
    """Somebody's own page. An event that gave a language up has no pages in it."""
    spoken = language if language in event.languages else event.source
    return absolute_url(endpoint, token=token, event=event.slug, language=spoken)


def note_of(registration: Registration, delegation: Delegation, language: Language) -> str:
    """What a focal point reads in a mail to somebody who has no address of their own; nothing for others."""
    if registration.email_key != delegation.focal_email_key:
        return ""
    with speaking(language):
        return _(
            "This person has no address of their own here, so the message goes to the focal point. Please pass it on."
        )


def _nominee(payload: Mapping[str, Any]) -> tuple[Registration | None, Delegation | None]:
    registration = db.session.get(Registration, payload["registration"])
    if registration is None or registration.email != payload["email"]:
        return None, None
    if registration.delegation_id != payload["delegation"]:
        return None, None
    return registration, db.session.get(Delegation, payload["delegation"])


def _about(registration: Registration, delegation: Delegation, *, state: str) -> Occasion:
    event, language = registration.event, registration.language
    return Occasion(
        reader=Reader.of_nominee(registration, delegation, language),
        event=event,
        language=language,
        state=state,
        address=own_page("registration.show", event, language, token_of(registration)),
        message=note_of(registration, delegation, language),
        focal_point=delegation.focal_name,
    )
