"""The words for invitations, the parity of biographies and what became of slides, in the language being spoken."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import pgettext

from conference.core.translated import State
from conference.speakers.models import InvitationState
from conference.speakers.queries import Missing


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


def missing_words(what: Missing) -> str:
    """What is asked of a speaker, as they read it."""
    return {
        Missing.ANSWER: _("Your answer to the invitation"),
        Missing.BIOGRAPHY: _("Your biography, in your language"),
        Missing.SLIDES: _("Your slides"),
    }[what]


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
