"""What a calendar of one's own gives to the features below: passes into meetings, and what is held about people."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC

from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session as Database

from conference.agenda.models import PersonalAgenda
from conference.core.formatting import format_instant
from conference.core.localization import current_language
from conference.core.rendering import month_style
from conference.events.models import Event
from conference.feeds.models import CalendarFeed
from conference.feeds.service import registration_behind
from conference.registration.models import Registration
from conference.registration.ports import Held, HeldRow


def calendar_pass(database: Database, event: Event, token: str) -> int | None:
    """Whom an entry of their own calendar lets into its meeting."""
    return registration_behind(database, event.id, token)


def agenda_taken_over(database: Database, before: PersonalAgenda, after: PersonalAgenda) -> None:
    """A calendar goes on at its address when an account takes over what it shows, unless the account has one."""
    has_one = select(CalendarFeed.id).where(CalendarFeed.personal_agenda_id == after.id).exists()
    database.execute(
        update(CalendarFeed)
        .where(CalendarFeed.personal_agenda_id == before.id, ~has_one)
        .values(personal_agenda_id=after.id)
        .execution_options(synchronize_session=False)
    )


class OwnCalendars:
    """That somebody subscribes to a calendar of their own; its address is not told again here."""

    def show(self, session: Database, registration: Registration) -> Held:
        theirs = select(CalendarFeed).where(CalendarFeed.registration_id == registration.id)
        zone, language = registration.event.zone, current_language()
        return Held(
            key="own_calendar",
            heading=_("Your calendar"),
            explained=_("Since when you have a calendar of your own, and how many minutes before a session it rings."),
            headers=[_("Since"), _("Reminder in minutes")],
            rows=[
                HeldRow(
                    {
                        "since": feed.created_at.astimezone(UTC).isoformat(timespec="seconds"),
                        "alarm_minutes": feed.alarm_minutes,
                    },
                    [
                        Markup("<bdi>{}</bdi>").format(format_instant(feed.created_at, zone, language, month_style())),
                        str(feed.alarm_minutes or "–"),
                    ],
                )
                for feed in session.scalars(theirs)
            ],
        )

    def erase(self, session: Database, registration_ids: Collection[int]) -> None:
        session.execute(
            delete(CalendarFeed)
            .where(CalendarFeed.registration_id.in_(registration_ids))
            .execution_options(synchronize_session=False)
        )
