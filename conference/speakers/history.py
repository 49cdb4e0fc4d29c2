"""The words in which the history of an event tells what was done on a speaker's page."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from conference.speakers.early_history import early_columns, early_sentences, early_values
from conference.speakers.models import ConsentKind
from conference.speakers.words import consent_state_words, consent_words


def sentences() -> Mapping[str, str]:
    """What was done, by subject and verb as `audit.record` notes them."""
    return {
        "speaker_invitation invite": _("A speaker was invited"),
        "speaker_invitation renew link": _("A speaker got a new link"),
        "speaker_invitation withdraw invitation": _("A speaker’s invitation was withdrawn"),
        "speaker_invitation answer invitation": _("A speaker answered the invitation"),
        "speaker_invitation remind": _("A speaker was reminded by hand of what is missing"),
        "speaker_invitation claim page": _("A speaker added their page to an account"),
        "speaker_invitation release page": _("A speaker removed their page from an account"),
        "speaker_list invite by list": _("People were invited from a list"),
        "speaker_assistant add assistant": _("A speaker gave an assistant access to their page"),
        "speaker_assistant renew link": _("An assistant of a speaker got a new link"),
        "speaker_assistant revoke assistant": _("The access of a speaker’s assistant was ended"),
        "event set slides deadline": _("What is asked of speakers until when was changed"),
        "speaker open slides": _("A speaker may send slides after the deadline"),
        "speaker close slides": _("A speaker is held to the deadline for slides again"),
        "speaker add photograph": _("A speaker’s photograph was added"),
        "speaker replace photograph": _("A speaker’s photograph was replaced"),
        "speaker show photograph": _("A speaker’s photograph is shown in public again"),
        "speaker hide photograph": _("A speaker’s photograph is no longer shown in public"),
        "speaker remove photograph": _("A speaker’s photograph was removed"),
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
        **early_sentences(),
    }


def columns() -> Mapping[str, str]:
    return {**{f"consent_{kind}": consent_words(kind) for kind in ConsentKind}, **early_columns()}


def values() -> Mapping[str, Mapping[str, str]]:
    answers = {answer: consent_state_words(answer) for answer in ("yes", "no", "")}
    return {**{f"consent_{kind}": answers for kind in ConsentKind}, **early_values()}
