"""What certificates give to the features below: the way to one's own, and what is held about a person."""

from __future__ import annotations

from collections.abc import Collection

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import Session as Database

from conference.agenda.models import Speaker
from conference.agenda.ports import Panel
from conference.attendance.certificate_list import good_certificate
from conference.attendance.models import Certificate
from conference.attendance.service import forget_certificates, owed_to, terms_of
from conference.core.database import db
from conference.events.models import Event
from conference.registration.held import instant_shown, instant_stored
from conference.registration.models import Registration
from conference.registration.ports import Held, HeldRow
from conference.speakers.behind import SPEAKER, ids_behind, ids_shown


def own_certificate(registration: Registration, token: str) -> Panel | None:
    """A person's certificate, or the button that issues it where the event lets people take theirs."""
    return _panel(db.session(), registration.event, registration, "own", token)


def speakers_certificate(database: Database, event: Event, speaker: Speaker, token: str) -> Panel | None:
    return _panel(database, event, speaker, "speakers", token)


def _panel(database: Database, event: Event, owner: Registration | Speaker, whose: str, token: str) -> Panel | None:
    certificate = good_certificate(database, owner)
    if certificate is None:
        terms = terms_of(database, event.id)
        if not terms.is_open or not owed_to(database, event, terms, owner):
            return None
    return Panel(
        "attendance/_own_certificate.html",
        {
            "certificate": certificate,
            "url": url_for(f"attendance.{whose}_certificate_file", token=token),
            "take_url": url_for(f"attendance.take_{whose}_certificate", token=token),
        },
    )


class Certificates:
    """What attendance holds of a person's certificates."""

    def show(self, session: Database, registration: Registration) -> Held:
        speakers = ids_shown(session, registration).get(SPEAKER, ())
        is_theirs = or_(Certificate.registration_id == registration.id, Certificate.speaker_id.in_(speakers))
        theirs = select(Certificate).where(is_theirs).order_by(Certificate.id)
        return Held(
            key="certificates",
            heading=_("Your certificates"),
            explained=_("The certificates that were issued to you, under which name, and whether each is still good."),
            headers=[_("Number"), _("Name"), _("Issued"), _("No longer good since")],
            rows=[
                HeldRow(
                    {
                        "number": one.shown_number,
                        "name": one.name,
                        "contents": one.contents,
                        "issued_at": instant_stored(one.issued_at),
                        "ended_at": instant_stored(one.ended_at) if one.ended_at else None,
                        "reason": one.reason,
                    },
                    [
                        one.shown_number,
                        one.name,
                        instant_shown(registration, one.issued_at),
                        instant_shown(registration, one.ended_at) if one.ended_at else "–",
                    ],
                )
                for one in session.scalars(theirs)
            ],
        )

    def erase(self, session: Database, registration_ids: Collection[int]) -> None:
        """What was issued stays counted; whoever checks it is told nothing any more."""
        speakers = ids_behind(session, registration_ids).get(SPEAKER, ())
        forget_certificates(session, registration_ids, speakers)


def speaker_departs(database: Database, speaker: Speaker) -> None:
    """Whoever is taken out of the agenda leaves no certificate that goes on naming them."""
    forget_certificates(database, (), (speaker.id,))
