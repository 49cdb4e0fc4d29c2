"""What the outbox's worker does for attendance: mails about badges and certificates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from conference.attendance.badge_codes import good_code
from conference.attendance.emails import badge_replaced
from conference.attendance.service import REPLACED
from conference.core.database import db
from conference.outbox.mail import Mail
from conference.registration.delegation_mails import own_page
from conference.registration.models import Registration
from conference.registration.service import token_of


def write_badge_replaced(payload: Mapping[str, Any]) -> Mail | None:
    """The code of now, and only to the address of now; None for whoever no longer comes."""
    registration = db.session.get(Registration, payload["registration"])
    if registration is None or registration.email != payload["email"]:
        return None
    code = good_code(db.session(), registration)
    if code is None:
        return None
    address = own_page("registration.show", registration.event, registration.language, token_of(registration))
    return badge_replaced(registration.event, registration, code, address=address)


HANDLERS: dict[str, Callable[[Mapping[str, Any]], Mail | None]] = {REPLACED: write_badge_replaced}
