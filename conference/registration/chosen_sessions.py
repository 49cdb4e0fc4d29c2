"""What somebody chose of the agenda with their account, as a part of what is held about them at the event."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from flask import g
from flask_babel import gettext as _
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from conference.agenda.models import ChosenSession, PersonalAgenda
from conference.agenda.models import Session as AgendaSession
from conference.agenda.service import LINK_KIND
from conference.core.rendering import shown
from conference.outbox.models import Message
from conference.outbox.service import forget
from conference.registration.held import instant_shown, instant_stored
from conference.registration.models import Registration
from conference.registration.ports import Held, HeldRow


class ChosenSessions:
    """A personal agenda is of an account; one without is nobody's that we could name."""

    def show(self, session: Session, registration: Registration) -> Held:
        rows = _rows(session, registration.event_id, registration.account_id) if registration.account_id else ()
        return Held(
            key="chosen_sessions",
            heading=_("Your agenda"),
            explained=_("Which sessions you put into your own agenda with your account, and when."),
            headers=[_("Session"), _("When")],
            rows=[
                HeldRow(
                    {
                        "session": one.code,
                        "title": one.title.resolve(g.language).text,
                        "chosen_at": instant_stored(row.chosen_at),
                    },
                    [
                        shown(one.title),
                        instant_shown(registration, row.chosen_at),
                    ],
                )
                for row, one in rows
            ],
        )

    def erase(self, session: Session, registration_ids: Collection[int]) -> None:
        """The account's agenda at the event goes, and so do the mails that sent a link to the person's own address."""
        theirs = select(Registration.event_id, Registration.account_id, Registration.email_key).where(
            Registration.id.in_(registration_ids), Registration.shares_address.is_(False)
        )
        for event_id, account_id, email_key in session.execute(theirs).all():
            if account_id is not None:
                session.execute(
                    delete(PersonalAgenda)
                    .where(PersonalAgenda.event_id == event_id, PersonalAgenda.account_id == account_id)
                    .execution_options(synchronize_session=False)
                )
            to_them = func.lower(Message.recipient) == email_key
            forget(session, (Message.event_id == event_id) & (Message.kind == LINK_KIND) & to_them)


def _rows(session: Session, event_id: int, account_id: int) -> Sequence[tuple[ChosenSession, AgendaSession]]:
    query = (
        select(ChosenSession, AgendaSession)
        .join(AgendaSession, AgendaSession.id == ChosenSession.session_id)
        .join(PersonalAgenda, PersonalAgenda.id == ChosenSession.personal_agenda_id)
        .where(PersonalAgenda.event_id == event_id, PersonalAgenda.account_id == account_id)
        .order_by(ChosenSession.starts_at, AgendaSession.id)
    )
    return [(row, one) for row, one in session.execute(query)]
