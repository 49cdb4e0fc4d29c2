"""What feeds hold about somebody: what our mails brought into their calendar, and the calendar that is their own."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import Session as Database

from conference.feeds.claims import REQUEST
from conference.feeds.models import CalendarFeed, CalendarInvitation
from conference.feeds.queries import entries_held_by, entries_of_registration
from conference.registration.held import instant_shown, instant_stored
from conference.registration.models import Registration
from conference.registration.ports import Held, HeldRow


class SentToCalendar:
    """What was sent into a person's calendar."""

    def show(self, session: Database, registration: Registration) -> Held:
        return Held(
            key="calendar_entries",
            heading=_("Sent to your calendar"),
            explained=_("The last entry for your calendar that our mails brought you, and when."),
            headers=[_("What"), _("When")],
            rows=[
                HeldRow(
                    {
                        "uid": row.uid,
                        "method": row.method,
                        "sequence": row.sequence,
                        "sent_at": instant_stored(row.sent_at),
                    },
                    [
                        _("The event") if row.method == REQUEST else _("The event, taken out again"),
                        instant_shown(registration, row.sent_at),
                    ],
                )
                for row in entries_of_registration(session, registration.id)
            ],
        )

    def erase(self, session: Database, registration_ids: Collection[int]) -> None:
        """Nobody who is erased is written to again; the mails themselves go with the messages about them."""
        rows = delete(CalendarInvitation).where(entries_held_by(registration_ids))
        session.execute(rows.execution_options(synchronize_session=False))


class OwnCalendars:
    """That somebody subscribes to a calendar of their own; its address is not told again here."""

    def show(self, session: Database, registration: Registration) -> Held:
        theirs = select(CalendarFeed).where(CalendarFeed.registration_id == registration.id)
        return Held(
            key="own_calendar",
            heading=_("Your calendar"),
            explained=_("Since when you have a calendar of your own, and how many minutes before a session it rings."),
            headers=[_("Since"), _("Reminder in minutes")],
            rows=[
                HeldRow(
                    {
                        "since": instant_stored(feed.created_at),
                        "alarm_minutes": feed.alarm_minutes,
                    },
                    [
                        instant_shown(registration, feed.created_at),
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
