"""What speakers hold about the people of an event: for whom somebody acts as an assistant."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC

from flask import g
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session as Database

from conference.core.formatting import format_instant
from conference.core.rendering import month_style
from conference.registration.models import Registration
from conference.registration.ports import Held, HeldRow
from conference.speakers.queries import assisting
from conference.speakers.service.assistants import erase_assistants


class Assisting:
    """That a speaker let a person act for them; the address is what both have in common."""

    def show(self, session: Database, registration: Registration) -> Held:
        zone = registration.event.zone
        return Held(
            key="assistant_of",
            heading=_("Acting for speakers"),
            explained=_("The speakers who let you act for them, since when, and until when if it has ended."),
            headers=[_("Speaker"), _("Since"), _("Until")],
            rows=[
                HeldRow(
                    {
                        "speaker": one.invitation.speaker.native_name or one.invitation.speaker.latin_name,
                        "name": one.name,
                        "language": one.language_code,
                        "since": one.added_at.astimezone(UTC).isoformat(timespec="seconds"),
                        "until": one.revoked_at.astimezone(UTC).isoformat(timespec="seconds")
                        if one.revoked_at
                        else None,
                    },
                    [
                        Markup("<bdi>{}</bdi>").format(
                            one.invitation.speaker.native_name or one.invitation.speaker.latin_name or "–"
                        ),
                        *(
                            Markup("<bdi>{}</bdi>").format(format_instant(at, zone, g.language, month_style()))
                            if at
                            else "–"
                            for at in (one.added_at, one.revoked_at)
                        ),
                    ],
                )
                for one in assisting(session, [registration.id])
            ],
        )

    def erase(self, session: Database, registration_ids: Collection[int]) -> None:
        """Their access ends, and the record of what they did no longer tells who it was."""
        erase_assistants(session, assisting(session, registration_ids))
