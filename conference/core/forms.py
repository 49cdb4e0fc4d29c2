"""The form that all ours derive from, and the fields for days, numbers, choices, secrets and files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, time
from typing import Any

import wtforms
from flask import g
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from markupsafe import Markup, escape
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from conference.core import formatting, text
from conference.core.text_fields import Present, Sentence


class Form(FlaskForm):
    """Our base form: sends back an expired page with everything typed, and takes errors found by a service."""

    def validate(self, extra_validators: Any = None) -> bool:
        valid: bool = super().validate(extra_validators)
        if "csrf_token" in self._fields and self.csrf_token.errors:
            self.csrf_token.errors = [_("This page had been open for too long. Nothing is lost: send it again.")]
        elif "csrf_token" in self._fields:
            g.token_was_checked = True
        return valid

    def refuse(self, field: wtforms.Field, sentence: Sentence) -> None:
        """Put a rule that only the service could check beside its field."""
        field.errors = [*field.errors, sentence]


class DateField(wtforms.DateField):
    """A day; Arabic-Indic digits are welcome."""

    def __init__(
        self, label: Sentence, *, required: Sentence | None = None, hint: Sentence = "", **kwargs: Any
    ) -> None:
        super().__init__(label, [Present(required)], description=hint, render_kw={"dir": "ltr"}, **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            self.data = date.fromisoformat(text.latin_digits(valuelist[0].strip()))
        except ValueError:
            self.data = None
            raise ValueError(_("Enter a day as year-month-day, for example 2021-07-05.")) from None


class TimeField(wtforms.TimeField):
    """An hour of the day on the 24-hour clock."""

    def __init__(
        self, label: Sentence, *, required: Sentence | None = None, hint: Sentence = "", **kwargs: Any
    ) -> None:
        super().__init__(label, [Present(required)], description=hint, render_kw={"dir": "ltr"}, **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            hour = time.fromisoformat(text.latin_digits(valuelist[0].strip()))
            if hour.tzinfo is not None:
                raise ValueError("the zone is the event's")
            self.data = hour.replace(second=0, microsecond=0)
        except ValueError:
            self.data = None
            raise ValueError(_("Enter an hour between 00:00 and 23:59, for example 09:30.")) from None


class WholeNumberField(wtforms.IntegerField):
    """A whole number within bounds; Arabic-Indic digits are welcome."""

    def __init__(
        self,
        label: Sentence,
        *,
        least: int = 0,
        most: int = 1_000_000,
        required: Sentence | None = None,
        hint: Sentence = "",
        **kwargs: Any,
    ) -> None:
        self.least, self.most = least, most
        attributes = {"min": least, "max": most, "dir": "ltr", "inputmode": "numeric"}
        super().__init__(label, [Present(required)], description=hint, render_kw=attributes, **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = text.latin_digits(valuelist[0].strip()) if valuelist else ""
        self.data = None
        if not typed:
            return
        if not typed.isascii() or not typed.isdigit() or len(typed) > 12 or not self.least <= int(typed) <= self.most:
            raise ValueError(_("Enter a whole number from %(least)s to %(most)s.", least=self.least, most=self.most))
        self.data = int(typed)


class Select(wtforms.widgets.Select):
    """Writes options itself: the general way of attributes takes most of a form's time where 250 countries stand."""

    @classmethod
    def render_option(cls, choice: Any, **kwargs: Any) -> Markup:
        if choice.render_kw or kwargs:
            return super().render_option(choice, **kwargs)
        selected, words = " selected" if choice.selected else "", escape(choice.label or choice.value)
        return Markup(f'<option{selected} value="{escape(choice.value)}">{words}</option>')  # noqa: S704 # escaped


