"""What people answered, in words: as their own page, the organisers' pages and exports show it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import phonenumbers
from flask import g
from flask_babel import gettext as _
from markupsafe import Markup, escape

from conference.core import formatting
from conference.core.languages import Language
from conference.core.rendering import shown
from conference.core.translated import Translated
from conference.events.models import Event
from conference.registration.models import Answer, FieldType


def words_of(answer: Answer, event: Event, language: Language) -> str:
    """One answer as plain words of `language`, with the choices as they were worded when it was given."""
    value, kind = answer.value, FieldType(answer.field.type)
    if kind == FieldType.NUMBER:
        return formatting.format_number(value["number"], language)
    if kind == FieldType.DATE:
        return formatting.format_date(date.fromisoformat(value["date"]), language, event.month_style)
    if kind == FieldType.YES_NO:
        return _("Yes") if value["yes"] else _("No")
    if kind == FieldType.COUNTRY:
        return formatting.country_name(value["country"], language)
    if kind == FieldType.PHONE:
        return international(value["text"])
    if kind == FieldType.FILE:
        return str(value["file"]["name"])
    if "choices" in value:
        return formatting.listed((choice_words(answer, choice, language) for choice in value["choices"]), language)
    return str(value["text"])


def choice_words(answer: Answer, choice_id: int, language: Language) -> str:
    """A choice's words of then; a session is called by the title that it had in the form."""
    return _choice(answer, choice_id).resolve(language).text or str(choice_id)


def _choice(answer: Answer, choice_id: int) -> Translated:
    return Translated.from_json(answer.wording.choices.get(str(choice_id)))


def international(number: str) -> str:
    """A stored telephone number as people write it: +216 71 123 456."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def said(answers: Iterable[Answer], event: Event) -> list[tuple[Markup, Markup]]:
    """Questions and answers for a page, each question in the words that were answered."""
    return [(shown(answer.wording.label), words_shown(answer, event)) for answer in answers]


def words_shown(answer: Answer, event: Event) -> Markup:
    """One answer for a page: isolated, and choices whose words are of another language marked as such."""
    if "choices" in answer.value:
        comma = escape(formatting.listed(["", ""], g.language))
        return comma.join(
            Markup("<bdi>{}</bdi>").format(shown(_choice(answer, choice)) or choice)
            for choice in answer.value["choices"]
        )
    one_way: dict[str, Any] = {FieldType.PHONE: "ltr", FieldType.EMAIL: "ltr"}
    direction = one_way.get(answer.field.type, "auto")
    words = words_of(answer, event, g.language)
    return Markup('<bdi dir="{}">{}</bdi>').format(direction, escape(words))
