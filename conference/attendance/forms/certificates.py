"""The organisers' forms for the rule and words of certificates, and the public's for checking one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from conference.attendance.certificate_words import our_words, problems
from conference.attendance.models import CertificateTerms, Measure
from conference.core.forms import ChoiceField, Form, TickField, WholeNumberField
from conference.core.languages import Language
from conference.core.text_fields import TextField
from conference.core.translated import Translated
from conference.core.translated_fields import TranslatedForm
from conference.events.models import Event
from conference.registration.forms.mail_texts import WordedField

LONGEST_TITLE, LONGEST_TEXT, LONGEST_REASON = 120, 1200, 300
MOST = 10_000
OWN = ""
EMPTY_HINT = _l("Left empty, a language has the usual wording again.")


class CertificateField(WordedField):
    """A text of a certificate, which has less to say than a mail."""

    rows = 8


class TermsForm(TranslatedForm):
    """Who gets a certificate, in which languages, and what it says."""

    measure = ChoiceField(
        _l("What counts"),
        choices=lambda: [
            (Measure.SESSIONS.value, _("Sessions attended")),
            (Measure.MINUTES.value, _("Minutes attended")),
            (Measure.DAYS.value, _("Days attended")),
        ],
    )
    at_least = WholeNumberField(_l("At least"), required=_l("Write how many are needed."), least=1, most=MOST)
    for_speakers = TickField(_l("Speakers get a certificate too, once they have been heard"))
    is_open = TickField(_l("People take their certificate from their own page as soon as they have earned it"))
    first = ChoiceField(_l("Language"), blank=_l("Each person’s own"))
    second = ChoiceField(_l("Second language, side by side"), blank=lazy_pgettext("second language", "None"))
    title = CertificateField(_l("Title"), longest=LONGEST_TITLE, hint=EMPTY_HINT)
    participant_text = CertificateField(
        _l("Text for participants"), longest=LONGEST_TEXT, multiline=True, hint=EMPTY_HINT
    )
    speaker_text = CertificateField(_l("Text for speakers"), longest=LONGEST_TEXT, multiline=True, hint=EMPTY_HINT)

    def __init__(self, event: Event, terms: CertificateTerms) -> None:
        super().__init__(obj=terms, languages=event.languages, source=event.source)
        offered = [(one.code, one.name_in(g.language)) for one in event.languages]
        self.first.offer(offered)
        self.second.offer(offered)
        if not self.is_submitted():
            self.first.data, self.second.data = [*terms.language_codes, OWN, OWN][:2]
        for field in (self.title, self.participant_text, self.speaker_text):
            own: Translated = getattr(terms, field.short_name)
            field.offer(
                {language: our_words(field.short_name, language) for language in event.languages},
                own=own or Translated(),
                problems_of=partial(problems, field.short_name),
            )

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if self.second.data and self.second.data in (self.first.data, OWN):
            self.refuse(self.second, _("Choose another language than the first."))
            return False
        if self.second.data and not self.first.data:
            self.refuse(self.first, _("Choose a first language beside the second."))
            return False
        return valid

    @property
    def rule(self) -> Mapping[str, Any]:
        return {
            "measure": self.measure.data,
            "at_least": self.at_least.data,
            "for_speakers": bool(self.for_speakers.data),
            "is_open": bool(self.is_open.data),
            "language_codes": [one for one in (self.first.data, self.second.data) if one],
        }

    def typed(self, field: str, language: Language) -> str:
        """The words that stand in the form, with the usual ones where it is empty."""
        words: str = self[field].edits[language].text
        return words or self[field].usual[language]

    def shown_in(self, event: Event, fallback: Language) -> Sequence[Language]:
        codes = self.rule["language_codes"]
        return [one for one in event.languages if one.code in codes] or [fallback]


class EndForm(Form):
    """Why a certificate is revoked or issued anew."""

    reason = TextField(_l("Reason"), required=_l("Write why, for example «name corrected»."), longest=LONGEST_REASON)


class CheckForm(Form):
    """The number and the code of a certificate that somebody holds."""

    number = TextField(_l("Number"), required=_l("Enter the number of the certificate."), longest=20, direction="ltr")
    code = TextField(_l("Code"), required=_l("Enter the code of the certificate."), longest=40, direction="ltr")
