"""How a presence is known and what the ways into a meeting are called, in the language being spoken."""

from __future__ import annotations

from collections.abc import Collection

from flask import g
from flask_babel import gettext as _

from conference.agenda.published import PublishedSession
from conference.attendance.models import How, ListColumn
from conference.attendance.reports.matching import Certainty
from conference.attendance.reports.times import DateOrder, read_instant
from conference.core import formatting
from conference.core.languages import Language
from conference.core.rendering import month_style
from conference.core.text import isolated


def how_words(how: str) -> str:
    return {
        How.DESK: _("At the desk"),
        How.SELF: _("By the code in the room"),
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


def order_words(order: DateOrder, sample: str) -> str:
    """What an order of the date makes of an instant of the file."""
    read = read_instant(sample, order)
    if read is None or order == DateOrder.HOURS:
        return _("Hours only, on the day of the session")
    day = formatting.format_date(read.date(), g.language, month_style())
    return _("%(text)s is %(day)s", text=isolated(sample), day=isolated(day))


def certainty_words(certainty: Certainty) -> str:
    """How sure it is whom a line of a report means."""
    return {
        Certainty.BY_EMAIL: _("Same e-mail address"),
        Certainty.BY_NAME: _("Same name"),
        Certainty.CLOSE: _("Similar name"),
        Certainty.NONE: _("Nobody found"),
    }[certainty]


def column_words(column: str) -> str:
    """The heading of a column of a list of attendance."""
    return {
        ListColumn.ORGANISATION: _("Organisation"),
        ListColumn.FUNCTION: _("Function"),
        ListColumn.COUNTRY: _("Country"),
        ListColumn.CATEGORY: _("Category"),
        ListColumn.EMAIL: _("E-mail address"),
        ListColumn.SIGNATURE: _("Signature"),
    }[ListColumn(column)]
