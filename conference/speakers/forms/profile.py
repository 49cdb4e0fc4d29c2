"""What speakers say about themselves, side by side."""

from __future__ import annotations

import json
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from conference.agenda.models import Speaker
from conference.core.forms import ChoiceField
from conference.core.honorifics import title_choices
from conference.core.text_fields import TextField
from conference.core.translated_fields import LanguageEntry, SharedForm, TranslatedField, fingerprint
from conference.events.models import Event
from conference.speakers.service import own_language


class OwnTextField(TranslatedField):
    """A text in the speaker's own language alone; organisers and translators see to the others."""

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        super().process(formdata, data, extra_filters)
        self.entries_by_language = [one for one in self.entries_by_language if one.language == self.meta.source]

    @property
    def own(self) -> LanguageEntry:
        return self.entries_by_language[0]


class ProfileForm(SharedForm):
    """What speakers say about themselves; only their own language is asked of them."""

    plain = ("honorific", "native_name", "latin_name")
    honorific = ChoiceField(lazy_pgettext("person", "Title"), choices=title_choices)
    native_name = TextField(
        _l("Full name"),
        required=_l("Enter your full name."),
        hint=_l("In your own script."),
        autocomplete="name",
    )
    latin_name = TextField(_l("Name in Latin script"), hint=_l("If your name above is in another script."))
    function = OwnTextField(_l("Function"))
    organisation = OwnTextField(_l("Organisation"))
    biography = TranslatedField(
        _l("Biography"),
        required=_l("Enter your biography in your language."),
        multiline=True,
        longest=3000,
        hint=_l(
            "A few sentences, in your language. Write the other languages if you wish: the organisers complete them."
        ),
    )

    def __init__(self, speaker: Speaker, event: Event, **kwargs: Any) -> None:
        super().__init__(languages=event.languages, source=own_language(speaker, event), obj=speaker, **kwargs)
        self.biography.flags.required = True
        if kwargs.get("formdata", self) is None:
            self.seen.data = json.dumps({name: fingerprint(getattr(speaker, name)) for name in self.plain})
