"""The organisers' forms: an event's facts and texts, its bodies and contacts, its team, and a new event."""

from __future__ import annotations

import re
from typing import Any

import wtforms
from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from conference.core.forms import (
    ChoiceField,
    ChoicesField,
    DateField,
    Form,
    RadiosField,
    TickField,
    WholeNumberField,
    choices_of_countries,
    choices_of_zones,
)
from conference.core.languages import LANGUAGES, Language
from conference.core.text_fields import EmailField, TextField
from conference.core.translated import Translated
from conference.core.translated_fields import SharedForm, TranslatedField
from conference.events.header import format_label, kind_label
from conference.events.models import Event, Format, Kind, Publication, Role, ZoneKeeps
from conference.events.service import RESERVED_SLUGS
from conference.events.words import month_style_choices, publication_words, role_words, zone_keeps_choices

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{1,58}[a-z0-9])")


def _kinds() -> list[tuple[str, str]]:
    return [(str(kind), kind_label(kind)) for kind in Kind]


def _formats() -> list[tuple[str, str]]:
    return [(str(format_), format_label(format_)) for format_ in Format]


def _languages() -> list[tuple[str, str]]:
    return [(language.code, language.name_in(g.language)) for language in LANGUAGES]


def _kind_field() -> ChoiceField:
    return ChoiceField(_l("Kind"), choices=_kinds)


def _format_field() -> ChoiceField:
    return ChoiceField(_l("Format"), choices=_formats)


def _starts_on_field() -> DateField:
    return DateField(_l("First day"), required=_l("Enter the first day."))


def _ends_on_field() -> DateField:
    return DateField(_l("Last day"), required=_l("Enter the last day."))


def _zone_field() -> ChoiceField:
    return ChoiceField(
        _l("Time zone"),
        blank=_l("Choose a time zone"),
        choices=choices_of_zones,
        required=_l("Choose the time zone of the event’s hours."),
    )


def _languages_field() -> ChoicesField:
    return ChoicesField(
        _l("Languages"),
        choices=_languages,
        required=_l("Choose at least one language."),
        hint=_l(
            "The event’s pages, mails and files exist in each of them. A language that you take away keeps its texts."
        ),
    )


def _source_field() -> ChoiceField:
    return ChoiceField(
        _l("Source language"), choices=_languages, hint=_l("The language that the others are translated from.")
    )


class DaysAndLanguages:
    """What the two forms of an event's facts refuse, before the service does and after it."""

    starts_on: DateField
    ends_on: DateField
    language_codes: ChoicesField
    source_code: ChoiceField

    def agrees(self) -> bool:
        """Whether the days are in order and the source is one of the languages, as far as they were understood."""
        first, last, codes = self.starts_on.data, self.ends_on.data, self.language_codes.data
        in_order = not first or not last or first <= last
        if not in_order:
            self.refuse_order_of_days()
        has_source = not codes or self.source_code.data in codes or bool(self.source_code.errors)
        if not has_source:
            self.refuse_source()
        return in_order and has_source

    def refuse_order_of_days(self) -> None:
        self.ends_on.errors = [*self.ends_on.errors, _l("The last day is before the first. Correct one of them.")]

    def refuse_source(self) -> None:
        sentence = _l("The source language must be one of the event’s languages.")
        self.source_code.errors = [*self.source_code.errors, sentence]


