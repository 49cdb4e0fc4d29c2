"""What the library holds about a person: the files that they took, only where the event says that it keeps that."""

from __future__ import annotations

from collections.abc import Collection

from flask import g
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session as Database

from conference.core import formatting
from conference.core.rendering import month_style, shown
from conference.library.queries import downloads_of, keeps_people
from conference.library.service import forget_downloads
from conference.library.words import download_words
from conference.registration.models import Registration
from conference.registration.ports import Held, HeldRow


class DownloadsOfPerson:
    """How often somebody took which document, in which language, on which day."""

    def show(self, session: Database, registration: Registration) -> Held:
        kept = downloads_of(session, registration.id) if keeps_people(session, registration.event) else ()
        return Held(
            key="downloads",
            heading=_("Documents that you downloaded"),
            explained=_(
                "Which documents you downloaded while signed in, in which language, on which day and how often."
            ),
            headers=[_("Document"), _("Language"), _("Day"), _("How"), _("How often")],
            rows=[
                HeldRow(
                    {
                        "document": one.symbol,
                        "title": one.title.resolve(g.language).text,
                        "language": one.language.code,
                        "day": one.day.isoformat(),
                        "how": one.kind,
                        "count": one.count,
                    },
                    [
                        Markup("<bdi>{}</bdi> – {}").format(one.symbol, shown(one.title)),
                        one.language.name_in(g.language),
                        formatting.format_date(one.day, g.language, month_style()),
                        download_words(one.kind),
                        formatting.format_number(one.count, g.language),
                    ],
                )
                for one in kept
            ],
        )

    def erase(self, session: Database, registration_ids: Collection[int]) -> None:
        forget_downloads(session, registration_ids)
