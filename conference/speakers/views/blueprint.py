"""What the speakers' views have in common: their blueprint and the words of their templates."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from werkzeug.wrappers import Response

from conference.agenda.words import role_words
from conference.core.languages import Language
from conference.speakers import words

blueprint = Blueprint("speakers", __name__, template_folder="../templates")
EVENT = "/<language:language>/<slug:event>"
Answer = str | Response | tuple[str, int]


@blueprint.context_processor
def in_words() -> dict[str, Any]:
    return {
        "role_words": role_words,
        "invitation_words": words.invitation_words,
        "invitation_tone": words.invitation_tone,
        "parity_words": words.parity_words,
        "parity_tone": words.parity_tone,
        "slides_words": words.slides_words,
        "slides_tone": words.slides_tone,
        "consent_words": words.consent_words,
        "consent_state_words": words.consent_state_words,
        "consent_tone": words.consent_tone,
        "step_words": words.step_words,
        "missing_label": words.missing_label,
        "reminder_words": words.reminder_words,
        "presence_words": words.presence_words,
        "computer_words": words.computer_words,
        "language_of": Language.of,
    }
