"""The field that asks for an organisation: one of the event's registry, or another by its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import wtforms
from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from conference.core.forms import ChoiceField
from conference.core.text_fields import Sentence, TextField
from conference.registration.models import Organisation

OTHER = "other"


class OrganisationField(ChoiceField):
    """A choice with a line of text (`other`) for an organisation that the registry does not hold.

    `data` is the id of an organisation, «other» or nothing; `organisation` is what an answer keeps of it.
    """

    def __init__(self, label: Sentence, *, organisations: Sequence[Organisation], **kwargs: Any) -> None:
        self.names = {str(one.id): one.name.resolve(g.language).text for one in organisations}
        choices = [*self.names.items(), (OTHER, _l("Another organisation"))]
        super().__init__(label, choices=choices, blank=_l("Choose an organisation"), **kwargs)

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        stored = data if isinstance(data, Mapping) else {}
        known = str(stored.get("organisation") or "")
        chosen = known if known in self.names else OTHER if stored.get("text") else ""
        unbound = TextField(
            _("Name of the other organisation"),
            required=_l("Enter the organisation’s name."),
            autocomplete="organization",
        )
        self.other = unbound.bind(
            form=None, name=f"{self.name}-{OTHER}", _meta=self.meta, translations=self._translations
        )
        self.other.process(formdata, stored.get("text", "") if chosen == OTHER else "")
        super().process(formdata, chosen, extra_filters)

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.data == OTHER and not self.other.validate(form):
            raise wtforms.ValidationError(self.other.errors[0])

    @property
    def organisation(self) -> dict[str, Any] | None:
        """{"organisation": id, "text": its name in the page's language}, or with no id what was typed."""
        if self.data == OTHER:
            return {"organisation": None, "text": self.other.data}
        return {"organisation": int(self.data), "text": self.names[self.data]} if self.data in self.names else None
