"""How a presence is known, in the language being spoken."""

from __future__ import annotations

from flask_babel import gettext as _

from conference.attendance.models import How


def how_words(how: str) -> str:
    return {
        How.DESK: _("At the desk"),
        How.JOIN: _("By the join link"),
    }[How(how)]
