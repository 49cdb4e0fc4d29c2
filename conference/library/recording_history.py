"""The words in which the history of an event tells what was done with recordings."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from sqlalchemy import Select, select

from conference.agenda.models import Session
from conference.library.models import Audience, Recording
from conference.library.words import audience_words

NAMED: Mapping[str, Select[int, str]] = {"recording": select(Recording.id, Session.code).join(Recording.session)}


def sentences() -> Mapping[str, str]:
    """What was done, by subject and verb as `audit.record` notes them."""
    return {
        "recording add recording": _("A recording was added"),
        "recording change recording": _("A recording was changed"),
        "recording publish recording": _("A recording was published"),
        "recording withdraw recording": _("A recording was withdrawn"),
        "recording remove recording": _("A recording was removed"),
    }


def columns() -> Mapping[str, str]:
    return {
        "channel": _("What is heard"),
        "audience": _("Who may have it"),
        "minutes": _("Length in minutes"),
        "transcript_id": _("Transcript"),
        "link": _("Address elsewhere"),
    }


def values() -> Mapping[str, Mapping[str, str]]:
    return {"audience": {str(one): audience_words(one) for one in Audience}}
