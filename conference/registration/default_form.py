"""The form that an event has before anybody changed it, in the event's languages."""

from __future__ import annotations

from functools import lru_cache

from flask_babel import LazyString, lazy_pgettext
from flask_babel import lazy_gettext as _l

from conference.core.languages import Language
from conference.core.localization import speaking
from conference.core.translated import Translated
from conference.events.models import Event
from conference.registration.models import (
    STANDARD_NEEDED,
    ConsentPurpose,
    FieldType,
    FormField,
    FormSection,
    StandardField,
)

ABOUT_YOU = _l("About you")
ALLOWED = _l("What you allow")
ALLOWED_HELP = _l("Each is your free choice; none is needed to take part, and you can change it later.")
LABELS: dict[str, LazyString] = {
    StandardField.TITLE: lazy_pgettext("person", "Title"),
    StandardField.NATIVE_NAME: _l("Full name"),
    StandardField.LATIN_NAME: _l("Name in Latin script"),
    StandardField.EMAIL: _l("E-mail address"),
    StandardField.ORGANISATION: _l("Organisation"),
    StandardField.FUNCTION: _l("Function"),
    StandardField.COUNTRY: _l("Country"),
    StandardField.CATEGORY: _l("You come from"),
    StandardField.SEX: _l("Sex"),
    StandardField.LANGUAGE: _l("Language of our messages to you"),
}
HELP: dict[str, LazyString] = {
    StandardField.NATIVE_NAME: _l("In your own script, as it should stand on your certificate."),
    StandardField.LATIN_NAME: _l("If your name above is in another script."),
    StandardField.EMAIL: _l("Your personal link and the confirmation go to this address."),
    StandardField.SEX: _l("Our donor asks how many women and men take part. You need not answer."),
    StandardField.LANGUAGE: _l("Your messages and your calendar will be in this language."),
}
CONSENTS: dict[str, LazyString] = {
    ConsentPurpose.PARTICIPANT_LIST: _l("My name, function and organisation may appear in the list of participants."),
    ConsentPurpose.RECORDING: _l("Photographs and recordings in which I appear may be published."),
    ConsentPurpose.INVITATIONS: _l("You may invite me to later events and send me the programme’s news."),
}


WORDS: dict[str, dict[str, LazyString]] = {
    "title": {"about": ABOUT_YOU, "allowed": ALLOWED},
    "help": {**HELP, "allowed": ALLOWED_HELP},
    "label": {**LABELS, **CONSENTS},
}


def default_form(event: Event) -> list[FormSection]:
    """Sections and fields that are in no session yet; `service.own_form` stores them when somebody needs them to be."""

    def text(kind: str, key: str) -> Translated:
        return _text(kind, str(key), event.source, event.languages)

    about = FormSection(event_id=event.id, key="about", position=0, title=text("title", "about"), help=Translated())
    about.fields = [
        _field(event, position, key, FieldType.STANDARD, label=text("label", key), help=text("help", key))
        for position, key in enumerate(StandardField)
    ]
    title, help = text("title", "allowed"), text("help", "allowed")
    allowed = FormSection(event_id=event.id, key="allowed", position=1, title=title, help=help)
    allowed.fields = [
        _field(event, position, key, FieldType.CONSENT, label=text("label", key), help=Translated())
        for position, key in enumerate(CONSENTS)
    ]
    return [about, allowed]


def _field(event: Event, position: int, key: str, type: FieldType, *, label: Translated, help: Translated) -> FormField:
    return FormField(
        event_id=event.id,
        position=position,
        key=str(key),
        type=type,
        label=label,
        help=help,
        is_required=key in STANDARD_NEEDED,
        purpose=str(key) if type == FieldType.CONSENT else "",
        categories=[],
        shown_if_key="",
        shown_if_values=[],
        is_sensitive=False,
        seen_by=[],
        stays_open=True,
        choices=[],
    )


@lru_cache(512)
def _text(kind: str, key: str, source: Language, languages: tuple[Language, ...]) -> Translated:
    texts = {}
    if sentence := WORDS[kind].get(key):
        for language in languages:
            with speaking(language):
                texts[language] = str(sentence)
    return Translated.of(source, texts)
