"""The part of a document's form that says who may read it, and from when."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from conference.core.forms import ChoiceField, ChoicesField, TickField
from conference.core.instants import InstantField
from conference.core.translated_fields import SharedForm
from conference.library.models import Visibility
from conference.library.words import visibility_words
from conference.registration.models import Category
from conference.registration.words import category_words as constituency_words

ACCESS = ("visibility", "visible_to", "embargo_until", "embargo_announced")


class AccessForm(SharedForm):
    """The form of a document has these fields beside its own; `session_codes` among those are its sessions."""

    visibility = ChoiceField(
        _l("Who may read it"),
        choices=lambda: [(one.value, visibility_words(one)) for one in Visibility],
        required=_l("Choose who may read it."),
    )
    visible_to = ChoicesField(
        _l("Categories that may read it"),
        choices=lambda: [(one.value, constituency_words(one)) for one in Category],
        hint=_l("They count only where confirmed participants of some categories may read it."),
    )
    embargo_until = InstantField(
        _l("Not before"),
        hint=_l(
            "Until this day and hour, on the event’s clocks, only the team has it, and whoever has early access. "
            "Then it appears everywhere by itself."
        ),
    )
    embargo_announced = TickField(
        _l("Say until then that it will be available, and from when"),
        hint=_l("Those who may read it later see its title, its symbol and the hour. Without this, nothing is said."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """An answer by which nobody could read the document is refused beside what is missing."""
        valid = super().validate(extra_validators)
        if "visibility" not in self:
            return valid
        if self.visibility.data == Visibility.CATEGORY and not self.visible_to.data:
            self.refuse(self.visible_to, _("Choose at least one category, or another answer to who may read it."))
            return False
        if self.visibility.data == Visibility.SESSIONS and not self.session_codes.data:
            field = self.session_codes if self.session_codes.choices else self.visibility
            self.refuse(field, _("Choose at least one session, or another answer to who may read it."))
            return False
        return valid