class ChoiceField(wtforms.SelectField):
    """One of some choices. Pass `choices` as (value, words) pairs, or a function that returns them when needed."""

    widget = Select()

    def __init__(
        self,
        label: Sentence,
        *,
        choices: Callable[[], Iterable[tuple[str, Any]]] | Iterable[tuple[str, Any]] | None = None,
        required: Sentence | None = None,
        blank: Sentence | None = None,
        hint: Sentence = "",
        **kwargs: Any,
    ) -> None:
        self.blank = blank
        super().__init__(label, [Present(required)], choices=[], description=hint, **kwargs)
        self.offer((choices() if callable(choices) else choices) or ())

    def offer(self, choices: Iterable[tuple[str, Any]]) -> None:
        """Set the choices of this request, keeping the blank one first."""
        blank = [("", self.blank)] if self.blank is not None else []
        self.choices = _options([*blank, *choices])
        if not any(option.value == "" for option in self.choices):
            self.flags.optional, self.flags.required = None, True

    def pre_validate(self, form: Any) -> None:
        if str(self.data or "") not in {str(option.value) for option in self.choices}:
            raise ValidationError(_("Choose one of the options listed."))

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = valuelist[0] if valuelist else ""


class RadiosField(ChoiceField):
    """One of a few choices, all of them seen at once."""

    widget = wtforms.widgets.ListWidget(prefix_label=False)
    option_widget = wtforms.widgets.RadioInput()

    def pre_validate(self, form: Any) -> None:
        """Nothing chosen is an empty field, not a wrong choice."""
        if self.data:
            super().pre_validate(form)


class ChoicesField(wtforms.SelectMultipleField):
    """Any number of some choices, as a list of boxes to tick."""

    widget = wtforms.widgets.ListWidget(prefix_label=False)
    option_widget = wtforms.widgets.CheckboxInput()

    def __init__(
        self,
        label: Sentence,
        *,
        choices: Callable[[], Iterable[tuple[str, Any]]] | Iterable[tuple[str, Any]] | None = None,
        required: Sentence | None = None,
        hint: Sentence = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(label, [Present(required)], choices=[], description=hint, **kwargs)
        self.offer((choices() if callable(choices) else choices) or ())

    def offer(self, choices: Iterable[tuple[str, Any]]) -> None:
        """Set the choices of this request."""
        self.choices = _options(choices)

    def pre_validate(self, form: Any) -> None:
        offered = {str(option.value) for option in self.choices}
        if not set(map(str, self.data or ())) <= offered:
            raise ValidationError(_("Choose one of the options listed."))


class TickField(wtforms.BooleanField):
    """A box to tick. `required` is the sentence for a box that must be ticked."""

    def __init__(
        self, label: Sentence, *, required: Sentence | None = None, hint: Sentence = "", **kwargs: Any
    ) -> None:
        super().__init__(label, [Present(required)], description=hint, **kwargs)


class PasswordField(wtforms.PasswordField):
    """A secret; never sent back to the page."""

    def __init__(
        self,
        label: Sentence,
        *,
        required: Sentence | None = None,
        hint: Sentence = "",
        autocomplete: str,
        **kwargs: Any,
    ) -> None:
        attributes = {"autocomplete": autocomplete, "dir": "ltr", "maxlength": 500}
        super().__init__(label, [Present(required)], description=hint, render_kw=attributes, **kwargs)


class FileField(wtforms.FileField):
    """A file to send. `accept` lists the endings that the chooser offers; the service looks at the bytes."""

    def __init__(
        self,
        label: Sentence,
        *,
        accept: Sequence[str],
        required: Sentence | None = None,
        hint: Sentence = "",
        **kwargs: Any,
    ) -> None:
        attributes = {"accept": ",".join(accept)}
        super().__init__(label, [Present(required)], description=hint, render_kw=attributes, **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        sent = [value for value in valuelist if getattr(value, "filename", "")]
        self.data = sent[0] if sent else None


def _options(choices: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    return [SelectChoice(str(value), words) for value, words in choices]


def choices_of_countries() -> list[tuple[str, str]]:
    """All countries, named and ordered in the page's language."""
    return list(formatting.countries(g.language))


def choices_of_zones() -> list[tuple[str, str]]:
    """All time zones by their IANA names."""
    return [(zone, zone.replace("_", " ")) for zone in formatting.zones()]
