"""The organisers' form for a delegation: whose it is, whom we write to, how many may come, and until when."""

from __future__ import annotations

from typing import Any

import wtforms
from flask import g
from flask_babel import lazy_gettext as _l

from conference.core.forms import ChoiceField, WholeNumberField
from conference.core.instants import InstantField
from conference.core.languages import Language
from conference.core.text_fields import EmailField, TextField
from conference.core.translated_fields import SharedForm
from conference.events.models import Event
from conference.registration.forms.fields import organisation_field
from conference.registration.forms.offer import Offer
from conference.registration.forms.organisation import OrganisationField
from conference.registration.models import Category, Delegation, Organisation
from conference.registration.service import ILO_RULE, OF_DELEGATION, DelegationSheet, DelegationTerms
from conference.registration.words import category_words

MOST = 500


class DelegationForm(SharedForm):
    """What an invitation says; below, each category gets its number, and a new delegation its organisation."""

    plain = OF_DELEGATION
    focal_name = TextField(_l("Name of the focal point"), required=_l("Enter the name of the focal point."))
    focal_email = EmailField(
        _l("E-mail address of the focal point"),
        autocomplete="off",
        hint=_l("The link to the delegation goes to this address."),
    )
    language_code = ChoiceField(_l("Language of our messages to the focal point"), required=_l("Choose a language."))
    closes_at = InstantField(_l("Nominations close"), hint=_l("Leave it empty to let nominations stay open."))

    def __init__(self, event: Event, sheet: DelegationSheet | None = None) -> None:
        usual = None if sheet else {"language_code": g.language.code}
        super().__init__(obj=sheet, data=usual, languages=event.languages, source=event.source)
        self.language_code.offer((one.code, one.name_in(g.language)) for one in event.languages)

    @property
    def quota_fields(self) -> list[wtforms.Field]:
        return [self[f"quota_{category}"] for category in Category]

    def preset(self) -> None:
        """Fill the quotas in with the ILO's rule, and leave everything else as it was typed."""
        for category in Category:
            field = self[f"quota_{category}"]
            field.data, field.raw_data, field.errors = ILO_RULE.get(category), None, []


class InvitationForm(DelegationForm):
    """A new delegation: with the organisation that sends it."""

    organisation: Any

    @property
    def chosen_organisation(self) -> tuple[int | None, str]:
        """The id of an organisation of the registry, or None and the name of one that it lacks."""
        if isinstance(self.organisation, OrganisationField):
            found = self.organisation.organisation or {"organisation": None, "text": ""}
            return found["organisation"], found["text"]
        return None, self.organisation.data

    @property
    def invited(self) -> DelegationTerms:
        return DelegationTerms(
            focal_name=self.focal_name.data,
            focal_email=self.focal_email.data,
            language=Language.of(self.language_code.data),
            quotas={
                category.value: number
                for category in Category
                if (number := self[f"quota_{category}"].data) is not None
            },
            closes_at=self.closes_at.data,
        )


def delegation_form(event: Event, delegation: Delegation) -> DelegationForm:
    """The form of a delegation that exists."""
    return type("OwnDelegationForm", (DelegationForm,), _facts(event))(event, DelegationSheet(delegation))


def invitation_form(event: Event, organisations: list[Organisation]) -> InvitationForm:
    """The form for a new delegation, with the registry to choose from."""
    offer = Offer(event=event, language=g.language, organisations=organisations)
    common = {
        "required": _l("Choose the organisation, or enter the name of another."),
        "hint": _l("Which organisation sends the delegation?"),
    }
    chosen = {"organisation": organisation_field(_l("Organisation"), common, offer, autocomplete="off")}
    return type("OwnInvitationForm", (InvitationForm,), _facts(event) | chosen)(event)


def _facts(event: Event) -> dict[str, Any]:
    """What the forms of an event have beyond their class: the zone of its clocks, and a number for each category."""
    quotas = {f"quota_{one}": WholeNumberField(category_words(one), least=0, most=MOST) for one in Category}
    return {"Meta": type("Meta", (), {"zone": event.zone}), **quotas}
