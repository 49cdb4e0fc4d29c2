"""Mails to focal points and to the people whom they nominate, rendered from what is true at their first delivery."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from conference.core.database import db
from conference.core.languages import Language
from conference.core.localization import absolute_url, speaking
from conference.events.header import event_header
from conference.events.models import Event
from conference.outbox.mail import Mail
from conference.outbox.rendering import render_mail
from conference.registration.models import Delegation, Registration
from conference.registration.queries import quotas
from conference.registration.service import delegation_token, token_of
from conference.registration.words import category_words


def invited(payload: Mapping[str, Any]) -> Mail | None:
    """The link of now, and only to the address of now: it never follows a focal point to one that they have left."""
    delegation = db.session.get(Delegation, payload["delegation"])
    if delegation is None or delegation.withdrawn_at is not None or delegation.focal_email != payload["email"]:
        return None
    event, language = delegation.event, _spoken(delegation.language, delegation.event)
    with speaking(language):
        header = event_header(event)
        allowed = [(category_words(one.category), one.places) for one in quotas(delegation.quotas, ()) if one.places]
    return render_mail(
        "registration/mail/delegation_invited",
        recipient=delegation.focal_email,
        language=language,
        subject=lambda: _("Your delegation"),
        event=header,
        zone=event.zone,
        delegation=delegation,
        quotas=allowed,
        address=absolute_url(
            "registration.delegation_page", token=delegation_token(delegation), event=event.slug, language=language
        ),
    )


def nominated(payload: Mapping[str, Any]) -> Mail | None:
    """The person's own link, while they have still to confirm."""
    registration, delegation = _nominee(payload)
    if registration is None or delegation is None or not registration.awaits_person:
        return None
    return _about(registration, delegation, template="nominated", subject=lambda: _("Please confirm your nomination"))


def nomination_withdrawn(payload: Mapping[str, Any]) -> Mail | None:
    registration, delegation = _nominee(payload)
    if registration is None or delegation is None or registration.is_active:
        return None
    return _about(
        registration,
        delegation,
        template="nomination_withdrawn",
        subject=lambda: _("Your nomination was withdrawn"),
    )


def _nominee(payload: Mapping[str, Any]) -> tuple[Registration | None, Delegation | None]:
    registration = db.session.get(Registration, payload["registration"])
    if registration is None or registration.email != payload["email"]:
        return None, None
    if registration.delegation_id != payload["delegation"]:
        return None, None
    return registration, db.session.get(Delegation, payload["delegation"])


def _about(registration: Registration, delegation: Delegation, *, template: str, subject: Any) -> Mail:
    event, language = registration.event, _spoken(registration.language, registration.event)
    with speaking(language):
        header = event_header(event)
    return render_mail(
        f"registration/mail/{template}",
        recipient=registration.email,
        language=language,
        subject=subject,
        event=header,
        registration=registration,
        delegation=delegation,
        organisation=delegation.organisation.name,
        goes_to_focal_point=registration.email_key == delegation.focal_email_key,
        address=absolute_url("registration.show", token=token_of(registration), event=event.slug, language=language),
    )


def _spoken(language: Language, event: Event) -> Language:
    """The language asked for, or the event's own where the event no longer speaks it."""
    return language if language in event.languages else event.source


HANDLERS = {
    "registration.delegation_invited": invited,
    "registration.nominated": nominated,
    "registration.nomination_withdrawn": nomination_withdrawn,
}
