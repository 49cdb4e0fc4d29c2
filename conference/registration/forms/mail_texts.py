"""The form for what an event writes in one kind of mail: the usual wording stands in it until somebody changes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from conference.core.languages import Language
from conference.core.text_fields import TextAreaField
from conference.core.translated import Edit, Translated, digest
from conference.core.translated_fields import TranslatedField, TranslatedForm
from conference.events.models import Event
from conference.registration.mail_labels import problem_words
from conference.registration.mail_words import MailWords, our_words
from conference.registration.models import MailKind, MailText
from conference.registration.placeholders import problems_of_body, problems_of_subject

LONGEST_SUBJECT, LONGEST_BODY = 150, 5000


class WordedField(TranslatedField):
    """A text in each language; where the event wrote none it shows the usual wording, which is not stored."""

    rows = 18
    usual: Mapping[Language, str] = {}
    problems_of: Callable[[str], Sequence[str]]
    written: frozenset[Language] = frozenset()

    def offer(
        self, usual: Mapping[Language, str], *, own: Translated, problems_of: Callable[[str], Sequence[str]]
    ) -> None:
        """Set the usual wording of this request, and the sentences that keep a text from being saved."""
        self.usual, self.problems_of, self.written = usual, problems_of, frozenset(own)
        for entry in self.entries_by_language:
            if self.part_class is TextAreaField:
                entry.text.render_kw |= {"rows": self.rows}
            if entry.language in self.written:
                continue
            # Nothing is missing where nobody wrote anything of their own in the source language.
            entry.state = entry.state if own.text(self.meta.source) else None
            if entry.text.raw_data is None:
                entry.text.data = usual[entry.language]
                entry.base.data = digest(entry.text.data)

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        super().validate(form, extra_validators)
        for entry in self.entries_by_language:
            typed = entry.text.data or ""
            if entry.text.errors or typed in ("", self.usual[entry.language]):
                continue
            sentences = self.problems_of(typed)
            if sentences:
                entry.text.errors = [" ".join(sentences)]
                self.errors = [*self.errors, *sentences]
        return not self.errors

    @property
    def edits(self) -> dict[Language, Edit]:
        """What was sent, for `merge_into`; the usual wording is no text of the event's."""
        return {language: self._own(language, edit) for language, edit in super().edits.items()}

    def _own(self, language: Language, edit: Edit) -> Edit:
        if digest(edit.text) == edit.base:
            return edit
        usual = self.usual[language]
        text = "" if edit.text == usual else edit.text
        base = "" if language not in self.written and edit.base == digest(usual) else edit.base
        return Edit(text, base, edit.still_right)


class MailTextForm(TranslatedForm):
    """Subject and text of one kind of mail, in the languages of its event."""

    subject = WordedField(
        _l("Subject"), longest=LONGEST_SUBJECT, hint=_l("Left empty, a language has the usual wording again.")
    )
    body = WordedField(
        _l("Text"),
        longest=LONGEST_BODY,
        multiline=True,
        hint=_l("A blank line begins a new paragraph. Left empty, a language has the usual wording again."),
    )

    def __init__(self, event: Event, kind: MailKind, own: MailText | None) -> None:
        super().__init__(obj=own, languages=event.languages, source=event.source)
        usual = {language: our_words(kind, language) for language in event.languages}
        self.subject.offer(
            {language: words.subject for language, words in usual.items()},
            own=own.subject if own is not None else Translated(),
            problems_of=lambda text: [problem_words(one) for one in problems_of_subject(text, kind)],
        )
        self.body.offer(
            {language: words.body for language, words in usual.items()},
            own=own.body if own is not None else Translated(),
            problems_of=lambda text: [problem_words(one) for one in problems_of_body(text, kind)],
        )

    def typed(self, language: Language) -> MailWords:
        """The words that stand in the form, with the usual ones where it is empty."""
        subject, body = self.subject.edits[language].text, self.body.edits[language].text
        return MailWords(subject or self.subject.usual[language], body or self.body.usual[language])
