"""The words for how far a list is on its way in."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import pgettext

from conference.registration.models import ImportState


def import_state_words(state: str) -> str:
    return {
        ImportState.UPLOADED: _("Columns to choose"),
        ImportState.CHECKING: _("Being checked"),
        ImportState.CHECKED: _("Checked, not imported"),
        ImportState.IMPORTING: _("Being imported"),
        ImportState.DONE: pgettext("list", "Imported"),
        ImportState.FAILED: _("Not imported"),
        ImportState.WITHDRAWN: pgettext("list", "Dropped"),
    }[ImportState(state)]


def import_state_tone(state: str) -> str:
    return {ImportState.DONE: "leaf", ImportState.FAILED: "brick", ImportState.WITHDRAWN: "neutral"}.get(
        ImportState(state), "saffron"
    )
