"""The organisers' form for the rules of registration: when, who, and how many."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import wtforms
from flask_babel import lazy_gettext as _l

from conference.core.forms import ChoiceField, TickField, WholeNumberField
from conference.core.instants import InstantField
from conference.core.text_fields import Sentence
from conference.core.translated_fields import SharedForm
from conference.events.models import Event
from conference.registration.models import Category, Entry
from conference.registration.service import OF_CATEGORY, OF_EVENT, RulesSheet
from conference.registration.words import category_words, entry_words

A_MONTH, A_YEAR = 31, 366


class RulesForm(SharedForm):
    """The rules of the event; `rules_form` makes a class with those of each category."""

    opens_at = InstantField(_l("Opens"), hint=_l("Leave it empty to open at once."))
    closes_at = InstantField(_l("Closes"), hint=_l("Leave it empty to close by hand."))
    entry = ChoiceField(_l("How people come in"), choices=lambda: [(str(one), entry_words(one)) for one in Entry])
    accept_hours = WholeNumberField(
        _l("Hours to accept a place from the waiting list"),
        most=24 * A_MONTH,
        required=_l("Enter a number of hours."),
        hint=_l("A place that nobody accepts in time goes to the next person. 0 gives it at once."),
    )
    reminder_days = WholeNumberField(
        _l("Days before the event on which confirmed people are reminded"),
        most=A_MONTH,
        hint=_l("Leave it empty for no reminder."),
    )
    finish_days = WholeNumberField(
        _l("Days after which people are reminded to finish"),
        least=1,
        most=A_MONTH,
        hint=_l("For a correction that was asked or data to confirm. Leave it empty for no reminder."),
    )

    def refuse_order(self) -> None:
        self.refuse(self.closes_at, _l("Registration would close before it opens. Correct one of them."))

    def of_category(self, category: str) -> list[wtforms.Field]:
        """The fields of one category: whether it is offered, how its people come in, its places."""
        return [self[f"{category}_{name}"] for name in OF_CATEGORY]


def rules_form(event: Event, sheet: RulesSheet) -> RulesForm:
    """The form with the rules of now."""
    fields = {name: field for category in Category for name, field in _fields_of(category).items()}
    facts = {"plain": (*OF_EVENT, *fields), "Meta": type("Meta", (), {"zone": event.zone})}
    form_class: type[RulesForm] = type("EventRulesForm", (RulesForm,), {**fields, **facts})
    return form_class(obj=sheet, languages=event.languages, source=event.source)


def _fields_of(category: Category) -> Mapping[str, Any]:
    label: Sentence = category_words(category)
    entries = [(str(one), entry_words(one)) for one in Entry]
    return {
        f"{category}_is_offered": TickField(label),
        f"{category}_entry": ChoiceField(_l("How people come in"), choices=entries, blank=_l("As for the event")),
        f"{category}_places": WholeNumberField(_l("Places"), most=100_000),
    }
