"""The words in which the history of an event tells what was done on a speaker's page."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from conference.speakers.models import ConsentKind
from conference.speakers.words import consent_state_words, consent_words


def sentences() -> Mapping[str, str]:
    """What was done, by subject and verb as `audit.record` notes them."""
    return {
        "speaker answer consents": _("What a speaker allows was changed"),
        "speaker tell needs": _("A speaker told what they need"),
        "speaker write to organisers": _("An assistant wrote to the organisers for a speaker"),
        "speaker write to speaker": _("A message was written to a speaker"),
        "speaker read messages": _("A speaker’s messages were marked as read"),
        "slides send slides": _("A speaker sent slides"),
        "slides send slides for speaker": _("An organiser sent slides for a speaker"),
        "slides approve slides": _("Slides were approved for the room"),
        "slides disapprove slides": _("The approval of slides was taken back"),
        "slides change language of slides": _("The language of slides was corrected"),
        "slides publish slides": _("Slides were published"),
        "slides withdraw slides": _("Slides were withdrawn"),
        "speaker_invitation invite": _("A speaker was invited"),
        "speaker_invitation renew link": _("A speaker got a new link"),
        "speaker_invitation withdraw invitation": _("A speaker’s invitation was withdrawn"),
        "speaker_invitation answer invitation": _("A speaker answered the invitation"),
        "speaker_invitation remind": _("A speaker was reminded by hand of what is missing"),
        "speaker_invitation claim page": _("A speaker added their page to an account"),
        "speaker_invitation release page": _("A speaker removed their page from an account"),
        "event set slides deadline": _("What is asked of speakers until when was changed"),
        "speaker open slides": _("A speaker may send slides after the deadline"),
        "speaker close slides": _("A speaker is held to the deadline for slides again"),
    }


def columns() -> Mapping[str, str]:
    return {f"consent_{kind}": consent_words(kind) for kind in ConsentKind}


def values() -> Mapping[str, Mapping[str, str]]:
    answers = {answer: consent_state_words(answer) for answer in ("yes", "no", "")}
    return {f"consent_{kind}": answers for kind in ConsentKind}
