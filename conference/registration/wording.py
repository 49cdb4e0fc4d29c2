"""Telling whether words are still the same: those that somebody answered to, and those of today."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TypeAlias

from conference.core.languages import Language
from conference.core.translated import Translated
from conference.registration.models import Answer, FieldType, FormField

Choices: TypeAlias = Mapping[int, Translated]


def words_digest(label: Translated, help: Translated, choices: Choices) -> str:
    """The mark of a field's words in all languages: equal words have equal marks, whoever translated them when."""
    words = {
        "label": _texts(label),
        "help": _texts(help),
        "choices": {str(choice_id): _texts(text) for choice_id, text in choices.items()},
    }
    return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()[:16]


def answered_other_words(answer: Answer, field: FormField) -> bool:
    """Whether the person had read another question than `field` asks today, in the language that they read.

    Compares the label, the help and the choices that there were; a choice that was added since makes no difference.
    Sessions are left out: their titles are the agenda's affair, and the answer keeps those of then. So are translations
    into languages that this person did not read.
    """
    language, wording = Language.of(answer.language_code), answer.wording
    if (_read(wording.label, language), _read(wording.help, language)) != (
        _read(field.label, language),
        _read(field.help, language),
    ):
        return True
    if field.type == FieldType.SESSIONS:
        return False
    today = {str(choice.id): _read(choice.label, language) for choice in field.choices}
    return any(
        today.get(choice_id, "") != _read(Translated.from_json(stored), language)
        for choice_id, stored in wording.choices.items()
        if choice_id in today or int(choice_id) in _taken(answer)
    )


def _taken(answer: Answer) -> list[int]:
    return list(answer.value.get("choices", ()))


def _texts(text: Translated) -> dict[str, str]:
    return {language.code: text.text(language) for language in text}


def _read(text: Translated, language: Language) -> str:
    """What a reader of the language read: without the mark that `resolve` sends, for this is not shown."""
    source = text.source
    return text.text(language) or (text.text(source) if source else "")
