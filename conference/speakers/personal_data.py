"""What speakers' pages hold about somebody who is registered too: the photograph, for whom they act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from conference.agenda.models import Speaker
from conference.registration.held import instant_shown, instant_stored
from conference.registration.models import Registration
from conference.registration.ports import Held, HeldRow
from conference.speakers.behind import ASSISTANT, SPEAKER, ids_behind, ids_shown
from conference.speakers.queries import assisting, photographs_of
from conference.speakers.service import erase_photographs
from conference.speakers.service.assistants import erase_assistants


class Photographs:
    """The photograph of the speaker who has a person's own address; addresses that several share tell of nobody."""

    def show(self, session: Database, registration: Registration) -> Held:
        speakers = ids_shown(session, registration).get(SPEAKER, ())
        photographs = photographs_of(session, speakers) if speakers else {}
        return Held(
            key="photographs",
            heading=_("Your photograph as a speaker"),
            explained=_("Since when we keep a photograph of you, and whether it is shown on the event’s pages."),
            headers=[_("Since"), _("Shown in public")],
            rows=[
                HeldRow(
                    {
                        "since": instant_stored(one.uploaded_at),
                        "shown_in_public": one.may_be_published,
                    },
                    [
                        instant_shown(registration, one.uploaded_at),
                        _("Yes") if one.may_be_published else _("No"),
                    ],
                )
                for _speaker, one in sorted(photographs.items())
            ],
        )

    def erase(self, session: Database, registration_ids: Collection[int]) -> None:
        ids = ids_behind(session, registration_ids).get(SPEAKER, ())
        query = select(Speaker.event_id, Speaker.id).where(Speaker.id.in_(ids))
        by_event: dict[int, list[int]] = defaultdict(list)
        for event_id, speaker_id in session.execute(query):
            by_event[event_id].append(speaker_id)
        for event_id, speaker_ids in by_event.items():
            erase_photographs(session, event_id, speaker_ids)


class Assisting:
    """That a speaker let a person act for them; the address is what both have in common."""

    def show(self, session: Database, registration: Registration) -> Held:
        acts = ASSISTANT in ids_shown(session, registration)
        theirs = assisting(session, [registration.id]) if acts else ()
        return Held(
            key="assistant_of",
            heading=_("Acting for speakers"),
            explained=_("The speakers who let you act for them, since when, and until when if it has ended."),
            headers=[_("Speaker"), _("Since"), _("Until")],
            rows=[
                HeldRow(
                    {
                        "speaker": one.invitation.speaker.name,
                        "name": one.name,
                        "language": one.language_code,
                        "since": instant_stored(one.added_at),
                        "until": instant_stored(one.revoked_at) if one.revoked_at else None,
                    },
                    [
                        Markup("<bdi>{}</bdi>").format(one.invitation.speaker.name or "–"),
                        instant_shown(registration, one.added_at),
                        instant_shown(registration, one.revoked_at) if one.revoked_at else "–",
                    ],
                )
                for one in theirs
            ],
        )

    def erase(self, session: Database, registration_ids: Collection[int]) -> None:
        """Their access ends, and the record of what they did no longer tells who it was."""
        erase_assistants(session, assisting(session, registration_ids))
