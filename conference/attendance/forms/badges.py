"""The organisers' forms for printing badges and for one that was lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from conference.attendance.badge_sheets import Layout, SheetChoice
from conference.core import formatting
from conference.core.forms import ChoiceField, Form, TickField
from conference.core.languages import Language
from conference.core.text_fields import TextField
from conference.events.models import Event
from conference.registration.models import Category
from conference.registration.words import category_words

LONGEST_REASON = 300


class Whose(StrEnum):
    """Whose badges are printed."""

    NEW = "new"
    TICKED = "ticked"
    CATEGORY = "category"
    ALL = "all"


class PrintForm(Form):
    """Whose badges, on which paper, in which language."""

    whose = ChoiceField(
        _l("Whose badges"),
        choices=lambda: [
            (Whose.NEW.value, _("What is new or changed since it was last printed")),
            (Whose.TICKED.value, _("Those whom you ticked in the list")),
            (Whose.CATEGORY.value, _("One category")),
            (Whose.ALL.value, _("Everybody who is confirmed")),
        ],
    )
    category = ChoiceField(_l("Category"), choices=lambda: [(one.value, category_words(one)) for one in Category])
    layout = ChoiceField(
        _l("Paper"),
        choices=lambda: [
            (Layout.A6.value, _("A6, one badge on each page")),
            (Layout.FOLDED.value, _("A4, folded twice: badge, agenda and practical information")),
            (Layout.LABELS_8.value, _("Sheets of 8 labels (99.1 × 67.7 mm)")),
            (Layout.LABELS_24.value, _("Sheets of 24 labels (63.5 × 33.9 mm)")),
        ],
    )
    language_code = ChoiceField(_l("Language"), blank=_l("Each person’s own"))
    day = ChoiceField(_l("Agenda inside a folded badge"), blank=_l("All days"))

    @property
    def sheet(self) -> SheetChoice:
        return SheetChoice(
            layout=Layout(self.layout.data),
            language=Language.of(self.language_code.data) if self.language_code.data else None,
            day=date.fromisoformat(self.day.data) if self.day.data else None,
        )


def print_form(event: Event, days: Sequence[date], **kwargs: Any) -> PrintForm:
    """The form with the languages of the event and the days of its agenda."""
    form = PrintForm(**kwargs)
    form.language_code.offer([(one.code, one.name_in(g.language)) for one in event.languages])
    form.day.offer(
        [(one.isoformat(), formatting.format_date(one, g.language, event.month_style, "EEEE d MMMM")) for one in days]
    )
    return form


class LostForm(Form):
    """Why a badge opens nothing any more, and whether the person gets another one."""

    reason = TextField(_l("Reason"), required=_l("Write why, for example «lost»."), longest=LONGEST_REASON)
    again = TickField(_l("Give the person another badge, and send them its code"))
