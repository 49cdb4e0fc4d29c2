"""The organisers' forms about early access: one person, or many from pasted lines, and on what terms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from conference.accounts.models import email_key
from conference.agenda.models import Session
from conference.core import formatting, text
from conference.core.clock import now
from conference.core.forms import ChoiceField, ChoicesField, DateField, Form, RadiosField, TickField
from conference.core.languages import Language
from conference.core.rendering import month_style, plain
from conference.core.text_fields import SHORT, EmailField, TextAreaField, TextField
from conference.events.models import Event
from conference.speakers.early_words import purpose_choices, scope_choices
from conference.speakers.models.early_access import EarlyAccess, EarlyPurpose, EarlyScope
from conference.speakers.service.early_access import EarlyReader, EarlyTerms

DAYS_AFTER = 7
"""Days after the event, or after today if it is over, for which access lasts where nothing else is said."""
MOST_PASTED = 100


class _PersonFields(Form):
    """Who it is. Declared before the terms: a summary of errors names fields in the order of declaration."""

    name = TextField(
        _l("Name"),
        required=_l("Enter the name."),
        hint=_l("As it is to stand across the pages."),
        autocomplete="off",
    )
    email = EmailField(_l("E-mail address"), hint=_l("Their personal link goes there."), autocomplete="off")
    language_code = ChoiceField(_l("Language of our messages and of the page"), required=_l("Choose a language."))


class _PeopleFields(Form):
    """Who they are, declared before the terms like the fields of one person."""

    people = TextAreaField(
        _l("People"),
        required=_l("Paste a line for each person."),
        longest=20_000,
        hint=_l("A line each: name; e-mail address; language (en, fr or ar). Cells copied from a spreadsheet will do."),
        render_kw={"rows": 8},
    )


class TermsForm(Form):
    """What somebody may have, for how long, and how."""

    purpose = RadiosField(_l("What for"), choices=purpose_choices, required=_l("Choose what the access is for."))
    working = ChoicesField(
        _l("Working languages"),
        hint=_l("Of an interpreter: the channels of these languages can be joined, and the floor."),
    )
    scope = RadiosField(_l("Which sessions"), choices=scope_choices, required=_l("Choose which sessions."))
    days = ChoicesField(_l("Days"), hint=_l("Where you chose the sessions of some days."))
    sessions = ChoicesField(_l("Sessions"), hint=_l("Where you chose some sessions."))
    with_general = TickField(
        _l("Also the documents that belong to no session"),
        hint=_l("Documents that only the team sees are never handed out."),
    )
    watermark = TickField(
        _l("Write the person’s name across every page"),
        hint=_l("Files are then handed out as PDF only; one that cannot be marked is not handed out."),
    )
    until_on = DateField(_l("Until the end of"), required=_l("Enter the last day."), hint=_l("In the event’s time."))

    def __init__(self, event: Event, offered: Sequence[Session], **kwargs: Any) -> None:
        self._event, self._offered = event, offered
        kwargs.setdefault("purpose", EarlyPurpose.INTERPRETER)
        kwargs.setdefault("scope", EarlyScope.ALL)
        kwargs.setdefault("with_general", True)
        kwargs.setdefault("watermark", True)
        today = now().astimezone(event.zone_info).date()
        kwargs.setdefault("until_on", max(event.ends_on, today) + timedelta(days=DAYS_AFTER))
        super().__init__(**kwargs)
        self.working.offer((one.code, one.name_in(g.language)) for one in event.languages)
        self.days.offer((day.isoformat(), _in_words(day)) for day in _days(event))
        self.sessions.offer((one.code, f"{text.isolated(one.code)} {plain(one.title)}") for one in offered)

    def validate(self, extra_validators: Any = None) -> bool:
        """What one answer asks of another is said beside the one that is missing."""
        valid = super().validate(extra_validators)
        needed = (
            (self.purpose, EarlyPurpose.INTERPRETER, self.working, _("Choose the languages of this interpreter.")),
            (self.scope, EarlyScope.DAYS, self.days, _("Choose at least one day.")),
            (self.scope, EarlyScope.SESSIONS, self.sessions, _("Choose at least one session.")),
        )
        for asking, answer, asked, sentence in needed:
            if asking.data == answer and not asked.data and not asked.errors:
                self.refuse(asked, sentence)
                valid = False
        return valid

    def validate_until_on(self, field: DateField) -> None:
        if field.data and field.data < now().astimezone(self._event.zone_info).date():
            raise ValidationError(_("This day is over. Choose a later one."))

    @property
    def terms(self) -> EarlyTerms:
        """What a valid form says; languages, days and sessions only where they count."""
        scope, chosen = self.scope.data, set(self.sessions.data or ())
        assert self.until_on.data is not None
        interprets = self.purpose.data == EarlyPurpose.INTERPRETER
        return EarlyTerms(
            purpose=self.purpose.data,
            working=[Language.of(code) for code in self.working.data] if interprets else [],
            scope=scope,
            days=sorted(date.fromisoformat(day) for day in self.days.data) if scope == EarlyScope.DAYS else [],
            sessions=[one for one in self._offered if one.code in chosen] if scope == EarlyScope.SESSIONS else [],
            with_general=self.with_general.data,
            watermark=self.watermark.data,
            until_on=self.until_on.data,
        )


class EarlyAccessForm(_PersonFields, TermsForm):
    """One person with early access."""

    def __init__(self, event: Event, offered: Sequence[Session], **kwargs: Any) -> None:
        kwargs.setdefault("language_code", event.source_code)
        super().__init__(event, offered, **kwargs)
        self.language_code.offer((one.code, one.name_in(g.language)) for one in event.languages)

    @classmethod
    def of(cls, event: Event, offered: Sequence[Session], access: EarlyAccess) -> EarlyAccessForm:
        """The form as it stands for somebody who is on the list."""
        return cls(
            event,
            offered,
            name=access.name,
            email=access.email,
            language_code=access.language_code,
            purpose=access.purpose,
            working=access.working_codes,
            scope=access.scope,
            days=access.days,
            sessions=[one.code for one in access.sessions],
            with_general=access.with_general,
            watermark=access.watermark,
            until_on=access.until_on,
        )

    @property
    def reader(self) -> EarlyReader:
        return EarlyReader(self.name.data, self.email.data, Language.of(self.language_code.data))


class PastedEarlyAccessForm(_PeopleFields, TermsForm):
    """Many people on the same terms, a line each: name; e-mail address; language."""

    def validate_people(self, field: TextAreaField) -> None:
        """Read every line; the first that cannot be read is told with its number."""
        self.readers: list[EarlyReader] = []
        lines = list(_cells(field.data or ""))
        if len(lines) > MOST_PASTED:
            raise ValidationError(_("These are too many lines: paste at most %(most)s.", most=MOST_PASTED))
        for number, cells in lines:
            name, address, code = cells[0], text.email_address(cells[1] if len(cells) > 1 else ""), self._code(cells)
            if not name or len(name) > SHORT:
                raise ValidationError(_("Line %(line)s does not begin with a name.", line=number))
            if address is None:
                raise ValidationError(_("Line %(line)s holds no complete e-mail address.", line=number))
            if code is None:
                raise ValidationError(_("Line %(line)s names a language that the event does not have.", line=number))
            if all(email_key(one.email) != email_key(address) for one in self.readers):
                self.readers.append(EarlyReader(name, address, Language.of(code)))

    def _code(self, cells: Sequence[str]) -> str | None:
        """The code of a line's language; the event's source where the line names none, None for one it has not."""
        typed = cells[2].casefold() if len(cells) > 2 else ""
        return typed if typed in self._event.language_codes else None if typed else self._event.source_code


def _cells(pasted: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(pasted.splitlines(), 1):
        if line.strip():
            separator = next((one for one in ("\t", ";") if one in line), ",")
            yield number, [text.clean(cell) for cell in line.split(separator)]


def _days(event: Event) -> list[date]:
    return [event.starts_on + timedelta(days=one) for one in range((event.ends_on - event.starts_on).days + 1)]


def _in_words(day: date) -> str:
    return formatting.format_date(day, g.language, month_style(), "EEEE d MMMM")
