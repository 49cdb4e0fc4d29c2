"""How a presence is known and what the ways into a meeting are called, in the language being spoken."""

from __future__ import annotations

from collections.abc import Collection

from flask import g
from flask_babel import gettext as _

from conference.agenda.published import PublishedSession
from conference.attendance.models import How
from conference.core.languages import Language


def how_words(how: str) -> str:
    return {
        How.DESK: _("At the desk"),
        How.JOIN: _("By the join link"),
        How.REPORT: _("By the meeting’s report"),
        How.HAND: _("By hand"),
    }[How(how)]


def channel_words(session: PublishedSession, channel: str, channels: Collection[str]) -> str:
    """One of a session's channels as a way in: by the language that it interprets into, or what the floor speaks."""
    if channel:
        return _("Join with interpretation into %(language)s", language=Language.of(channel).name_in(g.language))
    if len(channels) == 1:
        return _("Join")
    if not session.floor:
        return _("Join without interpretation")
    languages = " · ".join(language.name_in(g.language) for language in session.floor)
    return _("Join without interpretation (%(languages)s)", languages=languages)
