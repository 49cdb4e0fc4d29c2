"""What a speaker answers on their own page besides the profile: consents, needs, messages."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import wtforms
from flask import g
from flask_babel import lazy_gettext as _l

from conference.agenda.models import Speaker
from conference.core.forms import ChoiceField, DateField, Form, RadiosField, TickField
from conference.core.languages import LANGUAGES
from conference.core.text_fields import TextAreaField, TextField
from conference.core.translated_fields import SharedForm, fingerprint
from conference.events.models import Event
from conference.speakers.models import Computer, Presence, SpeakerNeeds
from conference.speakers.service import YES, Answers, own_language
from conference.speakers.words import consent_choices, consent_kinds


class _OwnForm(SharedForm):
    """A form of one's own page, where it may stand beside another one that was sent."""

    def __init__(self, speaker: Speaker, event: Event, obj: Any, **kwargs: Any) -> None:
        super().__init__(languages=event.languages, source=own_language(speaker, event), obj=obj, **kwargs)
        if kwargs.get("formdata", self) is None:
            self.seen.data = json.dumps({name: fingerprint(getattr(obj, name)) for name in self.plain})


class ConsentsForm(_OwnForm):
    """Three questions; nothing is answered beforehand, and each may wait."""

    plain = ("profile", "slides", "recording")
    seen = wtforms.HiddenField(id="consents-seen")
    profile = RadiosField(
        _l("May we publish your biography?"),
        choices=consent_choices,
        hint=_l("On the event’s public pages, in all its languages, beside your name and function."),
    )
    slides = RadiosField(
        _l("May we publish your slides?"),
        choices=consent_choices,
        hint=_l("In the event’s library, where everybody can download them. If not, they are shown in the room alone."),
    )
    recording = RadiosField(
        _l("May your sessions be recorded, in sound and image?"),
        choices=consent_choices,
        hint=_l("The organisers can then show the recording to the participants and publish it."),
    )

    def __init__(self, speaker: Speaker, event: Event, answers: Answers, **kwargs: Any) -> None:
        super().__init__(speaker, event, answers, **kwargs)


class NeedsForm(_OwnForm):
    """What the organisers have to prepare; all of it is optional."""

    plain = (
        "presence",
        "spoken_code",
        "computer",
        "connector",
        "plays_sound",
        "shows_video",
        "accessibility",
        "arrival",
    )
    seen = wtforms.HiddenField(id="needs-seen")
    presence = RadiosField(
        _l("How do you take part?"),
        choices=((Presence.IN_ROOM, _l("In the room")), (Presence.REMOTE, _l("Online, from elsewhere"))),
    )
    spoken_code = ChoiceField(
        _l("The language in which you will speak"),
        blank=_l("Not decided yet"),
        hint=_l("The interpreters prepare for it."),
    )
    computer = RadiosField(
        _l("From which computer are your slides shown?"),
        choices=((Computer.ROOM, _l("From the one in the room")), (Computer.OWN, _l("From my own"))),
    )
    connector = TextField(_l("Connector of your computer"), longest=100, hint=_l("For example HDMI or USB-C."))
    plays_sound = TickField(_l("My slides play sound"))
    shows_video = TickField(_l("My slides show a video"))
    accessibility = TextAreaField(
        _l("What do you need to take part without barriers?"),
        longest=1000,
        hint=_l("For example a stage without steps, or sign-language interpretation. Only the organisers see it."),
    )
    arrival = TextAreaField(
        _l("Your arrival"), longest=500, hint=_l("When and how you arrive, if the organisers should know.")
    )

    def __init__(self, speaker: Speaker, event: Event, needs: SpeakerNeeds, **kwargs: Any) -> None:
        super().__init__(speaker, event, needs, **kwargs)
        _may_wait(self.presence, self.computer)
        self.spoken_code.offer((one.code, one.name_in(g.language)) for one in LANGUAGES)


def _may_wait(*fields: wtforms.Field) -> None:
    for field in fields:
        field.flags.required, field.flags.optional = None, True


class MessageForm(Form):
    """One message, to the organisers or to a speaker."""

    text = TextAreaField(_l("Your message"), required=_l("Write your message."), longest=2000)


class PaperForm(Form):
    """A consent that came on paper, as an organiser records it."""

    kind = ChoiceField(_l("What is it about?"), blank=_l("Choose"), required=_l("Choose what it is about."))
    answer = RadiosField(_l("What does the speaker say?"), choices=consent_choices, required=_l("Choose yes or no."))
    paper_on = DateField(_l("Day of the paper"), required=_l("Enter the day that stands on the paper."))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind.offer(consent_kinds())

    @property
    def day(self) -> date:
        """Only for a form that was found right."""
        assert self.paper_on.data is not None
        return self.paper_on.data

    @property
    def is_given(self) -> bool:
        return bool(self.answer.data == YES)
