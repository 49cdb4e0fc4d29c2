"""The words for invitations, biographies, slides, consents and needs, in the language being spoken."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import pgettext

from conference.core.translated import State
from conference.speakers.models import Computer, ConsentKind, InvitationState, Matter, Presence
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
        Missing.PHOTOGRAPH: _("Your photograph"),
        Missing.CONSENT: _("What we may publish and record"),
        Missing.NEEDS: _("What you need on the day"),
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
        State.REVIEWED: _("Reviewed"),
        State.OUT_OF_DATE: _("Out of date"),
        State.MISSING: _("Missing"),
    }[State(state)]


def parity_tone(state: str) -> str:
    return {
        State.SOURCE: "sea",
        State.TRANSLATED: "leaf",
        State.REVIEWED: "leaf",
        State.OUT_OF_DATE: "saffron",
        State.MISSING: "brick",
    }[State(state)]


def slides_words(state: str) -> str:
    """What became of an upload: see `queries.WithReaders` and `queries.sessions_board.Place`."""
    return {
        "received": pgettext("slides", "Received"),
        "approved": pgettext("slides", "Approved"),
        "current": pgettext("slides", "Published"),
        "replaced": _("Published earlier"),
    }[state]


def slides_tone(state: str) -> str:
    return {"received": "saffron", "approved": "sea", "current": "leaf", "replaced": "neutral"}[state]


def consent_choices() -> list[tuple[str, str]]:
    return [("yes", pgettext("consent", "Yes")), ("no", pgettext("consent", "No"))]


def consent_kinds() -> list[tuple[str, str]]:
    return [(kind.value, consent_words(kind)) for kind in ConsentKind]


def consent_words(kind: str) -> str:
    """What is allowed or not."""
    return {
        ConsentKind.PROFILE: _("Publication of the biography"),
        ConsentKind.SLIDES: _("Publication of the slides"),
        ConsentKind.RECORDING: _("Recording of the sessions"),
    }[ConsentKind(kind)]


def consent_state_words(state: str) -> str:
    """`yes`, `no`, or empty before an answer."""
    return {"yes": _("Allowed"), "no": _("Refused")}.get(state, _("Not answered"))


def consent_tone(state: str) -> str:
    return {"yes": "leaf", "no": "brick"}.get(state, "saffron")


def step_words(what: str) -> str:
    """What a speaker is asked to do."""
    return {
        Missing.ANSWER: _("Answer the invitation"),
        Missing.BIOGRAPHY: _("Write your profile: name, function, organisation and biography"),
        Missing.PHOTOGRAPH: _("Send a photograph"),
        Missing.CONSENT: _("Say what we may publish and record"),
        Missing.NEEDS: _("Say what you need on the day"),
        Missing.SLIDES: _("Send your slides"),
    }[Missing(what)]


def missing_label(what: str) -> str:
    """What is missing of a speaker, for organisers."""
    return {
        Missing.ANSWER: _("Answer"),
        Missing.BIOGRAPHY: _("Biography"),
        Missing.PHOTOGRAPH: _("Photograph"),
        Missing.CONSENT: _("Consents"),
        Missing.NEEDS: _("Needs on the day"),
        Missing.SLIDES: _("Slides"),
    }[Missing(what)]


def reminder_words(matter: str) -> str:
    """What a speaker was reminded of."""
    return {
        Matter.ANSWER: _("Reminded of the answer"),
        Matter.SLIDES: _("Reminded of the slides"),
        Matter.BY_HAND: _("Reminded of all that was missing"),
    }[Matter(matter)]


def presence_words(presence: str) -> str:
    return {
        Presence.UNKNOWN: "",
        Presence.IN_ROOM: _("In the room"),
        Presence.REMOTE: _("Online, from elsewhere"),
    }[Presence(presence)]


def computer_words(computer: str) -> str:
    """From where the slides are shown, for organisers."""
    return {
        Computer.UNKNOWN: "",
        Computer.ROOM: _("From the computer in the room"),
        Computer.OWN: _("From the speaker’s own computer"),
    }[Computer(computer)]
