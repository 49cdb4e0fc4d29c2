"""The organisers' forms for a form's parts: sections, fields and choices. Translators are shown the texts alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from conference.core.forms import ChoiceField, ChoicesField, Form, TickField, WholeNumberField
from conference.core.languages import Language
from conference.core.rendering import shown
from conference.core.text_fields import LONG, SHORT
from conference.core.translated import Translated
from conference.core.translated_fields import SharedForm, TranslatedField, TranslatedForm
from conference.events.models import Event, Role
from conference.events.words import role_words
from conference.registration.field_words import field_type_words, purpose_words
from conference.registration.forms.fields import MOST
from conference.registration.models import (
    Category,
    ConsentPurpose,
    FieldChoice,
    FieldType,
    FormField,
    FormSection,
    StandardField,
)
from conference.registration.words import category_words

MOST_CHOICES = 200
OWN_TYPES = tuple(one for one in FieldType if one != FieldType.STANDARD)
BOUNDED = frozenset({FieldType.TEXT, FieldType.LONG_TEXT, FieldType.NUMBER, FieldType.CHOICES, FieldType.SESSIONS})
# Of the platform's own fields that a form can do without, those that may be asked for in earnest.
MAY_BE_REQUIRED = frozenset({StandardField.LATIN_NAME, StandardField.FUNCTION})


def type_choices() -> list[tuple[str, str]]:
    """The types that organisers choose from."""
    return [(one.value, field_type_words(one)) for one in OWN_TYPES]


class SectionForm(SharedForm):
    """A section's heading, and what stands beneath it."""

    title = TranslatedField(_l("Heading"), required=_l("Enter the heading in the source language."))
    help = TranslatedField(_l("What stands beneath it"), multiline=True, longest=1000)

    def __init__(self, event: Event, section: FormSection | None = None) -> None:
        super().__init__(languages=event.languages, source=event.source, obj=section)


class FieldForm(SharedForm):
    """A field's words and rules, as far as its type knows them."""

    label = TranslatedField(_l("Question"), required=_l("Enter the question in the source language."), longest=300)
    help = TranslatedField(
        _l("Help"), multiline=True, longest=1000, hint=_l("Stands beneath the question: what to write, and why.")
    )
    lines = TranslatedField(
        _l("Choices"),
        multiline=True,
        required=_l("Enter the choices in the source language, one on each line."),
        hint=_l("One on each line, in the same order in every language. Each can be changed later."),
    )
    section_key = ChoiceField(_l("Section"))
    is_required = TickField(_l("An answer is required."))
    least = WholeNumberField(_l("At least"), most=MOST)
    most = WholeNumberField(_l("At most"), least=1, most=MOST)
    categories = ChoicesField(
        _l("Asked of"),
        choices=lambda: [(one.value, category_words(one)) for one in Category],
        hint=_l("Tick nothing to ask people of every category."),
    )
    purpose = ChoiceField(
        _l("What it is for"), choices=lambda: [(one.value, purpose_words(one)) for one in ConsentPurpose]
    )
    is_sensitive = TickField(
        _l("The answers are sensitive: only the roles below see them, and they are erased after the event."),
        hint=_l("For example diets, disabilities and health."),
    )
    seen_by = ChoicesField(
        _l("Roles that see sensitive answers"), choices=lambda: [(role.value, role_words(role)) for role in Role]
    )
    stays_open = TickField(_l("People may still change their answer once their place is confirmed."))

    def __init__(
        self,
        event: Event,
        type: str,
        *,
        field: FormField | None = None,
        sections: Sequence[FormSection] = (),
        texts_only: bool = False,
    ) -> None:
        self.kind, self.texts_only = FieldType(type), texts_only
        self.plain = () if texts_only else rules_of_type(self.kind, field)
        new = {"stays_open": True, "seen_by": [Role.ORGANISER.value], "purpose": ConsentPurpose.OTHER.value}
        super().__init__(languages=event.languages, source=event.source, obj=field, data=new if field is None else None)
        asked = {"label", "help", *self.plain}
        if field is None and self.kind in (FieldType.CHOICE, FieldType.CHOICES):
            asked.add("lines")
        if field is not None and not texts_only and len(sections) > 1:
            asked.add("section_key")
            self.section_key.offer((one.key, shown(one.title)) for one in sections)
        for name in ("lines", "section_key", *_RULES):
            if name not in asked:
                del self[name]
        if "least" in self:
            self._name_bounds()

    def _name_bounds(self) -> None:
        if self.kind in (FieldType.TEXT, FieldType.LONG_TEXT):
            self.least.label.text, self.most.label.text = _("At least, in characters"), _("At most, in characters")
            self.most.most = 1000 if self.kind == FieldType.TEXT else LONG
            self.most.render_kw |= {"max": self.most.most}
        elif self.kind == FieldType.NUMBER:
            self.least.label.text, self.most.label.text = _("Smallest number"), _("Largest number")
        else:
            self.least.label.text, self.most.label.text = _("Choices at least"), _("Choices at most")

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if "least" in self and self.most.data is not None:
            if self.most.data > self.most.most:
                self.refuse(self.most, _("Enter at most %(most)s.", most=self.most.most))
                valid = False
            elif self.least.data is not None and self.least.data > self.most.data:
                self.refuse(self.most, _("This is less than the least. Correct one of them."))
                valid = False
        if "is_sensitive" in self and self.is_sensitive.data and not self.seen_by.data:
            self.refuse(self.seen_by, _("Tick at least one role: somebody has to see the answers."))
            valid = False
        if "lines" in self and not self.lines.errors:
            valid = _lines_agree(self.lines, self.meta.source) and valid
        return valid

    @property
    def values(self) -> dict[str, Any]:
        """The rules that were chosen; texts are in `edits()`."""
        order = [one.value for one in Category]
        given = super().values
        if "categories" in given:
            given["categories"] = sorted(given["categories"] or [], key=order.index)
        return given

    def edits(self) -> dict[str, Any]:
        return {name: edit for name, edit in super().edits().items() if name != "lines"}

    @property
    def choices(self) -> list[Translated]:
        """The choices of a new field."""
        return labels_of(self.lines, self.meta.source) if "lines" in self else []


