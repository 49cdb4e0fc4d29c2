"""What the agenda's views have in common: their blueprint, their address, the published agenda."""

from __future__ import annotations

from flask import Blueprint, abort
from werkzeug.wrappers import Response

from conference.accounts.access import current_account
from conference.agenda.kept import agendas
from conference.agenda.published import PublishedAgenda, PublishedSession
from conference.core.database import db
from conference.events.access import Viewer, current_event, viewer
from conference.events.models import Role

blueprint = Blueprint("agenda", __name__, template_folder="../templates")
EVENT = "/<language:language>/<slug:event>"
MANAGE = f"{EVENT}/manage/agenda"
Answer = str | Response | tuple[str, int]


def published_agenda() -> PublishedAgenda | None:
    return agendas().newest(db.session(), current_event())


def published_session(code: str) -> tuple[PublishedAgenda, PublishedSession]:
    """The published agenda and its session with this code. Aborts with 404."""
    agenda = published_agenda()
    session = agenda.session(code) if agenda else None
    if agenda is None or session is None:
        abort(404)
    return agenda, session


def somebody() -> Viewer | None:
    """Who is looking, or None for everybody who is not signed in: what they see is stored and given to all."""
    return viewer() if current_account() else None


def may_change_facts() -> bool:
    """Whether the viewer changes more of the draft than its texts, which is what translators do."""
    return viewer().has(Role.ORGANISER)