class FactsForm(DaysAndLanguages, SharedForm):
    """All of an event but its lists."""

    plain = (
        "kind",
        "format",
        "starts_on",
        "ends_on",
        "zone",
        "language_codes",
        "source_code",
        "month_style",
        "registration_open",
        "places",
        "join_minutes",
        "publication",
        "is_rehearsal",
    )

    title = TranslatedField(_l("Title"), required=_l("Enter the title in the source language."))
    short_title = TranslatedField(_l("Short title"), hint=_l("For narrow places: calendars, badges, lists."))
    summary = TranslatedField(
        _l("Summary"), multiline=True, hint=_l("What the event is about. A blank line begins a new paragraph.")
    )
    kind = _kind_field()
    format = _format_field()
    publication = ChoiceField(_l("State"), choices=lambda: [(str(one), publication_words(one)) for one in Publication])
    is_rehearsal = TickField(_l("This is a rehearsal and marked as one on every page."))
    starts_on = _starts_on_field()
    ends_on = _ends_on_field()
    zone = _zone_field()
    zone_keeps = RadiosField(_l("What stays when the time zone changes?"), choices=zone_keeps_choices)
    venue = TranslatedField(_l("Venue"), multiline=True, longest=500)
    language_codes = _languages_field()
    source_code = _source_field()
    month_style = ChoiceField(_l("Names of months in Arabic"), choices=month_style_choices)
    registration_open = TickField(_l("People can register now."))
    places = WholeNumberField(
        _l("Places"), least=1, most=100_000, hint=_l("Who registers beyond them waits. Leave it empty for no limit.")
    )
    join_minutes = WholeNumberField(
        _l("Minutes before an online session from which people can join"),
        least=0,
        most=240,
        required=_l("Enter a number of minutes."),
    )
    agenda_note = TranslatedField(
        _l("Note on the agenda"), multiline=True, longest=1000, hint=_l("Stands above the published agenda.")
    )
    donor_line = TranslatedField(_l("Donor’s line"), hint=_l("Stands on every page, file and mail of the event."))
    disclaimer = TranslatedField(_l("Disclaimer"), multiline=True, longest=2000)

    def __init__(self, event: Event) -> None:
        super().__init__(obj=event, languages=event.languages, source=event.source)

    @property
    def values(self) -> dict[str, Any]:
        """The plain values; languages in the order in which every list names them."""
        return super().values | {
            "language_codes": [language.code for language in LANGUAGES if language.code in self.language_codes.data]
        }

    @property
    def chosen_zone_keeps(self) -> ZoneKeeps | None:
        """What is to stay when the zone changes, if that was said."""
        return ZoneKeeps(self.zone_keeps.data) if self.zone_keeps.data else None

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        return self.agrees() and valid


class BodyForm(SharedForm):
    """An organisation that organises the event."""

    name = TranslatedField(_l("Name"), required=_l("Enter the name in the source language."))
    acronym = TranslatedField(
        _l("Acronym"), longest=40, hint=_l("As it is known in each language: ILO is OIT in French.")
    )


class ContactForm(SharedForm):
    """Whom to write to."""

    plain = ("email", "country")

    label = TranslatedField(_l("Who this is"), required=_l("Enter in the source language who answers."))
    email = EmailField(_l("E-mail address"), autocomplete="off")
    country = ChoiceField(
        _l("Focal point for"),
        blank=_l("All countries"),
        choices=choices_of_countries,
        hint=_l("Choose a country if this person answers for one country alone."),
    )


class RoleForm(Form):
    """A role for an address."""

    email = EmailField(_l("E-mail address"), autocomplete="off")
    role = ChoiceField(_l("Role"), choices=lambda: [(str(role), role_words(role)) for role in Role])


class NewEventForm(DaysAndLanguages, Form):
    """What an event needs to begin with; the rest follows on its own page."""

    title = TextField(_l("Title in the source language"), required=_l("Enter a title."))
    slug = TextField(
        _l("Address"),
        required=_l("Enter the word that the event’s address is made of."),
        longest=60,
        direction="ltr",
        hint=_l("Latin letters, digits and hyphens, for example thamm-2023. It cannot be changed later."),
        render_kw={"autocapitalize": "none", "spellcheck": "false"},
    )
    kind = _kind_field()
    format = _format_field()
    starts_on = _starts_on_field()
    ends_on = _ends_on_field()
    zone = _zone_field()
    language_codes = _languages_field()
    source_code = _source_field()

    def __init__(self) -> None:
        super().__init__(
            language_codes=[language.code for language in LANGUAGES],
            source_code=g.language.code,
            starts_on=None,
            ends_on=None,
        )

    def validate_slug(self, field: wtforms.Field) -> None:
        field.data = field.data.lower()
        if not SLUG.fullmatch(field.data):
            raise ValidationError(
                _("Use at least three Latin letters, digits and hyphens, and begin and end with a letter or digit.")
            )
        if field.data in RESERVED_SLUGS:
            raise ValidationError(_("This word has a meaning in our addresses already. Choose another."))

    def refuse_slug(self) -> None:
        self.refuse(self.slug, _l("Another event has this address. Choose another."))

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        return self.agrees() and valid

    def event(self) -> Event:
        source = Language.of(self.source_code.data)
        return Event(
            slug=self.slug.data,
            kind=self.kind.data,
            format=self.format.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            zone=self.zone.data,
            language_codes=[language.code for language in LANGUAGES if language.code in self.language_codes.data],
            source_code=source.code,
            title=Translated.of(source, {source: self.title.data}),
        )
