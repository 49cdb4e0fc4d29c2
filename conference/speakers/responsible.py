"""The language versions that somebody who is registered too is responsible for.

It stands here, not in the library, because one query finds all that is somebody's by an address of theirs (`behind`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session as Database

from conference.core.formatting import format_date
from conference.core.localization import current_language
from conference.core.rendering import month_style
from conference.library.models import LanguageVersion
from conference.library.queries import versions_by_id
from conference.library.service import forget_responsible
from conference.registration.models import Registration
from conference.registration.ports import Held, HeldRow
from conference.speakers.behind import RESPONSIBLE, ids_behind, ids_shown


class Responsible:
    """For which documents somebody is responsible; addresses that several share tell of nobody."""

    def show(self, session: Database, registration: Registration) -> Held:
        language = current_language()
        return Held(
            key="responsible_for",
            heading=_("Documents that you are responsible for"),
            explained=_("The documents and languages for which the organisers named you, and until when they are due."),
            headers=[_("Symbol"), _("Language"), _("Due on")],
            rows=[
                HeldRow(
                    {
                        "symbol": one.document.symbol,
                        "language": one.language_code,
                        "name": one.responsible_name,
                        "due_on": one.due_on.isoformat() if one.due_on else None,
                    },
                    [
                        Markup('<bdi dir="ltr">{}</bdi>').format(one.document.symbol),
                        one.language.name_in(language),
                        format_date(one.due_on, language, month_style()) if one.due_on else "–",
                    ],
                )
                for one in _versions(session, ids_shown(session, registration))
            ],
        )

    def erase(self, session: Database, registration_ids: Collection[int]) -> None:
        """Nobody is responsible there any more, and the record of changes no longer tells who was."""
        forget_responsible(session, _versions(session, ids_behind(session, registration_ids)))


def _versions(session: Database, ids: Mapping[str, Collection[int]]) -> Sequence[LanguageVersion]:
    theirs = ids.get(RESPONSIBLE, ())
    return versions_by_id(session, theirs) if theirs else ()
