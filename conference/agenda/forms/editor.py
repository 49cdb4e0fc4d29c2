"""The forms of the editor: where a session goes, where it is cut, by how much others shift, and a break."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import wtforms
from flask import g
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from conference.agenda import hours
from conference.agenda.models import Room, Session
from conference.agenda.placing import A_DAY, Placing, placing, planned_minutes
from conference.core import formatting
from conference.core.forms import ChoiceField, DateField, Form, TimeField, WholeNumberField
from conference.core.rendering import month_style
from conference.core.translated import Translated
from conference.core.translated_fields import TranslatedField, TranslatedForm
from conference.events.models import Event

LATER, EARLIER = "later", "earlier"
ALL_ROOMS, THIS_ROOM = "all", "this"


class PlacingForm(Form):
    """When and where a session takes place. `seen` marks where the form had shown it (`Placing.mark`)."""

    day = DateField(_l("Day"), required=_l("Enter a day."))
    starts = TimeField(_l("Starts at"), required=_l("Enter the hour at which it starts."))
    minutes = WholeNumberField(_l("Length in minutes"), least=1, most=A_DAY, required=_l("Enter how long it takes."))
    room_id = ChoiceField(_l("Room"), blank=_l("No room"))
    seen = wtforms.HiddenField()

    def __init__(
        self, event: Event, *, rooms: Sequence[Room], session: Session, day: date, is_sent: bool = True
    ) -> None:
        place = Placing.of(session)
        shown: dict[str, Any] = {"day": day, "minutes": planned_minutes(session), "seen": place.mark}
        shown["room_id"] = str(place.room_id or "")
        self.stored, self.shown = place, None
        if place.starts_at is not None:
            starts = place.starts_at.astimezone(event.zone_info)
            self.shown = starts.date(), starts.time().replace(second=0, microsecond=0, fold=0)
            shown |= {"day": starts.date(), "starts": starts.time()}
        super().__init__(data=shown, **({} if is_sent else {"formdata": None}))
        self.event = event
        self.room_id.offer((str(room.id), room.name.resolve(g.language).text) for room in rooms)

    @property
    def place(self) -> Placing:
        """What was sent, once it is valid."""
        assert self.day.data is not None
        assert self.starts.data is not None
        assert self.minutes.data is not None
        room_id = int(self.room_id.data) if self.room_id.data else None
        if self.shown is not None and self.shown == (self.day.data, self.starts.data):
            # Of an hour that comes twice it stays the one that it was.
            return self.stored.lasting(self.minutes.data, room_id=room_id)
        return placing(
            self.event, day=self.day.data, starts=self.starts.data, minutes=self.minutes.data, room_id=room_id
        )

    def as_sent(self) -> dict[str, str]:
        """Its values once they are valid, to be sent again."""
        assert self.day.data is not None
        assert self.starts.data is not None
        values = {"day": self.day.data.isoformat(), "starts": f"{self.starts.data:%H:%M}"}
        return values | {"minutes": str(self.minutes.data), "room_id": self.room_id.data}

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        self._check_day_and_hour()
        return valid and not self.errors

    def _check_day_and_hour(self) -> None:
        """Refuse a day outside the event, and an hour that clocks leave out."""
        day, starts, event = self.day.data, self.starts.data, self.event
        if day is None or starts is None:
            return
        if not event.starts_on <= day <= event.ends_on:
            days = formatting.format_date_range(event.starts_on, event.ends_on, g.language, month_style())
            self.refuse(self.day, _("Choose a day of the event: %(days)s.", days=days))
        elif not hours.exists(event.zone_info, day, starts):
            self.refuse(self.starts, _no_such_hour())


class CutForm(Form):
    """Where a session is split."""

    cut = WholeNumberField(
        _l("After how many minutes"),
        least=1,
        most=A_DAY,
        required=_l("Enter after how many minutes it is split."),
        hint=_l("Presentations that begin then or later go along into the second part."),
    )
    seen = wtforms.HiddenField(id="cut-seen")


class ShiftForm(Form):
    """By how much the sessions shift that begin after one."""

    shift = WholeNumberField(_l("Minutes"), least=1, most=A_DAY, required=_l("Enter by how many minutes."))
    direction = ChoiceField(_l("Direction"), required=_l("Choose a direction."))
    rooms = ChoiceField(_l("Which rooms"), required=_l("Choose which rooms."))
    seen = wtforms.HiddenField(id="shift-seen")

    def __init__(self, *, has_room: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.direction.offer([(LATER, _("Later")), (EARLIER, _("Earlier"))])
        this = [(THIS_ROOM, _("Only this session’s room"))] if has_room else []
        self.rooms.offer([(ALL_ROOMS, _("All rooms")), *this])

    @property
    def minutes(self) -> int:
        """What was sent, once it is valid; negative for earlier."""
        assert self.shift.data is not None
        return self.shift.data if self.direction.data == LATER else -self.shift.data


class BreakForm(TranslatedForm):
    """A break across all rooms, called so in every language of the event."""

    title = TranslatedField(_l("Title"), required=_l("Enter a title."))
    starts = TimeField(_l("Starts at"), required=_l("Enter the hour at which it starts."))
    minutes = WholeNumberField(_l("Length in minutes"), least=1, most=A_DAY, required=_l("Enter how long it takes."))

    def __init__(self, event: Event, day: date, *, is_sent: bool = True) -> None:
        sent = {} if is_sent else {"formdata": None}
        usual = {"title": _usual_title(event), "minutes": 15}
        super().__init__(languages=event.languages, source=event.source, data=usual, **sent)
        self.event, self.day = event, day

    @property
    def place(self) -> Placing:
        """What was sent, once it is valid."""
        assert self.starts.data is not None
        assert self.minutes.data is not None
        return placing(self.event, day=self.day, starts=self.starts.data, minutes=self.minutes.data, room_id=None)

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if self.starts.data is not None and not hours.exists(self.event.zone_info, self.day, self.starts.data):
            self.refuse(self.starts, _no_such_hour())
        return valid and not self.errors


def _no_such_hour() -> str:
    return _("This hour does not exist on that day: the clocks are put forward.")


def _usual_title(event: Event) -> Translated:
    words = {}
    for language in event.languages:
        with force_locale(language.code):
            words[language] = _("Break")
    return Translated.of(event.source, words)
