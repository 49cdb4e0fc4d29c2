"""Telling whether a field's words are still the same as when somebody answered to them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TypeAlias

from conference.core.translated import Translated

Choices: TypeAlias = Mapping[int, Translated]


def words_digest(label: Translated, help: Translated, choices: Choices) -> str:
    """The mark of a field's words in all languages: equal words have equal marks, whoever translated them when."""
    words = {
        "label": _texts(label),
        "help": _texts(help),
        "choices": {str(choice_id): _texts(text) for choice_id, text in choices.items()},
    }
    return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()[:16]


def _texts(text: Translated) -> dict[str, str]:
    return {language.code: text.text(language) for language in text}
