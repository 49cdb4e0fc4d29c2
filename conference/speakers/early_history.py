"""The words in which the history of an event tells what was done with early access."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from conference.speakers.early_words import purpose_words
from conference.speakers.models.early_access import EarlyPurpose


def early_sentences() -> Mapping[str, str]:
    """What was done, by subject and verb as `audit.record` notes them."""
    return {
        "early_access give early access": _("Somebody was given files before publication"),
        "early_access change early access": _("The terms of somebody’s early access were changed"),
        "early_access renew link": _("Somebody with early access got a new link"),
        "early_access end early access": _("Somebody’s early access was ended"),
        "early_access erase early access": _("Somebody was erased from the list of early access"),
    }


def early_columns() -> Mapping[str, str]:
    return {"early_purpose": _("What for"), "watermark": _("Watermark"), "until_on": _("Until the end of")}


def early_values() -> Mapping[str, Mapping[str, str]]:
    return {"early_purpose": {str(one): purpose_words(one) for one in EarlyPurpose}}
