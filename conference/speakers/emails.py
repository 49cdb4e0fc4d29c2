"""Mails to speakers, in their language."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from conference.agenda.models import Speaker, SpeakerInSession
from conference.agenda.words import role_words
from conference.core.languages import Language
from conference.core.localization import speaking
from conference.events.header import event_header
from conference.events.models import Event
from conference.outbox.mail import Mail
from conference.outbox.rendering import render_mail
from conference.speakers.models import Slides


def invitation(
    speaker: Speaker, event: Event, appearances: Sequence[SpeakerInSession], *, recipient: str, address: str
) -> Mail:
    """The invitation to speak. `address` is the speaker's own link."""
    language = speaker.language
    with speaking(language):
        header = event_header(event)
        parts = [(one, role_words(one.role)) for one in appearances]
    return render_mail(
        "speakers/mail/invitation",
        recipient=recipient,
        language=language,
        subject=lambda: _("Your invitation to speak"),
        event=header,
        zone=event.zone,
        speaker=speaker,
        parts=parts,
        address=address,
    )


def slides_received(
    slides: Slides, event: Event, *, recipient: str, language: Language, address: str | None, sent_by: Account | None
) -> Mail:
    """The receipt for a file; it names the organiser who sent it for the speaker.

    Without `address` there is no link to the page any more.
    """
    with speaking(language):
        header = event_header(event)
    return render_mail(
        "speakers/mail/slides_received",
        recipient=recipient,
        language=language,
        subject=lambda: _("Your slides have arrived"),
        event=header,
        zone=event.zone,
        slides=slides,
        title=slides.presentation.title if slides.presentation and slides.presentation.title else slides.session.title,
        slides_language=Language.of(slides.language_code),
        address=address,
        sent_for_them=sent_by is not None,
        sender=(sent_by.native_name or sent_by.latin_name) if sent_by else "",
    )
