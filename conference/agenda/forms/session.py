"""The form of a session: its hours on the event's clocks, its place and its languages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from conference.agenda.forms.common import DraftForm, language_choices
from conference.agenda.models import Room, Session, Track
from conference.agenda.words import type_choices
from conference.core import formatting
from conference.core.forms import ChoiceField, ChoicesField, DateField, TimeField
from conference.core.languages import Language
from conference.core.rendering import month_style
from conference.core.text import isolated
from conference.core.text_fields import CodeField, WebAddressField
from conference.core.translated_fields import Clashes, TranslatedField, fingerprint
from conference.events.models import Event


class SessionForm(DraftForm):
    plain = ("code", "type", "room_id", "track_id", "floor_codes", "interpretation_codes", "meeting_url")
    title = TranslatedField(_l("Title"), required=_l("Enter a title."))
    code = CodeField(
        _l("Code"),
        required=_l("Enter a code, for example D1-03."),
        hint=_l("Stands in the session’s address. It stays as it is once the session is published."),
    )
    type = ChoiceField(_l("Kind of session"), choices=type_choices, required=_l("Choose a kind of session."))
    day = DateField(_l("Day"))
    starts = TimeField(_l("Starts at"))
    ends = TimeField(_l("Ends at"))
    room_id = ChoiceField(_l("Room"), blank=_l("No room"))
    track_id = ChoiceField(_l("Track"), blank=_l("No track"))
    floor_codes = ChoicesField(_l("Languages of the floor"))
    interpretation_codes = ChoicesField(_l("Interpretation into"))
    abstract = TranslatedField(_l("Description"), multiline=True)
    meeting_url = WebAddressField(
        _l("Address of the online meeting"), hint=_l("Never shown in a page: participants are led there.")
    )

    def __init__(
        self,
        event: Event,
        *,
        rooms: Sequence[Room],
        tracks: Sequence[Track],
        session: Session | None = None,
        texts_only: bool = False,
        is_sent: bool = True,
    ) -> None:
        placed = _placed(event, session) if session else {"day": event.starts_on}
        sent = {} if is_sent else {"formdata": None}
        super().__init__(event, texts_only=texts_only, obj=session, data=placed, **sent)
        self.event, self.session = event, session
        if texts_only:
            return
        self.room_id.offer((str(room.id), room.name.resolve(g.language).text) for room in rooms)
        self.track_id.offer((str(track.id), track.name.resolve(g.language).text) for track in tracks)
        self.floor_codes.offer(language_choices(event))
        self.interpretation_codes.offer(language_choices(event))
        if session is not None and session.was_published:
            del self.code
        if session is not None and not (is_sent and self.is_submitted()):
            shown = (*self.plain, "starts_at", "ends_at")
            self.seen.data = json.dumps({name: fingerprint(getattr(session, name)) for name in shown})

    @property
    def values(self) -> dict[str, Any]:
        if self.texts_only:
            return {}
        starts_at, ends_at = self._instants()
        values = {
            "type": self.type.data,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "room_id": int(self.room_id.data) if self.room_id.data else None,
            "track_id": int(self.track_id.data) if self.track_id.data else None,
            "floor_codes": self.floor_codes.data,
            "interpretation_codes": self.interpretation_codes.data,
            "meeting_url": self.meeting_url.data,
        }
        return values | ({"code": self.code.data} if "code" in self else {})

    def show_clashes(self, clashes: Clashes) -> None:
        """Beside the hours, what somebody else set them to; a change of one hour is shown as a change of both."""
        values = dict(clashes.values)
        moved = [values.pop(name) for name in ("starts_at", "ends_at") if name in values]
        super().show_clashes(Clashes(clashes.fields, values))
        if not moved or self.session is None:
            return
        marks = {name: fingerprint(getattr(self.session, name)) for name in ("starts_at", "ends_at")}
        self.seen.data = json.dumps(self.seen_values | marks)
        stored = _placed(self.event, self.session)
        if "starts" in stored:
            span = f"{stored['starts']:%H:%M}–{stored['ends']:%H:%M}"
            theirs = f"{formatting.format_date(stored['day'], g.language, month_style())} {isolated(span)}"
        else:
            theirs = "–"
        sentence = _("Somebody else set this to %(theirs)s while you edited. Choose what is right, then save again.")
        self.refuse(self.starts, sentence % {"theirs": theirs})

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if not self.texts_only:
            self._check_hours()
            self._check_languages()
        return valid and not self.errors

    def _check_hours(self) -> None:
        fields = (self.day, self.starts, self.ends)
        if any(field.errors for field in fields):
            return
        if not any(field.data for field in (self.starts, self.ends)) and not self._must_be_placed():
            return
        day, starts, ends = self.day.data, self.starts.data, self.ends.data
        if day is None or starts is None or ends is None:
            empty = next(field for field in fields if field.data is None)
            self.refuse(empty, _("Enter the day and both hours, or neither hour."))
            return
        first, last = self.event.starts_on, self.event.ends_on
        if not first <= day <= last:
            days = formatting.format_date_range(first, last, g.language, month_style())
            self.refuse(self.day, _("Choose a day of the event: %(days)s.", days=days))
        elif ends <= starts:
            self.refuse(self.ends, _("The end must come after the start."))
        else:
            for field, hour in ((self.starts, starts), (self.ends, ends)):
                if not _exists(self.event, day, hour):
                    self.refuse(field, _("This hour does not exist on that day: the clocks are put forward."))

    def _must_be_placed(self) -> bool:
        return self.session is not None and self.session.was_published

    def _check_languages(self) -> None:
        """A floor of one language is not interpreted into it; of several, each is for those who speak another."""
        floor = self.floor_codes.data or []
        if len(floor) == 1 and floor[0] in (self.interpretation_codes.data or []):
            sentence = _(
                "The floor speaks only %(language)s: interpretation goes into other languages.",
                language=Language.of(floor[0]).name_in(g.language),
            )
            self.refuse(self.interpretation_codes, sentence)

    def _instants(self) -> tuple[datetime | None, datetime | None]:
        """The typed hours as instants in UTC; of an hour that comes twice, when clocks are put back, the first."""
        day, starts, ends = self.day.data, self.starts.data, self.ends.data
        if day is None or starts is None or ends is None:
            return None, None
        return _instant(self.event, day, starts), _instant(self.event, day, ends)


def _instant(event: Event, day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=event.zone_info).astimezone(UTC)


def _exists(event: Event, day: date, hour: time) -> bool:
    """Whether clocks in the event's zone ever show this hour on this day."""
    there = _instant(event, day, hour).astimezone(event.zone_info)
    return (there.date(), there.time()) == (day, hour)


def _placed(event: Event, session: Session) -> dict[str, Any]:
    """A session's day and hours as the event's clocks show them."""
    if session.starts_at is None or session.ends_at is None:
        return {"day": event.starts_on}
    starts, ends = (instant.astimezone(event.zone_info) for instant in (session.starts_at, session.ends_at))
    return {"day": starts.date(), "starts": starts.time(), "ends": ends.time()}
