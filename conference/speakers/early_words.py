"""The words for early access: what for, which sessions, and what it is to a file to be early."""

from __future__ import annotations

from datetime import date

from flask import g
from flask_babel import gettext as _
from flask_babel import pgettext

from conference.core import formatting
from conference.core.languages import Language
from conference.core.rendering import month_style
from conference.core.text import isolated
from conference.speakers.models.early_access import EarlyAccess, EarlyPurpose, EarlyScope
from conference.speakers.queries.early_programme import FLOOR, EarlySession


def purpose_words(purpose: str) -> str:
    return {
        EarlyPurpose.INTERPRETER: _("Interpreter"),
        EarlyPurpose.RAPPORTEUR: _("Rapporteur"),
        EarlyPurpose.OTHER: pgettext("early access", "Another reason"),
    }[EarlyPurpose(purpose)]


def purpose_choices() -> list[tuple[str, str]]:
    return [(str(one), purpose_words(one)) for one in EarlyPurpose]


def scope_choices() -> list[tuple[str, str]]:
    return [
        (str(EarlyScope.ALL), _("All sessions")),
        (str(EarlyScope.DAYS), _("The sessions of some days")),
        (str(EarlyScope.SESSIONS), _("Some sessions")),
    ]


def scope_words(access: EarlyAccess) -> str:
    """Which sessions somebody has, for the organisers' list."""
    if access.scope == EarlyScope.DAYS:
        days = [
            formatting.format_date(date.fromisoformat(one), g.language, month_style(), "EEE d MMMM")
            for one in access.days
        ]
        return formatting.join_words(days, g.language)
    if access.scope == EarlyScope.SESSIONS:
        return formatting.join_words([isolated(one.code) for one in access.sessions], g.language)
    return _("All sessions")


def working_words(access: EarlyAccess) -> str:
    return formatting.join_words([Language.of(code).name_in(g.language) for code in access.working_codes], g.language)


def early_channel_words(one: EarlySession, channel: str) -> str:
    """A channel of a session's meeting as a way in."""
    if channel != FLOOR:
        return _("Join the %(language)s channel", language=Language.of(channel).name_in(g.language))
    languages = [language.name_in(g.language) for language in one.session.floor]
    if not languages:
        return _("Join the floor")
    return _("Join the floor (%(languages)s)", languages=" · ".join(languages))
