"""Mails to speakers in their language, and to organisers about them."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from conference.accounts.models import Account
from conference.agenda.models import Speaker, SpeakerInSession
from conference.agenda.words import role_words
from conference.core.languages import Language
from conference.core.localization import speaking
from conference.events.header import event_header
from conference.events.models import Event
from conference.outbox.mail import Mail
from conference.outbox.rendering import render_mail
from conference.speakers.models import Slides
from conference.speakers.words import consent_words


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


def written_to_organisers(
    speaker: Speaker, event: Event, count: int, *, recipient: str, language: Language, address: str
) -> Mail:
    """That a speaker wrote `count` messages that nobody has read; `address` is where they stand."""
    with speaking(language):
        header = event_header(event)
    return render_mail(
        "speakers/mail/written_to_organisers",
        recipient=recipient,
        language=language,
        subject=lambda: _("A speaker has written to you"),
        event=header,
        name=name_of(speaker, language),
        count=count,
        address=address,
    )


def written_to_speaker(
    speaker: Speaker, event: Event, texts: Sequence[str], *, recipient: str, address: str | None
) -> Mail:
    """What the organisers answered. Without `address` there is no page to answer on any more."""
    language = speaker.language
    with speaking(language):
        header = event_header(event)
    return render_mail(
        "speakers/mail/written_to_speaker",
        recipient=recipient,
        language=language,
        subject=lambda: _("The organisers have written to you"),
        event=header,
        name=speaker.native_name or speaker.latin_name,
        texts=texts,
        address=address,
    )


def consent_withdrawn(
    speaker: Speaker, event: Event, kinds: Sequence[str], *, recipient: str, language: Language, address: str
) -> Mail:
    """That a speaker took back what they had allowed; `kinds` by ConsentKind."""
    with speaking(language):
        header = event_header(event)
        words = [consent_words(kind) for kind in kinds]
    return render_mail(
        "speakers/mail/consent_withdrawn",
        recipient=recipient,
        language=language,
        subject=lambda: _("A speaker has taken back a consent"),
        event=header,
        name=name_of(speaker, language),
        kinds=words,
        address=address,
    )


def name_of(speaker: Speaker, language: Language) -> str:
    """How a mail to the team names a speaker: by their name, or by the function that stands for it."""
    return speaker.native_name or speaker.latin_name or speaker.function.resolve(language).text
