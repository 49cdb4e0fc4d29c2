"""The one question that a calendar of one's own asks."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext, ngettext

from conference.core.forms import ChoiceField, Form
from conference.feeds.models import CalendarFeed

ALARMS = (5, 15, 30, 60)


class OwnCalendarForm(Form):
    """When the calendar rings before a session."""

    alarm = ChoiceField(_l("Reminder"), blank=lazy_pgettext("reminder", "None"))

    def __init__(self, feed: CalendarFeed | None, **kwargs: Any) -> None:
        minutes = feed.alarm_minutes if feed else None
        super().__init__(alarm=str(minutes or ""), **kwargs)
        self.alarm.offer((str(one), _minutes(one)) for one in ALARMS)

    @property
    def alarm_minutes(self) -> int | None:
        return int(self.alarm.data) if self.alarm.data else None


def _minutes(minutes: int) -> str:
    return ngettext("%(num)s minute before", "%(num)s minutes before", minutes)
