"""What a desk says about somebody who comes or goes, in the language being spoken."""

from __future__ import annotations

from flask_babel import gettext as _

from conference.attendance.desk_list import Clash
from conference.attendance.models import Outcome, Refusal
from conference.core.formatting import format_hour
from conference.core.text import isolated, one_way

TONES = {
    Outcome.IN: "leaf",
    Outcome.OUT: "leaf",
    Outcome.AGAIN: "saffron",
    Outcome.OUTSIDE: "saffron",
    Outcome.REFUSED: "brick",
}
"""Beside the word and the shape: colour never says it alone."""


def outcome_words(outcome: Outcome) -> str:
    """The one word that is read from a distance."""
    return {
        Outcome.IN: _("Let in"),
        Outcome.OUT: _("Has left"),
        Outcome.AGAIN: _("Inside already"),
        Outcome.OUTSIDE: _("No entry known"),
        Outcome.REFUSED: _("Stop"),
    }[outcome]


def outcome_sentence(outcome: Outcome, refusal: str, name: str, state: str) -> str:
    """What came of it, as a sentence; `name` and `state` are words of the page's language."""
    if outcome == Outcome.REFUSED:
        return refusal_sentence(Refusal(refusal), name, state)
    return {
        Outcome.IN: _("%(name)s is marked present.", name=name),
        Outcome.OUT: _("%(name)s is marked as having left.", name=name),
        Outcome.AGAIN: _("%(name)s was marked present before.", name=name),
        Outcome.OUTSIDE: _(
            "Nobody saw %(name)s come in. The exit is kept, and counts if another desk sends the entry.", name=name
        ),
    }[outcome]


def refusal_sentence(refusal: Refusal, name: str, state: str) -> str:
    if refusal == Refusal.NOT_CONFIRMED:
        return _(
            "%(name)s cannot be marked present, for only confirmed people can. The registration’s state: %(state)s.",
            name=name,
            state=state,
        )
    return refusal_words(refusal)


def refusal_words(refusal: Refusal) -> str:
    """Why somebody is not let in, without naming them."""
    return {
        Refusal.UNKNOWN: _("No registration of this event has this code."),
        Refusal.ELSEWHERE: _("This badge belongs to another event."),
        Refusal.ALTERED: _("This badge’s code is not right: a letter was misread, or somebody made it up."),
        Refusal.REVOKED: _("This badge was revoked. The organisers can print another one."),
        Refusal.NOT_CONFIRMED: _("The registration is not confirmed."),
        Refusal.FULL: _("The room is full."),
        Refusal.SOMEBODY_ELSE: _("The badge is somebody else’s."),
        Refusal.NOT_ADMITTED: _("The person is not admitted to this session."),
        Refusal.OTHER: _("Another reason"),
    }[refusal]


def clash_sentence(clash: Clash, zone: str) -> str:
    return _(
        "%(name)s was let in twice: at %(first_hour)s by %(first_device)s and at %(second_hour)s by %(second_device)s. "
        "The first entry stands.",
        name=isolated(clash.registration.native_name),
        first_hour=one_way(format_hour(clash.first.at, zone)),
        first_device=isolated(clash.first.device.name),
        second_hour=one_way(format_hour(clash.second.at, zone)),
        second_device=isolated(clash.second.device.name),
    )
