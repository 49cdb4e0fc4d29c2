"""Mails to speakers in their language, and to organisers about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from conference.accounts.models import Account
from conference.agenda.models import Session, Speaker, SpeakerInSession
from conference.agenda.words import role_words
from conference.core.clock import now
from conference.core.languages import Language
from conference.core.localization import speaking
from conference.core.translated import Translated
from conference.events.header import render_event_mail
from conference.events.models import Event
from conference.outbox.mail import Mail
from conference.speakers.models import Assistant, Matter, Slides, SlidesSettings
from conference.speakers.queries import Missing, MissingItem, due_on
from conference.speakers.words import consent_words, missing_words


def invitation(
    speaker: Speaker, event: Event, appearances: Sequence[SpeakerInSession], *, recipient: str, address: str
) -> Mail:
    """The invitation to speak. `address` is the speaker's own link."""
    language = speaker.language
    with speaking(language):
        parts = [(one, role_words(one.role)) for one in appearances]
    return render_event_mail(
        "speakers/mail/invitation",
        event,
        recipient=recipient,
        language=language,
        subject=lambda: _("Your invitation to speak"),
        zone=event.zone,
        speaker=speaker,
        parts=parts,
        address=address,
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is asked for, and what the speaker does there; the role is empty where it does not matter."""

    title: Translated
    session: Session
    role: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of a reminder: what is asked, until the end of which day, and for which places."""

    words: str
    until: date | None
    places: Sequence[Place]


_REMINDERS: Mapping[Matter, tuple[LazyString, LazyString]] = {
    Matter.ANSWER: (
        _l("We are waiting for your answer"),
        _l("We invited you to speak and have no answer from you yet. Please tell us whether you come:"),
    ),
    Matter.SLIDES: (
        _l("We are waiting for your slides"),
        _l("The event is near, and this is still missing for the room:"),
    ),
    Matter.BY_HAND: (
        _l("What we still need from you as a speaker"),
        _l("The organisers ask you for what is still missing:"),
    ),
}


def reminder(
    speaker: Speaker,
    event: Event,
    missing: Sequence[MissingItem],
    appearances: Sequence[SpeakerInSession],
    *,
    matter: Matter,
    settings: SlidesSettings | None,
    recipient: str,
    address: str,
) -> Mail:
    """All that is `missing` of a speaker, with its days; the answer names the sessions that it is about."""
    subject, intro = _REMINDERS[matter]
    today = now().astimezone(event.zone_info).date()
    with speaking(speaker.language):
        asked = []
        for what in dict.fromkeys(item.what for item in missing):
            until = due_on(settings, what)
            places = [
                Place(item.title, item.session)
                for item in missing
                if item.what == what and item.session is not None and item.title is not None
            ]
            if what == Missing.ANSWER:
                places = [Place(one.title, one.session, role_words(one.role)) for one in appearances]
            asked.append(Asked(missing_words(what), until if until and until >= today else None, places))
        told = str(intro)
    return render_event_mail(
        "speakers/mail/reminder",
        event,
        recipient=recipient,
        language=speaker.language,
        subject=lambda: str(subject),
        zone=event.zone,
        speaker=speaker,
        intro=told,
        asked=asked,
        address=address,
    )


def assistant(assistant: Assistant, event: Event, *, recipient: str, address: str) -> Mail:
    """The link with which somebody acts for a speaker."""
    language, speaker = assistant.language, assistant.invitation.speaker
    return render_event_mail(
        "speakers/mail/assistant",
        event,
        recipient=recipient,
        language=language,
        subject=lambda: _("You can act for a speaker"),
        assistant=assistant,
        speaker_name=speaker.name,
        address=address,
    )


def slides_received(
    slides: Slides, event: Event, *, recipient: str, language: Language, address: str | None, sent_by: Account | None
) -> Mail:
    """The receipt for a file; it names the organiser who sent it for the speaker.

    Without `address` there is no link to the page any more.
    """
    return render_event_mail(
        "speakers/mail/slides_received",
        event,
        recipient=recipient,
        language=language,
        subject=lambda: _("Your slides have arrived"),
        zone=event.zone,
        slides=slides,
        title=slides.title,
        slides_language=Language.of(slides.language_code),
        address=address,
        sent_for_them=sent_by is not None,
        sender=(sent_by.native_name or sent_by.latin_name) if sent_by else "",
    )


def written_to_organisers(
    speaker: Speaker, event: Event, count: int, *, recipient: str, language: Language, address: str
) -> Mail:
    """That a speaker wrote `count` messages that nobody has read; `address` is where they stand."""
    return render_event_mail(
        "speakers/mail/written_to_organisers",
        event,
        recipient=recipient,
        language=language,
        subject=lambda: _("A speaker has written to you"),
        name=name_of(speaker, language),
        count=count,
        address=address,
    )


def written_to_speaker(
    speaker: Speaker, event: Event, texts: Sequence[str], *, recipient: str, address: str | None
) -> Mail:
    """What the organisers answered. Without `address` there is no page to answer on any more."""
    language = speaker.language
    return render_event_mail(
        "speakers/mail/written_to_speaker",
        event,
        recipient=recipient,
        language=language,
        subject=lambda: _("The organisers have written to you"),
        name=speaker.name,
        texts=texts,
        address=address,
    )


def consent_withdrawn(
    speaker: Speaker, event: Event, kinds: Sequence[str], *, recipient: str, language: Language, address: str
) -> Mail:
    """That a speaker took back what they had allowed; `kinds` by ConsentKind."""
    with speaking(language):
        words = [consent_words(kind) for kind in kinds]
    return render_event_mail(
        "speakers/mail/consent_withdrawn",
        event,
        recipient=recipient,
        language=language,
        subject=lambda: _("A speaker has taken back a consent"),
        name=name_of(speaker, language),
        kinds=words,
        address=address,
    )


def name_of(speaker: Speaker, language: Language) -> str:
    """How a mail to the team names a speaker: by their name, or by the function that stands for it."""
    return speaker.name or speaker.function.resolve(language).text
