"""Sending a list, and saying what its columns hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from conference.core import formatting
from conference.core.file_types import XLSX
from conference.core.forms import ChoiceField, Form, TickField, choices_of_countries
from conference.core.office_files import DamagedOfficeFile, ProtectedOfficeFile
from conference.core.tables import ENCODINGS, MOST_BYTES, SEPARATORS, TableRefused, Writing, recognise
from conference.core.text import isolated
from conference.core.uploads import UploadField, keep
from conference.events.models import Event
from conference.registration.importing.headings import FAMILY_NAME, GIVEN_NAME, readable_fields, target_of
from conference.registration.importing.refusals import code_of_refusal, refusal_sentence, target_words
from conference.registration.models import Category, RegistrationState, StandardField
from conference.registration.queries import EventForm
from conference.registration.words import category_words

COLUMN = "column_"


class ListField(UploadField):
    """A CSV or XLSX file."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, types=[XLSX], **kwargs)
        limit = formatting.format_size(MOST_BYTES, g.language)
        self.render_kw = {**self.render_kw, "accept": ".csv,.txt,.tsv,.xlsx", "data-limit": limit}


class ListForm(Form):
    """A list of people as a file."""

    file = ListField(_l("List of people (CSV or XLSX)"), hint=_l("One person on each line, headings above."))


@dataclass(frozen=True, slots=True)
class ReceivedList:
    """A stored list and how it is written."""

    sha256: str
    name: str
    writing: Writing


def receive_list(form: ListForm) -> ReceivedList | None:
    """Store the list of a valid form; None after a sentence was put beside the field. Call it before `write()`."""
    sent = cast(FileStorage, form.file.data)
    try:
        writing = recognise(cast(Any, sent.stream))
    except (TableRefused, DamagedOfficeFile, ProtectedOfficeFile) as refused:
        form.refuse(form.file, refusal_sentence(code_of_refusal(refused)))
        return None
    blob = keep(form, form.file, cast(Any, sent.stream))
    return ReceivedList(blob.sha256, (sent.filename or "")[:300], writing) if blob else None


class ColumnsForm(Form):
    """What each column holds, and what happens to the people; one choice per column is added by `columns_form`."""

    encoding = ChoiceField(_l("Encoding"), choices=lambda: [(one, encoding_words(one)) for one in ENCODINGS])
    separator = ChoiceField(_l("Separator"), choices=lambda: [(one, separator_words(one)) for one in SEPARATORS])
    sheet = ChoiceField(_l("Sheet"))
    category = ChoiceField(
        _l("Category of new people where the list says none"),
        blank=_l("None: the list must say it"),
        choices=lambda: [(one.value, category_words(one)) for one in Category],
    )
    country = ChoiceField(
        _l("Country of new people where the list says none"),
        blank=_l("None: the list must say it"),
        choices=choices_of_countries,
    )
    language_code = ChoiceField(_l("Language of messages to new people where the list says none"))
    state = ChoiceField(
        _l("New people are"),
        choices=lambda: [
            (RegistrationState.CONFIRMED.value, _("Confirmed: each takes a place")),
            (RegistrationState.PENDING.value, _("To be examined by you")),
        ],
    )
    writes = TickField(
        _l("Write to the new people"), hint=_l("Without this nobody gets a message. People who change get none.")
    )

    def columns(self) -> dict[int, str]:
        """The target of each column that holds something."""
        chosen = {int(one.name.removeprefix(COLUMN)): one.data for one in self if one.name.startswith(COLUMN)}
        return {number: target for number, target in sorted(chosen.items()) if target}

    def is_complete(self) -> bool:
        """Whether the columns name what every person needs, each once; puts a sentence beside what is wrong."""
        chosen = self.columns()
        many = Counter(chosen.values())
        targets = set(many)
        for number, target in chosen.items():
            if many[target] > 1:
                self.refuse(self[f"{COLUMN}{number}"], _("Two columns cannot hold the same. Choose another meaning."))
        problems = []
        if StandardField.EMAIL not in targets:
            problems.append(_("Say which column holds the e-mail address: people are known by it."))
        if not targets & {StandardField.NATIVE_NAME.value, GIVEN_NAME, FAMILY_NAME}:
            problems.append(_("Say which column holds the name."))
        self.form_errors += problems
        return not problems and not self.errors


def columns_form(
    event: Event,
    form: EventForm,
    headings: Sequence[str],
    *,
    sheets: Sequence[str],
    chosen: Mapping[int, str],
    options: Mapping[str, Any],
) -> ColumnsForm:
    """The form for a list with these headings; `chosen` and `options` are what it begins with."""
    targets = [(target, target_words(target, form)) for target in _targets(form)]
    fields = {
        f"{COLUMN}{number}": ChoiceField(
            isolated(heading) if heading else _("Column %(number)s, without heading", number=number + 1),
            blank=_l("Not imported"),
            choices=targets,
            default=chosen.get(number, ""),
        )
        for number, heading in enumerate(headings)
    }
    made = type("ColumnsFormOfList", (ColumnsForm,), fields)
    defaults = options.get("defaults", {})
    found: ColumnsForm = made(
        encoding=options["encoding"] or "utf-8",
        separator=options["separator"] or ",",
        sheet=str(options["sheet"]),
        category=defaults.get("category", ""),
        country=defaults.get("country", ""),
        language_code=defaults.get("language_code", event.source_code),
        state=options.get("state", RegistrationState.CONFIRMED.value),
        writes=bool(options.get("writes")),
    )
    found.sheet.offer([(str(number), isolated(name)) for number, name in enumerate(sheets or ["-"])])
    found.language_code.offer([(one.code, one.name_in(g.language)) for one in event.languages])
    if options["kind"] == "xlsx":
        del found.encoding, found.separator
        if len(sheets) < 2:
            del found.sheet
    else:
        del found.sheet
    return found


def _targets(form: EventForm) -> list[str]:
    standard = [one.value for one in StandardField]
    return [*standard, GIVEN_NAME, FAMILY_NAME, *(target_of(one) for one in readable_fields(form))]


def encoding_words(encoding: str) -> str:
    return {
        "utf-8": _("UTF-8"),
        "utf-16-le": _("UTF-16"),
        "utf-16-be": _("UTF-16, big-endian"),
        "cp1252": _("Windows-1252 (Western European)"),
        "cp1256": _("Windows-1256 (Arabic)"),
    }[encoding]


def separator_words(separator: str) -> str:
    return {",": _("Comma"), ";": _("Semicolon"), "\t": _("Tab")}[separator]
