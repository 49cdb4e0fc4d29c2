"""The side-by-side component: one field that edits a text in all the languages of an event."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import wtforms
from flask import g
from flask_babel import gettext as _
from markupsafe import Markup, escape

from conference.core import formatting
from conference.core.clock import now
from conference.core.forms import Form
from conference.core.languages import Language
from conference.core.rendering import month_style
from conference.core.text_fields import Sentence, TextAreaField, TextField
from conference.core.translated import Clash, Edit, State, Translated, digest

Edits = Mapping[Language, Edit]


class Clashes(Exception):
    """Somebody changed the same things meanwhile: per text and language, and per plain value, what is stored now."""

    def __init__(self, fields: dict[str, dict[Language, str]], values: dict[str, Any] | None = None) -> None:
        super().__init__(", ".join([*fields, *(values or {})]))
        self.fields = fields
        self.values = values or {}


def merge_into(
    target: Any,
    edits: Mapping[str, Edits],
    *,
    source: Language,
    by: int | None,
    values: Mapping[str, Any] | None = None,
    seen: Mapping[str, str] | None = None,
) -> None:
    """Merge a form's edits into the Translated attributes of `target`, all or none. Raises Clashes.

    Plain `values` are set too. Where `seen` holds the fingerprint of what the form had shown (`SharedForm`), a value
    that the form left alone keeps what is stored now, and one that both sides changed is a clash.
    """
    merged: dict[str, Any] = {}
    clashes: dict[str, dict[Language, str]] = {}
    for name, edit in edits.items():
        try:
            merged[name] = getattr(target, name).merge(edit, source=source, by=by, at=now())
        except Clash as clash:
            clashes[name] = clash.theirs
    stale: dict[str, Any] = {}
    for name, value in (values or {}).items():
        wanted, stored = fingerprint(value), fingerprint(getattr(target, name))
        shown = (seen or {}).get(name, stored)
        if wanted in (shown, stored):
            continue
        if shown != stored:
            stale[name] = getattr(target, name)
        merged[name] = value
    if clashes or stale:
        raise Clashes(clashes, stale)
    for name, value in merged.items():
        if value != getattr(target, name):
            setattr(target, name, value)


def fingerprint(value: Any) -> str:
    """A short mark by which a form recognises a plain value; the order of a list does not count."""
    if isinstance(value, list):
        value = sorted(value)
    return digest(json.dumps(value, default=str))


@dataclass
class LanguageEntry:
    """One language of a side-by-side field, as the page shows it. `theirs` is another person's newer text.

    `state` is None for a translation of a text that exists in no language: nothing is missing there.
    """

    language: Language
    text: wtforms.Field
    base: wtforms.Field
    still_right: wtforms.Field
    state: State | None
    theirs: str | None = None


class TranslatedField(wtforms.Field):
    """A Translated text, edited side by side; only its source language can be required."""

    def __init__(
        self,
        label: Sentence,
        *,
        required: Sentence | None = None,
        longest: int | None = None,
        multiline: bool = False,
        hint: Sentence = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(label, description=hint, **kwargs)
        self.required, self.longest = required, longest
        self.flags.required = required is not None
        self.part_class = TextAreaField if multiline else TextField
        self.entries_by_language: list[LanguageEntry] = []

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.errors: list[Any] = []
        stored = data if isinstance(data, Translated) else Translated()
        source: Language = self.meta.source
        for language in sorted(self.meta.languages, key=lambda one: one != source):
            required = self.required if language == source else None
            text = self._part(self.part_class(language.native_name, required=required, longest=self.longest), language)
            base = self._part(wtforms.HiddenField(), language, "-base")
            still_right = self._part(wtforms.BooleanField(_("This translation is still right")), language, "-still")
            text.render_kw |= {"dir": language.direction, "lang": language.code}
            text.process(formdata, stored.text(language))
            base.process(formdata, stored.base(language))
            still_right.process(formdata, False)
            state = stored.state(language) if stored else State.SOURCE if language == source else None
            self.entries_by_language.append(LanguageEntry(language, text, base, still_right, state))

    def _part(self, unbound: Any, language: Language, suffix: str = "") -> wtforms.Field:
        return unbound.bind(
            form=None,
            name=f"{self.name}-{language.code}{suffix}",
            _meta=self.meta,
            translations=self._translations,
        )

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        self.errors = []
        for entry in self.entries_by_language:
            if not entry.text.validate(form):
                self.errors = [*self.errors, *entry.text.errors]
        return not self.errors

    @property
    def edits(self) -> dict[Language, Edit]:
        """What was sent, for `merge_into`."""
        return {
            entry.language: Edit(entry.text.data or "", entry.base.data or "", bool(entry.still_right.data))
            for entry in self.entries_by_language
        }

    @property
    def texts(self) -> dict[Language, str]:
        """What was sent, for a text that does not exist yet."""
        return {entry.language: entry.text.data or "" for entry in self.entries_by_language}

    def show_clash(self, theirs: Mapping[Language, str]) -> None:
        """Show the other person's text beside what was typed; sending again then replaces it knowingly."""
        for entry in self.entries_by_language:
            if entry.language in theirs:
                entry.theirs = theirs[entry.language]
                entry.base.data = digest(entry.theirs)
                sentence = _(
                    "Somebody changed the text in %(language)s while you edited. Both are shown: keep what is right.",
                    language=entry.language.name_in(g.language),
                )
                entry.text.errors = [*entry.text.errors, sentence]
                self.errors = [*self.errors, sentence]


