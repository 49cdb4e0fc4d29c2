"""The words for invitations, the parity of biographies and what became of slides, in the language being spoken."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import pgettext

from conference.agenda.models import Speaker
from conference.core.languages import ARABIC, Language
from conference.core.translated import State
from conference.speakers.models import InvitationState


def invitation_words(state: str | None) -> str:
    """An invitation's state for organisers; None is before it."""
    if state is None:
        return _("Not invited")
    return {
        InvitationState.INVITED: _("Invited"),
        InvitationState.CONFIRMED: pgettext("speaker", "Confirmed"),
        InvitationState.DECLINED: pgettext("speaker", "Declined"),
        InvitationState.WITHDRAWN: pgettext("invitation", "Withdrawn"),
    }[InvitationState(state)]


def invitation_tone(state: str | None) -> str:
    if state is None:
        return "neutral"
    return {
        InvitationState.INVITED: "saffron",
        InvitationState.CONFIRMED: "leaf",
        InvitationState.DECLINED: "brick",
        InvitationState.WITHDRAWN: "neutral",
    }[InvitationState(state)]


def parity_words(state: str) -> str:
    return {
        State.SOURCE: _("Source"),
        State.TRANSLATED: _("Translated"),
        State.OUT_OF_DATE: _("Out of date"),
        State.MISSING: _("Missing"),
    }[State(state)]


def parity_tone(state: str) -> str:
    return {
        State.SOURCE: "sea",
        State.TRANSLATED: "leaf",
        State.OUT_OF_DATE: "saffron",
        State.MISSING: "brick",
    }[State(state)]


def slides_words(state: str) -> str:
    """What became of an upload: see `queries.WithReaders`."""
    return {
        "received": pgettext("slides", "Received"),
        "current": pgettext("slides", "Published"),
        "replaced": _("Published earlier"),
    }[state]


def slides_tone(state: str) -> str:
    return {"received": "saffron", "current": "leaf", "replaced": "neutral"}[state]


def name_in(speaker: Speaker, language: Language) -> str:
    """A person's name in the script that readers of a language read; empty for a role without a person."""
    if language == ARABIC:
        return speaker.native_name or speaker.latin_name
    return speaker.latin_name or speaker.native_name
