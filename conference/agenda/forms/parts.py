"""The forms of what a session is made of: talks, rooms, tracks, people and their roles; and of a publication."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

import wtforms
from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from conference.agenda.forms.common import DraftForm, language_choices
from conference.agenda.models import Presentation, Room, Speaker, SpeakerInSession, Track
from conference.agenda.published import is_latin
from conference.agenda.words import role_choices
from conference.core.forms import ChoiceField, Form, TickField, WholeNumberField
from conference.core.honorifics import title_choices
from conference.core.text_fields import CodeField, EmailField, TextField
from conference.core.translated_fields import TranslatedField, TranslatedForm
from conference.events.models import Event

LONGEST_TALK = 600
TELL_CONCERNED, TELL_NOBODY = "concerned", "nobody"


class PresentationForm(DraftForm):
    plain = ("minutes",)
    title = TranslatedField(_l("Title"), required=_l("Enter a title."))
    minutes = WholeNumberField(_l("Minutes"), least=1, most=LONGEST_TALK)

    @classmethod
    def about(cls, event: Event, talk: Presentation | None, *, texts_only: bool = False) -> Self:
        return cls(event, texts_only=texts_only, obj=talk)


class PlaceForm(DraftForm):
    name = TranslatedField(_l("Name"), required=_l("Enter a name."))

    @classmethod
    def about(cls, event: Event, place: Room | Track | None, *, texts_only: bool = False) -> Self:
        return cls(event, texts_only=texts_only, obj=place)


class RoomForm(PlaceForm):
    plain = ("is_online",)
    is_online = TickField(_l("This room exists online only"))


class TrackForm(PlaceForm):
    pass


class SpeakerForm(DraftForm):
    plain = ("honorific", "native_name", "latin_name", "code", "email", "language_code")
    honorific = ChoiceField(lazy_pgettext("person", "Title"), choices=title_choices)
    native_name = TextField(
        _l("Full name"), hint=_l("In the person’s own script. Empty for a role that is not filled.")
    )
    latin_name = TextField(_l("Name in Latin script"))
    function = TranslatedField(_l("Function"), hint=_l("Without a name it says alone who speaks: “Moderator, ILO”."))
    organisation = TranslatedField(_l("Organisation"))
    biography = TranslatedField(_l("Biography"), multiline=True)
    code = CodeField(
        _l("Code"),
        required=_l("Enter a code, for example ben-ali."),
        hint=_l("Stands in the address of the speaker’s page."),
    )
    email = EmailField(
        _l("E-mail address"),
        required=None,
        autocomplete="off",
        hint=_l("Never public. The invitation goes there."),
    )
    language_code = ChoiceField(_l("Language to write to them in"), required=_l("Choose a language."))

    def __init__(self, event: Event, *, speaker: Speaker | None = None, texts_only: bool = False) -> None:
        initial = {} if speaker else {"language_code": event.source_code}
        super().__init__(event, texts_only=texts_only, obj=speaker, data=initial)
        self.source = event.source
        if not texts_only:
            self.language_code.offer(language_choices(event))

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if self.texts_only:
            return valid
        if not self.latin_name.errors and not is_latin(self.latin_name.data or ""):
            self.refuse(self.latin_name, _("Use Latin letters here."))
        if not (self.native_name.data or self.latin_name.data or self.function.texts.get(self.source)):
            self.refuse(self.native_name, _("Enter a name, or a function that says who speaks."))
        return valid and not self.errors


class RoleForm(Form):
    """A speaker's role in a session or in one of its talks."""

    speaker_id = ChoiceField(_l("Speaker"), blank=_l("Choose a speaker"), required=_l("Choose a speaker."))
    role = ChoiceField(_l("Role"), choices=role_choices, required=_l("Choose a role."))
    presentation_id = ChoiceField(_l("In which presentation"), blank=_l("In the whole session"))

    def offer(self, speakers: Iterable[Speaker], talks: Iterable[Presentation]) -> None:
        self.speaker_id.offer((str(one.id), speaker_label(one)) for one in speakers)
        self.presentation_id.offer((str(talk.id), talk.title.resolve(g.language).text) for talk in talks)

    @property
    def talk_id(self) -> int | None:
        return int(self.presentation_id.data) if self.presentation_id.data else None

    def is_given(self, roles: Iterable[SpeakerInSession]) -> bool:
        """Whether the speaker has this very role there already."""
        wanted = (int(self.speaker_id.data), self.role.data, self.talk_id)
        return wanted in {(one.speaker_id, str(one.role), one.presentation_id) for one in roles}


def speaker_label(speaker: Speaker) -> str:
    """A speaker in one line, for choices: the name, or what stands for it."""
    return speaker.name or speaker.function.resolve(g.language).text


class TellField(ChoiceField):
    """Who gets a mail, as buttons; where nobody could get one the form does not show it, and nothing is sent."""

    widget = wtforms.widgets.ListWidget(prefix_label=False)
    option_widget = wtforms.widgets.RadioInput()

    def pre_validate(self, form: Any) -> None:
        if self.data:
            super().pre_validate(form)


class PublishForm(TranslatedForm):
    """The next version's note, and whether those whom it concerns are written to: nobody is, unless it says so."""

    note = TranslatedField(
        _l("Note to readers"), multiline=True, longest=1000, hint=_l("What they should know about this version.")
    )
    tell = TellField(
        _l("Who gets a mail"),
        choices=lambda: [
            (TELL_CONCERNED, _("The people whom these changes concern")),
            (TELL_NOBODY, _("Nobody: publish quietly")),
        ],
        default=TELL_CONCERNED,
    )

    def __init__(self, event: Event) -> None:
        super().__init__(languages=event.languages, source=event.source)

    @property
    def tells_concerned(self) -> bool:
        return bool(self.tell.data == TELL_CONCERNED)


class RestoreForm(Form):
    """The consent to restoring a version, with the mark of the plan that was shown (`service.Plan`)."""

    seen = wtforms.HiddenField()