class TranslatedForm(Form):
    """A form with side-by-side fields, in the languages of one event; `clocks` is the zone of its instants (IANA)."""

    def __init__(
        self, *args: Any, languages: Sequence[Language], source: Language, clocks: str | None = None, **kwargs: Any
    ) -> None:
        known = {"languages": tuple(languages), "source": source} | ({"zone": clocks} if clocks else {})
        super().__init__(*args, meta=known, **kwargs)

    def edits(self) -> dict[str, Edits]:
        """The edits of every side-by-side field, by its name."""
        return {field.short_name: field.edits for field in self if isinstance(field, TranslatedField)}

    def show_clashes(self, clashes: Clashes) -> None:
        for name, theirs in clashes.fields.items():
            self[name].show_clash(theirs)


class SharedForm(TranslatedForm):
    """A form that two people may have open at once: it carries what it had shown, so that none undoes the other's work.

    `plain` names its fields that hold plain values of the object edited, under the same names.
    """

    plain: tuple[str, ...] = ()
    seen = wtforms.HiddenField()

    def __init__(self, *args: Any, obj: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, obj=obj, **kwargs)
        if obj is not None and not self.is_submitted():
            self.seen.data = json.dumps({name: fingerprint(getattr(obj, name)) for name in self.plain})

    @property
    def values(self) -> dict[str, Any]:
        """The plain values that were sent, for `merge_into`."""
        return {name: self[name].data for name in self.plain}

    @property
    def seen_values(self) -> dict[str, str]:
        """The fingerprints of what the form had shown, for `merge_into`."""
        try:
            sent = json.loads(self.seen.data or "{}")
        except ValueError:
            return {}
        return {name: str(mark) for name, mark in sent.items()} if isinstance(sent, dict) else {}

    def show_clashes(self, clashes: Clashes) -> None:
        super().show_clashes(clashes)
        marks = {name: fingerprint(value) for name, value in clashes.values.items()}
        self.seen.data = json.dumps(self.seen_values | marks)
        for name, value in clashes.values.items():
            sentence = _(
                "Somebody else set this to %(theirs)s while you edited. Choose what is right, then save again."
            )
            theirs = Markup("<bdi>{}</bdi>").format(self.in_words(name, value))
            self.refuse(self[name], escape(sentence) % {"theirs": theirs})

    def in_words(self, name: str, value: Any) -> str:
        """A stored value as this form's field would show it."""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, datetime):
            return formatting.format_instant(value, self.meta.zone, g.language, month_style())
        if isinstance(value, date):
            return formatting.format_date(value, g.language, month_style())
        words = {str(option): str(label) for option, label in _choices(self[name])}
        listed = [one for one in (value if isinstance(value, list) else [value]) if one is not None]
        return formatting.join_words([words.get(str(one), str(one)) for one in listed], g.language) or "–"


def _choices(field: wtforms.Field) -> list[tuple[Any, Any]]:
    return [(option.value, option.label) for option in getattr(field, "choices", ())]
