"""What the agenda's views have in common: their blueprint, their address, the published agenda."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, g, request
from werkzeug.wrappers import Response

from conference.accounts.access import current_account
from conference.agenda.frozen import frozen
from conference.agenda.kept import agendas
from conference.agenda.published import PublishedAgenda, PublishedSession
from conference.agenda.queries import opens_preview, whole_sessions_of
from conference.core.access import Access
from conference.core.database import db
from conference.core.security import private_page
from conference.events.access import Viewer, current_event, viewer, visitor
from conference.events.models import Role

blueprint = Blueprint("agenda", __name__, template_folder="../templates")
EVENT = "/<language:language>/<slug:event>"
MANAGE = f"{EVENT}/manage/agenda"
PREVIEW = f"{EVENT}/agenda/preview/<token>"
PREVIEWED = frozenset({"agenda.day", "agenda.session", "agenda.speaker"})
"""The pages that show the draft to whoever has its secret link, at an address of their own (`PREVIEW`)."""
Answer = str | Response | tuple[str, int]


def _require_reader() -> None:
    """A visitor, or whoever has the link to the preview: that opens also while the event itself is a draft."""
    token = (request.view_args or {}).get("token")
    if token is None:
        visitor.check()
        return
    private_page()
    if not opens_preview(db.session(), current_event(), token):
        visitor.check()
        abort(404)
    g.preview_token = token


reader = Access("visitor", _require_reader)


@blueprint.url_defaults
def stay_in_preview(endpoint: str, values: dict[str, Any]) -> None:
    """Inside a preview the links between its pages lead to the preview."""
    if endpoint in PREVIEWED and is_preview():
        values.setdefault("token", g.preview_token)


def is_preview() -> bool:
    """Whether this request shows the draft, by its secret link."""
    return "preview_token" in g


def published_agenda() -> PublishedAgenda | None:
    """The agenda of the newest version; in a preview, what publishing the draft now would make of it."""
    if is_preview():
        event = current_event()
        data = frozen(event, whole_sessions_of(db.session(), event.id))
        return PublishedAgenda.read(data) if data["sessions"] else None
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
