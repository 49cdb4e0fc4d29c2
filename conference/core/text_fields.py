"""Fields for what people write: cleaned, measured, and refused in words where it cannot be shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import wtforms
from flask import g
from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import StopValidation, ValidationError

from conference.core import formatting, text

Sentence: TypeAlias = str | LazyString
SHORT, LONG = 200, 5000


class Present:
    """Stops at an empty field: with `sentence` as the error if there is one, silently if the field is optional."""

    def __init__(self, sentence: Sentence | None) -> None:
        self.sentence = sentence
        self.field_flags = {"required": True} if sentence is not None else {"optional": True}

    def __call__(self, _form: Any, field: wtforms.Field) -> None:
        if field.errors:
            raise StopValidation()
        # A zero is an answer, though Python calls it equal to False.
        if field.data is False or field.data in (None, "", []):
            raise StopValidation(self.sentence if self.sentence is not None else None)


class TextField(wtforms.StringField):
    """One line of text, cleaned (NFC, no white space around). `required` is the sentence for an empty field."""

    multiline = False
    default_longest = SHORT

    def __init__(
        self,
        label: Sentence,
        *,
        required: Sentence | None = None,
        longest: int | None = None,
        hint: Sentence = "",
        autocomplete: str | None = None,
        direction: str = "auto",
        validators: Sequence[Callable[..., None]] = (),
        **kwargs: Any,
    ) -> None:
        self.longest = longest or self.default_longest
        attributes = {"dir": direction, "maxlength": self.longest}
        if autocomplete:
            attributes["autocomplete"] = autocomplete
        filters = [lambda value: text.clean(value) if value else ""]
        checks = [Present(required), self.check_text, *validators]
        super().__init__(
            label,
            checks,
            filters=filters,
            description=hint,
            render_kw=attributes | kwargs.pop("render_kw", {}),
            **kwargs,
        )

    def check_text(self, _form: Any, field: wtforms.Field) -> None:
        """Refuse what is too long or cannot be seen. Raises ValidationError with what to do."""
        length = len(field.data or "")
        if length > self.longest:
            raise StopValidation(
                ngettext(
                    "Shorten this text to %(longest)s characters: it has %(num)s.",
                    "Shorten this text to %(longest)s characters: it has %(num)s.",
                    length,
                    longest=formatting.format_number(self.longest, g.language),
                )
            )
        if text.has_bidi_controls(field.data or ""):
            raise StopValidation(
                _("This text holds invisible characters that turn its direction. Type it again instead of pasting it.")
            )
        if text.has_control_characters(field.data or "", multiline=self.multiline):
            raise StopValidation(
                _("This text holds characters that cannot be shown. Type it again instead of pasting it.")
            )


class TextAreaField(TextField):
    """Several lines of text."""

    widget = wtforms.widgets.TextArea()
    multiline = True
    default_longest = LONG


class EmailField(TextField):
    """An e-mail address alone, without a display name; its domain in lower case (RFC 5321), in ASCII (RFC 5890)."""

    widget = wtforms.widgets.EmailInput()

    def __init__(self, label: Sentence, **kwargs: Any) -> None:
        kwargs.setdefault("required", _l("Enter an e-mail address."))
        kwargs.setdefault("autocomplete", "email")
        super().__init__(label, longest=254, direction="ltr", validators=[_complete_address], **kwargs)


def _complete_address(_form: Any, field: wtforms.Field) -> None:
    if not field.data:
        return
    address = text.email_address(field.data)
    if address is None:
        raise StopValidation(_("Enter a complete e-mail address, for example name@organisation.org."))
    field.data = address


class CodeField(TextField):
    """A short ASCII code that addresses are made of."""

    def __init__(self, label: Sentence, **kwargs: Any) -> None:
        super().__init__(label, longest=40, direction="ltr", validators=[_plain_code], **kwargs)


def _plain_code(_form: Any, field: wtforms.Field) -> None:
    characters = set((field.data or "").lower())
    if not characters <= set("abcdefghijklmnopqrstuvwxyz0123456789-") or (field.data or "").startswith("-"):
        raise ValidationError(_("Use Latin letters, digits and hyphens only, for example D1-03."))


class WebAddressField(TextField):
    """An https address."""

    widget = wtforms.widgets.URLInput()

    def __init__(self, label: Sentence, **kwargs: Any) -> None:
        super().__init__(label, longest=1000, direction="ltr", validators=[_web_address], **kwargs)


def _web_address(_form: Any, field: wtforms.Field) -> None:
    if field.data and not _is_web_address(field.data):
        raise ValidationError(_("Enter a complete address that begins with https://."))


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        has_host = "." in (parts.hostname or "").strip(".") and parts.port != 0
    except ValueError:
        return False
    return parts.scheme == "https" and has_host and not any(character.isspace() for character in address)