class ConsentFieldForm(FieldForm):
    """A consent: a whole sentence to agree to."""

    label = TranslatedField(
        _l("What people agree to"),
        required=_l("Enter the sentence in the source language."),
        multiline=True,
        longest=1000,
        hint=_l("One sentence for one purpose. Whoever agreed to other words than these did not agree to these."),
    )


_RULES = (
    "is_required",
    "least",
    "most",
    "categories",
    "purpose",
    "is_sensitive",
    "seen_by",
    "stays_open",
)


def rules_of_type(type: FieldType, field: FormField | None = None) -> tuple[str, ...]:
    """The rules that a field of this type has, by the names of its columns."""
    if type == FieldType.STANDARD:
        key = field.key if field is not None else ""
        if key == StandardField.EMAIL:
            return ()
        if field is not None and field.is_fixed:
            return ("stays_open",)
        needed = ("is_required",) if key in MAY_BE_REQUIRED else ()
        return (*needed, "categories", "stays_open")
    if type == FieldType.CONSENT:
        return ("is_required", "categories", "purpose")
    bounds = ("least", "most") if type in BOUNDED else ()
    return ("is_required", *bounds, "categories", "is_sensitive", "seen_by", "stays_open")


def field_form(
    event: Event,
    type: str,
    *,
    field: FormField | None = None,
    sections: Sequence[FormSection] = (),
    texts_only: bool = False,
) -> FieldForm:
    """The form for a field of one type, for a new one or for one that there is."""
    form_class = ConsentFieldForm if type == FieldType.CONSENT else FieldForm
    return form_class(event, type, field=field, sections=sections, texts_only=texts_only)


class TypeForm(Form):
    """The type of a field that nobody has answered yet."""

    type = ChoiceField(_l("Type of answer"), choices=type_choices)


class ChoiceForm(SharedForm):
    """A choice's words, and how many people may take it."""

    plain: tuple[str, ...] = ("places",)
    label = TranslatedField(_l("Choice"), required=_l("Enter the choice in the source language."))
    places = WholeNumberField(_l("Places"), least=1, most=100_000, hint=_l("Leave it empty for no limit."))

    def __init__(self, event: Event, choice: FieldChoice, *, texts_only: bool = False) -> None:
        if texts_only:
            self.plain = ()
        super().__init__(languages=event.languages, source=event.source, obj=choice)
        if texts_only:
            del self.places


class ChoicesForm(TranslatedForm):
    """Further choices, one on each line."""

    lines = TranslatedField(
        _l("Choices"),
        multiline=True,
        required=_l("Enter the choices in the source language, one on each line."),
        hint=_l("One on each line, in the same order in every language. Each can be changed later."),
    )

    def __init__(self, event: Event) -> None:
        super().__init__(languages=event.languages, source=event.source)

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        return (bool(self.lines.errors) or _lines_agree(self.lines, self.meta.source)) and valid

    @property
    def labels(self) -> list[Translated]:
        return labels_of(self.lines, self.meta.source)


def labels_of(field: TranslatedField, source: Language) -> list[Translated]:
    """The lines of a text in several languages, each as a text of its own."""
    lines = {language: _lines(text) for language, text in field.texts.items()}
    return [
        Translated.of(source, {language: listed[number] for language, listed in lines.items() if listed})
        for number in range(len(lines[source]))
    ]


def _lines_agree(field: TranslatedField, source: Language) -> bool:
    """Whether every language has as many lines as the source, or none, and none is too long; says where not."""
    wanted = len(_lines(field.texts[source]))
    for entry in field.entries_by_language:
        lines = _lines(entry.text.data or "")
        sentence = ""
        if len(lines) > MOST_CHOICES:
            sentence = _("Enter at most %(most)s choices.", most=MOST_CHOICES)
        elif any(len(line) > SHORT for line in lines):
            sentence = _("Shorten each choice to at most %(longest)s characters.", longest=SHORT)
        elif lines and len(lines) != wanted:
            sentence = ngettext(
                "There is %(num)s line here, and %(wanted)s in the source language. Each choice needs its own line.",
                "There are %(num)s lines here, and %(wanted)s in the source language. Each choice needs its own line.",
                len(lines),
                wanted=wanted,
            )
        if sentence:
            entry.text.errors = [*entry.text.errors, sentence]
            field.errors = [*field.errors, sentence]
    return not field.errors


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
