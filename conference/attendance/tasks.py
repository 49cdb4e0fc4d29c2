"""What the outbox's worker does for attendance: PDFs of sealed lists, mails about badges and certificates."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

from conference.attendance.badge_codes import good_code
from conference.attendance.certificate_sheets import check_url
from conference.attendance.emails import badge_replaced, certificate_ready
from conference.attendance.evidence.files import sealed_pdf
from conference.attendance.models import Certificate, SealedFile, SealedList
from conference.attendance.service import ISSUE, REPLACED, SENT, issue, owed, standing
from conference.attendance.service.sealing import FILES
from conference.core.database import db, insert_unless_known, write
from conference.core.storage import storage
from conference.events.service import lock as lock_event
from conference.outbox.mail import Mail
from conference.registration.delegation_mails import own_page
from conference.registration.models import Registration
from conference.registration.service import token_of

AT_A_TIME = 50
"""Certificates in one transaction, behind the event's lock."""


def make_files(payload: Mapping[str, Any]) -> None:
    """Make and keep the files, each before the row that names it; a worker that takes over begins anew."""
    sealed = db.session.get(SealedList, payload["list"])
    if sealed is None or sealed.erased_at is not None:
        return
    made = {one.code: storage().keep(io.BytesIO(sealed_pdf(sealed, one))) for one in sealed.event.languages}
    with write() as database:
        for code, blob in made.items():
            values = {"list_id": payload["list"], "language_code": code, "sha256": blob.sha256, "size": blob.size}
            insert_unless_known(database, SealedFile, values, by=("list_id", "language_code"))


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


def issue_certificates(payload: Mapping[str, Any]) -> Mail | None:
    """Issue certificates to everybody who earned one, some at a time; a worker that takes over goes on from there."""
    while True:
        with write() as database:
            event = lock_event(database, payload["event"])
            someone = owed(database, event, standing(database, event), at_most=AT_A_TIME)
            issue(database, event, someone, by=payload["by"])
        if len(someone) < AT_A_TIME:
            return None


def write_certificate(payload: Mapping[str, Any]) -> Mail | None:
    """A certificate to the address of now; None once it has ended."""
    certificate = db.session.get(Certificate, payload["certificate"])
    if certificate is None or certificate.ended_at is not None:
        return None
    owner = certificate.registration or certificate.speaker
    if owner is None or owner.email != payload["email"]:
        return None
    url = check_url(certificate.event, certificate.shown_number, certificate.code, owner.language)
    return certificate_ready(certificate, recipient=owner.email, language=owner.language, check_url=url)


HANDLERS: dict[str, Callable[[Mapping[str, Any]], Mail | None]] = {
    FILES: make_files,
    REPLACED: write_badge_replaced,
    ISSUE: issue_certificates,
    SENT: write_certificate,
}
