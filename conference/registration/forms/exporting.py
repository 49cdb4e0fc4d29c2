"""Choosing what a copy of the registrations holds, and which list of participants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from conference.core.forms import ChoiceField, ChoicesField, Form
from conference.core.languages import Language
from conference.core.rendering import shown
from conference.events.access import Viewer
from conference.events.models import Event
from conference.registration.exporting import QUESTION, USUAL, ExportChoice, offered_columns
from conference.registration.models import Category, RegistrationState
from conference.registration.participants import ListChoice, Order
from conference.registration.queries import EventForm
from conference.registration.words import category_words, state_words


class ExportForm(Form):
    """Which people, which columns, which kind of file."""

    names: Mapping[str, str]
    columns = ChoicesField(_l("Columns"), required=_l("Choose at least one column."))
    states = ChoicesField(
        _l("People who are"),
        choices=lambda: [(one.value, state_words(one)) for one in RegistrationState],
        required=_l("Choose at least one state."),
    )
    category = ChoiceField(
        _l("Category"),
        blank=_l("All"),
        choices=lambda: [(one.value, category_words(one)) for one in Category],
    )
    format = ChoiceField(_l("File format"), choices=lambda: [("xlsx", _("XLSX")), ("csv", _("CSV"))])

    def choice(self) -> ExportChoice:
        """What was chosen, columns in the order in which they are offered."""
        chosen = [option for option in self.columns.choices if option.value in self.columns.data]
        return ExportChoice(
            format=self.format.data,
            columns=[option.value for option in chosen],
            labels=[self.names[option.value] for option in chosen],
            states=list(self.states.data),
            category=self.category.data or "",
        )


def export_form(form: EventForm, asker: Viewer, **kwargs: Any) -> ExportForm:
    """The form with the columns that `asker` may see."""
    usual = [RegistrationState.PENDING, RegistrationState.CONFIRMED, RegistrationState.WAITLISTED]
    found = ExportForm(columns=list(USUAL), states=[one.value for one in usual], prefix="export-", **kwargs)
    offered = offered_columns(form, asker)
    found.names = dict(offered)
    asked = {f"{QUESTION}{one.key}": one.label for one in (*form.fields, *form.retired)}
    found.columns.offer((column, shown(asked[column]) if column in asked else name) for column, name in offered)
    return found


class ParticipantsForm(Form):
    """Which list of participants."""

    language_code = ChoiceField(_l("Language"))
    order = ChoiceField(
        _l("Order"),
        choices=lambda: [(Order.COUNTRY.value, _("By country")), (Order.CATEGORY.value, _("By category"))],
    )
    format = ChoiceField(_l("File format"), choices=lambda: [("pdf", _("PDF")), ("xlsx", _("XLSX"))])

    def choice(self) -> ListChoice:
        return ListChoice(
            format=self.format.data, language=Language.of(self.language_code.data), order=Order(self.order.data)
        )


def participants_form(event: Event, **kwargs: Any) -> ParticipantsForm:
    """The form with the languages of the event, the page's first."""
    own = g.language if g.language in event.languages else event.source
    found = ParticipantsForm(language_code=own.code, prefix="list-", **kwargs)
    found.language_code.offer([(one.code, one.name_in(g.language)) for one in event.languages])
    return found
