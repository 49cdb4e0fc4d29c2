"""What early access gives to lower features: languages that are needed, mails of a day, what is held of people."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session as Database

from conference.core.languages import Language
from conference.events.models import Event
from conference.outbox.ports import HourlyWork
from conference.registration.held import instant_shown, instant_stored
from conference.registration.models import Registration
from conference.registration.ports import Held, HeldRow
from conference.speakers.behind import EARLY_READER, ids_behind, ids_shown
from conference.speakers.queries.early_access import (
    early_accesses_by_id,
    early_downloads_of,
    early_language_count,
    events_with_readers_to_tell,
)
from conference.speakers.service.early_access import erase_early_rows
from conference.speakers.service.early_reading import tell_early_readers

WORK_OF_THE_HOUR = (HourlyWork("tell of early files", events_with_readers_to_tell, tell_early_readers),)
MOST_SHOWN = 500


def early_language_uses(session: Database, event: Event, language: Language) -> int:
    """How many people with early access get their messages in a language."""
    return early_language_count(session, event.id, language)


class EarlyReading:
    """That somebody who is registered had files before publication, and which; their address says that it is them."""

    def show(self, session: Database, registration: Registration) -> Held:
        rows = []
        for access in early_accesses_by_id(session, ids_shown(session, registration).get(EARLY_READER, ())):
            rows.append(_row(registration, _("On the list of those who get files early"), "listed", access.created_at))
            rows += [
                _row(registration, one.title, one.sha256, one.at)
                for one in early_downloads_of(session, access.id, limit=MOST_SHOWN)
            ]
        return Held(
            key="early_access",
            heading=_("Files that you had before publication"),
            explained=_("Since when you may have files before publication, and which of them you downloaded when."),
            headers=[_("What"), _("When")],
            rows=rows,
        )

    def erase(self, session: Database, registration_ids: Collection[int]) -> None:
        ids = ids_behind(session, registration_ids).get(EARLY_READER, ())
        erase_early_rows(session, early_accesses_by_id(session, ids))


def _row(registration: Registration, words: str, what: str, at: datetime) -> HeldRow:
    return HeldRow(
        {"what": what, "title": words, "at": instant_stored(at)},
        [Markup('<bdi dir="auto">{}</bdi>').format(words), instant_shown(registration, at)],
    )
