"""What events give to the features below them."""

from __future__ import annotations

from collections.abc import Sequence

from flask import g, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from conference.accounts.models import Account
from conference.accounts.ports import Workplace
from conference.core.database import db
from conference.events.queries import events_worked_for
from conference.events.service import accept_invitations


def workplaces(account: Account) -> Sequence[Workplace]:
    """The events that an account has a role at, in a language that each of them has."""
    return [
        Workplace(
            event.title,
            _("Organisers’ pages"),
            url_for(
                "pages.desk",
                event=event.slug,
                language=g.language if g.language in event.languages else event.source,
            ),
        )
        for event in events_worked_for(db.session(), account)
    ]


def after_sign_in(session: Session, account: Account) -> None:
    """Roles that were given to the address become the account's."""
    accept_invitations(session, account)
