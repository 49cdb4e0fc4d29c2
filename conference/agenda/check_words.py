"""The words for the checks and for what they weigh, in the language that is being spoken."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from conference.agenda.checks import Check, Severity


def check_words(check: str) -> str:
    """The heading under which the findings of a check are listed."""
    return {
        Check.ROOM_TWICE: _("A room that holds two sessions at once"),
        Check.SPEAKER_TWICE: _("A speaker in two sessions at once"),
        Check.OUTSIDE_EVENT: _("A session outside the days of the event"),
        Check.SESSION_CHOICE: _("A session that no longer fits what people choose when they register"),
        Check.NO_TIME: _("A session without a time"),
        Check.NO_ROOM: _("A session without a room"),
        Check.TALKS_TOO_LONG: _("Presentations longer than their session"),
        Check.CHANNELS: _("More interpretation than the online platform allows"),
        Check.LANGUAGE: _("A language that is missing or out of date"),
        Check.UNCONFIRMED: _("A speaker who has not confirmed"),
        Check.BIOGRAPHY: _("A biography that its speaker does not want published"),
    }[Check(check)]


def check_hint(check: str) -> str:
    """What a check looks at, for its settings; empty where its name says it."""
    return {
        Check.SESSION_CHOICE: _(
            "Sessions of the registration form that are cancelled or have no time, that no longer run beside the "
            "others of their choice, or that the same people chose and that now run at once."
        ),
        Check.NO_ROOM: _("Breaks, and sessions with the address of an online meeting, need no room."),
        Check.CHANNELS: _(
            "Counts every language of interpretation of all online sessions that run at the same time. It needs the "
            "number of languages below."
        ),
        Check.BIOGRAPHY: _("Empty it in the speaker’s profile: a version that is published would show it."),
        Check.LANGUAGE: _("Titles, descriptions and presentations, profiles of speakers, names of rooms and tracks."),
    }.get(Check(check), "")


def severity_choices() -> list[tuple[str, str]]:
    return [
        (str(Severity.ERROR), _("Error: holds publishing back")),
        (str(Severity.WARNING), _("Warning")),
        (str(Severity.OFF), _("Not checked")),
    ]


def held_back_words(count: int) -> str:
    """Why a version was not published."""
    return ngettext(
        "%(num)s error holds this version back. It is listed above, under “Checks”.",
        "%(num)s errors hold this version back. They are listed above, under “Checks”.",
        count,
    )
