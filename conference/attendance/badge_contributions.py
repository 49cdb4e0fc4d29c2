"""What badges give to registration: the code in people's letters and on their page, and what is held about them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from conference.agenda.ports import Panel
from conference.attendance.badge_codes import good_code
from conference.attendance.models import Badge
from conference.attendance.service import forget_badges, give_badges
from conference.core.database import db
from conference.core.qr import qr_svg
from conference.registration.held import instant_shown, instant_stored
from conference.registration.models import Registration, RegistrationState
from conference.registration.ports import Held, HeldRow


class BadgeCodes:
    """The code of a person's badge, for their letters."""

    def give(self, session: Database, registrations: Sequence[Registration]) -> None:
        give_badges(session, registrations)

    def code_of(self, session: Database, registration: Registration) -> str | None:
        return good_code(session, registration)


def own_badge(registration: Registration, token: str) -> Panel | None:
    """The code that lets a confirmed person in; where they have none yet, a button that gives them one."""
    if registration.state != RegistrationState.CONFIRMED or registration.erased_at is not None:
        return None
    code = good_code(db.session(), registration)
    return Panel(
        "attendance/_own_badge.html",
        {"code": code, "qr": qr_svg(code) if code else "", "url": url_for("attendance.take_badge", token=token)},
    )


class Badges:
    """What attendance holds about a person's badges."""

    def show(self, session: Database, registration: Registration) -> Held:
        badges = select(Badge).where(Badge.registration_id == registration.id).order_by(Badge.number)
        return Held(
            key="badges",
            heading=_("Your badges"),
            explained=_("The badges that you were given, when each was printed, and when and why one was revoked."),
            headers=[_("Number"), _("Given"), _("Printed"), _("Revoked")],
            rows=[
                HeldRow(
                    {
                        "number": one.number,
                        "given_at": instant_stored(one.issued_at),
                        "printed_at": instant_stored(one.printed_at) if one.printed_at else None,
                        "revoked_at": instant_stored(one.revoked_at) if one.revoked_at else None,
                        "reason": one.reason,
                    },
                    [
                        str(one.number),
                        instant_shown(registration, one.issued_at),
                        instant_shown(registration, one.printed_at) if one.printed_at else "–",
                        instant_shown(registration, one.revoked_at) if one.revoked_at else "–",
                    ],
                )
                for one in session.scalars(badges)
            ],
        )

    def erase(self, session: Database, registration_ids: Collection[int]) -> None:
        """The codes are worth nothing once the registration's own is gone; the reasons may tell of the person."""
        forget_badges(session, registration_ids)
