"""The form of a session: its hours on the event's clocks, its place, its languages, and the ways into it online."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

import wtforms
from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from conference.agenda import hours
from conference.agenda.forms.common import DraftForm, language_choices
from conference.agenda.models import Room, Session, Track
from conference.agenda.words import type_choices
from conference.core import formatting
from conference.core.forms import ChoiceField, ChoicesField, DateField, TimeField, WholeNumberField
from conference.core.languages import LANGUAGES, Language
from conference.core.rendering import month_style
from conference.core.text import isolated
from conference.core.text_fields import CodeField, TextAreaField, WebAddressField
from conference.core.translated_fields import Clashes, TranslatedField, fingerprint
from conference.events.models import Event

MOST_PEOPLE = 100_000
SPAN = ("starts_at", "ends_at")


class SessionForm(DraftForm):
    plain = (
        "code",
        "type",
        "room_id",
        "track_id",
        "floor_codes",
        "interpretation_codes",
        "meeting_url",
        "capacity",
        "notes",
    )
    title = TranslatedField(_l("Title"), required=_l("Enter a title."))
    code = CodeField(
        _l("Code"),
        required=_l("Enter a code, for example D1-03."),
        hint=_l("Stands in the session’s address. It stays as it is once the session is published."),
    )
    type = ChoiceField(_l("Kind of session"), choices=type_choices, required=_l("Choose a kind of session."))
    abstract = TranslatedField(_l("Description"), multiline=True)
    day = DateField(_l("Day"))
    starts = TimeField(_l("Starts at"))
    ends = TimeField(_l("Ends at"), hint=_l("At or before the start: on the next day."))
    starts_again = ChoiceField(_l("The start comes twice that night"), required=_l("Choose which of the two is meant."))
    ends_again = ChoiceField(_l("The end comes twice that night"), required=_l("Choose which of the two is meant."))
    room_id = ChoiceField(_l("Room"), blank=_l("No room"))
    track_id = ChoiceField(_l("Track"), blank=_l("No track"))
    capacity = WholeNumberField(
        _l("Places"), least=1, most=MOST_PEOPLE, hint=_l("Stands on the session’s page. Empty without a limit.")
    )
    floor_codes = ChoicesField(_l("Languages of the floor"))
    interpretation_codes = ChoicesField(_l("Interpretation into"))
    meeting_url = WebAddressField(
        _l("Address of the online meeting"), hint=_l("Never shown in a page: participants are led there.")
    )
    notes = TextAreaField(
        _l("Notes of the organisers"), hint=_l("Only organisers see them: they are never published or sent.")
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
        initial = _placed(event, session) | _channels(session) if session else {"day": event.starts_on}
        sent = {} if is_sent else {"formdata": None}
        super().__init__(event, texts_only=texts_only, obj=session, data=initial, **sent)
        self.event, self.session = event, session
        if texts_only:
            return
        self.room_id.offer((str(room.id), room.name.resolve(g.language).text) for room in rooms)
        self.track_id.offer((str(track.id), track.name.resolve(g.language).text) for track in tracks)
        self.floor_codes.offer(language_choices(event))
        self.interpretation_codes.offer(language_choices(event))
        self._offer_channels()
        self._offer_folds()
        if session is not None and session.was_published:
            del self.code
        if session is not None and not (is_sent and self.is_submitted()):
            shown = (*self.plain, *SPAN, "channel_urls")
            self.seen.data = json.dumps({name: fingerprint(getattr(session, name)) for name in shown})

    def _offer_channels(self) -> None:
        for language in LANGUAGES:
            name = f"channel_{language.code}"
            if language in self.event.languages:
                words = _("Address of the interpretation into %(language)s", language=language.name_in(g.language))
                self[name].label.text = words
            else:
                del self[name]

    @property
    def channels(self) -> Iterator[wtforms.Field]:
        """The field of each language's own address, in the order of the event's languages."""
        return (self[f"channel_{language.code}"] for language in self.event.languages)

    def _offer_folds(self) -> None:
        """Ask which of two hours is meant only where clocks show one twice.

        Where nothing was chosen yet it is the first start, and the first end after it.
        """
        zone, day, starts, ends = self.event.zone_info, self.day.data, self.starts.data, self.ends.data
        starts_at = self._offer_fold(self.starts_again, day, starts)
        last = hours.last_day(day, starts, ends) if day and starts is not None and ends is not None else None
        first_end = hours.instant(zone, last, ends) if last and ends is not None else None
        is_late = starts_at is not None and first_end is not None and first_end <= starts_at
        self._offer_fold(self.ends_again, last, ends, usually="1" if is_late else "0")

    def _offer_fold(
        self, field: wtforms.Field, day: date | None, hour: time | None, *, usually: str = "0"
    ) -> datetime | None:
        """Offer both instants of an hour that comes twice, or nothing; returns the one that is meant."""
        zone = self.event.zone_info
        if day is None or hour is None:
            del self[field.short_name]
            return None
        if not hours.comes_twice(zone, day, hour):
            del self[field.short_name]
            return hours.instant(zone, day, hour)
        both = [hours.instant(zone, day, hour, fold=fold) for fold in (0, 1)]
        before, after = (isolated(formatting.format_offset(one, zone.key)) for one in both)
        field.offer(
            [
                ("0", _("Before the clocks are put back (%(offset)s)", offset=before)),
                ("1", _("After the clocks are put back (%(offset)s)", offset=after)),
            ]
        )
        field.data = field.data or usually
        return both[1] if field.data == "1" else both[0]

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
            "capacity": self.capacity.data,
            "floor_codes": self.floor_codes.data,
            "interpretation_codes": self.interpretation_codes.data,
            "meeting_url": self.meeting_url.data,
            "channel_urls": self._channel_urls(),
            "notes": self.notes.data,
        }
        return values | ({"code": self.code.data} if "code" in self else {})

    def _channel_urls(self) -> dict[str, str]:
        """The addresses by language, in one order: the same ones are no change."""
        typed = {language.code: self[f"channel_{language.code}"].data for language in self.event.languages}
        return dict(sorted((code, address) for code, address in typed.items() if address))

    def show_clashes(self, clashes: Clashes) -> None:
        """Beside the hours, what somebody else set them to; a change of one hour is shown as a change of both."""
        values = dict(clashes.values)
        moved = [values.pop(name) for name in SPAN if name in values]
        addresses = values.pop("channel_urls", None)
        super().show_clashes(Clashes(clashes.fields, values))
        if self.session is None:
            return
        if moved:
            self._mark(*SPAN)
            self._say_theirs(self.starts, self._stored_hours())
        if addresses is not None:
            self._mark("channel_urls")
            theirs = formatting.join_words([isolated(address) for address in addresses.values()], g.language)
            self._say_theirs(next(self.channels), theirs or "–")

    def _mark(self, *names: str) -> None:
        """Let what is stored now count as seen: sending again then replaces it knowingly."""
        marks = {name: fingerprint(getattr(self.session, name)) for name in names}
        self.seen.data = json.dumps(self.seen_values | marks)

    def _say_theirs(self, field: wtforms.Field, theirs: str) -> None:
        sentence = _("Somebody else set this to %(theirs)s while you edited. Choose what is right, then save again.")
        self.refuse(field, sentence % {"theirs": theirs})

    def _stored_hours(self) -> str:
        assert self.session is not None
        stored = _placed(self.event, self.session)
        if "starts" not in stored:
            return "–"
        span = f"{stored['starts']:%H:%M}–{stored['ends']:%H:%M}"
        return f"{formatting.format_date(stored['day'], g.language, month_style())} {isolated(span)}"

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if not self.texts_only:
            self._check_hours()
            self._check_languages()
            self._check_channels()
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
        zone = self.event.zone_info
        for field, on, hour in ((self.starts, day, starts), (self.ends, hours.last_day(day, starts, ends), ends)):
            if not hours.exists(zone, on, hour):
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

    def _check_channels(self) -> None:
        for field in self.channels:
            if field.data and not field.errors and field.name[-2:] not in (self.interpretation_codes.data or []):
                sentence = _("Tick this language under “Interpretation into”, or take the address out.")
                self.refuse(field, sentence)

    def _instants(self) -> tuple[datetime | None, datetime | None]:
        """The typed hours as instants in UTC. Hours left as they were shown stay the instants that they are."""
        day, starts, ends = self.day.data, self.starts.data, self.ends.data
        if day is None or starts is None or ends is None:
            return None, None
        if self.session is not None and self._typed() == _placed(self.event, self.session):
            return self.session.starts_at, self.session.ends_at
        zone = self.event.zone_info
        starts_at = hours.instant(zone, day, starts, fold=self._fold("starts_again"))
        ends_at = hours.instant(zone, hours.last_day(day, starts, ends), ends, fold=self._fold("ends_again"))
        return starts_at, ends_at

    def _typed(self) -> dict[str, Any]:
        named = {"day": self.day.data, "starts": self.starts.data, "ends": self.ends.data}
        return named | {name: str(self._fold(name)) for name in ("starts_again", "ends_again")}

    def _fold(self, name: str) -> int:
        return 1 if name in self and self[name].data == "1" else 0


def _placed(event: Event, session: Session) -> dict[str, Any]:
    """A session's day and hours as the event's clocks show them, and of hours that come twice which one it is."""
    if session.starts_at is None or session.ends_at is None:
        return {"day": event.starts_on}
    starts, ends = (instant.astimezone(event.zone_info) for instant in (session.starts_at, session.ends_at))
    shown = {"day": starts.date(), "starts": _minute(starts), "ends": _minute(ends)}
    return shown | {"starts_again": str(starts.fold), "ends_again": str(ends.fold)}


def _minute(there: datetime) -> time:
    return there.time().replace(second=0, microsecond=0, fold=0)


def _channels(session: Session) -> dict[str, Any]:
    return {f"channel_{code}": address for code, address in session.channel_urls.items()}


for _language in LANGUAGES:
    setattr(SessionForm, f"channel_{_language.code}", WebAddressField(""))
