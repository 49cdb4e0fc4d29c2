"""The organisers' forms for deciding about registrations and for inviting people to register."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import wtforms
from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from conference.core import text
from conference.core.forms import ChoiceField, Form
from conference.core.languages import Language
from conference.core.text_fields import TextAreaField
from conference.registration.models import Category
from conference.registration.service import Action
from conference.registration.words import category_words

LONGEST_MESSAGE = 2000
MOST_ADDRESSES = 500


class DecisionForm(Form):
    """What an organiser adds to the mails about a decision; `decision_form` gives it a text for each language."""

    languages: Sequence[Language] = ()
    chosen = wtforms.HiddenField()

    @property
    def ids(self) -> list[int]:
        """The registrations that the page was about."""
        typed = (self.chosen.data or "").split(",")
        return [int(one) for one in typed if one.isascii() and one.isdigit() and len(one) < 10]

    @property
    def messages(self) -> Mapping[str, str]:
        """The messages by the code of their language; only those that were written."""
        return {
            one.code: self[f"message_{one.code}"].data for one in self.languages if self[f"message_{one.code}"].data
        }

    def fields(self) -> list[wtforms.Field]:
        return [self[f"message_{one.code}"] for one in self.languages]


def decision_form(languages: Iterable[Language], action: Action, *, ids: Collection[int] = ()) -> DecisionForm:
    """The form for a decision about people who read these languages; a correction must say what to correct."""
    required = _l("Say what has to be corrected.") if action == Action.CORRECT else None
    spoken = list(languages)
    fields = {
        f"message_{one.code}": TextAreaField(
            _l("Message in %(language)s", language=one.name_in(g.language)),
            required=required,
            longest=LONGEST_MESSAGE,
            render_kw={"dir": one.direction, "lang": one.code, "rows": 4},
        )
        for one in spoken
    }
    form_class: type[DecisionForm] = type("ActionForm", (DecisionForm,), {"languages": spoken, **fields})
    return form_class(data={"chosen": ",".join(map(str, ids))})


class InvitationsForm(Form):
    """Addresses to invite, one on each line or apart by commas."""

    addresses = TextAreaField(
        _l("E-mail addresses"),
        required=_l("Enter at least one e-mail address."),
        longest=50_000,
        hint=_l("One on each line, or separated by commas. Each gets a link of its own."),
        render_kw={"dir": "ltr", "rows": 6},
    )
    category = ChoiceField(_l("Category"), blank=_l("The person chooses"))
    language_code = ChoiceField(_l("Language of the message"))

    def __init__(self, categories: Sequence[Category], languages: Sequence[Language]) -> None:
        super().__init__()
        self.category.offer((str(one), category_words(one)) for one in categories)
        self.language_code.offer((one.code, one.name_in(g.language)) for one in languages)
        self.found: list[str] = []

    def validate(self, extra_validators: object = None) -> bool:
        valid = super().validate(extra_validators)
        typed = (self.addresses.data or "").replace(",", "\n").replace(";", "\n").splitlines()
        lines = [line.strip() for line in typed if line.strip()]
        self.found = [found for line in lines if (found := text.email_address(line)) is not None]
        wrong = [line for line in lines if text.email_address(line) is None]
        if wrong:
            sentence = _("This is not a complete e-mail address: %(typed)s. Correct it, then send all of them.")
            self.refuse(self.addresses, sentence % {"typed": text.one_way(wrong[0][:100])})
        elif len(lines) > MOST_ADDRESSES:
            self.refuse(self.addresses, _("Invite at most %(most)s addresses at a time.", most=MOST_ADDRESSES))
        return valid and not self.addresses.errors
