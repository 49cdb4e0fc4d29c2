"""A field for an instant: day and hour in one box, as clocks show them in the zone of the form."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import wtforms
from flask_babel import gettext as _

from conference.core import text
from conference.core.text_fields import Present, Sentence

PATTERN = "%Y-%m-%dT%H:%M"


class InstantField(wtforms.Field):
    """An instant (aware, UTC) or None; the form's `meta.zone` is the IANA name of the zone whose clocks are read."""

    widget = wtforms.widgets.DateTimeLocalInput()

    def __init__(
        self, label: Sentence, *, required: Sentence | None = None, hint: Sentence = "", **kwargs: Any
    ) -> None:
        self.typed = ""
        super().__init__(label, [Present(required)], description=hint, render_kw={"dir": "ltr"}, **kwargs)

    def _value(self) -> str:
        if self.typed:
            return self.typed
        return self.data.astimezone(self._zone).strftime(PATTERN) if self.data else ""

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.meta.zone)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        self.typed = text.latin_digits(valuelist[0].strip()) if valuelist else ""
        if not self.typed:
            return
        try:
            there = datetime.strptime(self.typed.replace(" ", "T"), PATTERN).replace(tzinfo=self._zone)
            instant = there.astimezone(UTC)
        except (ValueError, OverflowError):
            raise ValueError(_("Enter a day and an hour, for example 2021-07-05 09:30.")) from None
        if instant.astimezone(self._zone).replace(tzinfo=None) != there.replace(tzinfo=None):
            raise ValueError(_("Clocks are put forward at this hour, so that it does not exist. Choose another."))
        self.data = instant
