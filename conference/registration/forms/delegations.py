"""The organisers' form for a delegation: whose it is, whom we write to, how many may come, and until when."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import wtforms
from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from conference.core import formatting
from conference.core.forms import ChoiceField, DateField, Form, TimeField, WholeNumberField
from conference.core.languages import Language
from conference.core.rendering import month_style
from conference.core.text_fields import EmailField, TextField
from conference.core.translated_fields import Clashes, fingerprint
from conference.events.models import Event
from conference.registration.forms.fields import organisation_field
from conference.registration.forms.offer import Offer
from conference.registration.forms.organisation import OrganisationField
from conference.registration.models import Category, Delegation, Organisation
from conference.registration.service import ILO_RULE, DelegationTerms
from conference.registration.words import category_words

MOST = 500
SHARED = ("focal_name", "focal_email", "language_code", "quotas", "closes_at")
# Where a clash about a column is told, if not at a field of its name.
PLACES = {"quotas": f"quota_{Category.GOVERNMENT}", "closes_at": "closes_on"}


class DelegationForm(Form):
    """What an invitation says; `delegation_form` adds a number for each category, and the organisation."""

    event: Event
    focal_name = TextField(_l("Name of the focal point"), required=_l("Enter the name of the focal point."))
    focal_email = EmailField(
        _l("E-mail address of the focal point"),
        autocomplete="off",
        hint=_l("The link to the delegation goes to this address."),
    )
    language_code = ChoiceField(_l("Language of our messages to the focal point"), required=_l("Choose a language."))
    closes_on = DateField(_l("Last day for nominations"), hint=_l("Leave it empty to let nominations stay open."))
    closes_time = TimeField(_l("Hour"), hint=_l("In the event’s time; without it, until the end of the day."))
    seen = wtforms.HiddenField()

    def __init__(self, event: Event, delegation: Delegation | None = None) -> None:
        super().__init__(data=_data_of(event, delegation) if delegation else {"language_code": g.language.code})
        self.language_code.offer((one.code, one.name_in(g.language)) for one in event.languages)
        if delegation is not None and not self.is_submitted():
            self.seen.data = json.dumps({name: fingerprint(getattr(delegation, name)) for name in SHARED})

    @property
    def quota_fields(self) -> list[wtforms.Field]:
        return [self[f"quota_{category}"] for category in Category]

    def preset(self) -> None:
        """Fill the quotas in with the ILO's rule, and leave everything else as it was typed."""
        for category in Category:
            field = self[f"quota_{category}"]
            field.data, field.raw_data, field.errors = ILO_RULE.get(category), None, []

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        day, hour = self.closes_on.data, self.closes_time.data
        if hour is not None and day is None and not self.closes_on.errors:
            self.refuse(self.closes_on, _("Enter the day too, or take the hour away."))
            return False
        if day is not None and hour is not None and not self.closes_time.errors:
            there = datetime.combine(day, hour, tzinfo=self.event.zone_info).astimezone(UTC)
            if there.astimezone(self.event.zone_info).time() != hour:
                self.refuse(self.closes_time, _("This hour does not exist on that day: the clocks are put forward."))
                return False
        return valid

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
            closes_at=self._closes_at(),
        )

    def _closes_at(self) -> datetime | None:
        day, hour = self.closes_on.data, self.closes_time.data
        if day is None:
            return None
        # The end of a day is its last minute: so the mail and the page name the day that was chosen.
        hour = hour or datetime.max.time().replace(second=0, microsecond=0)
        return datetime.combine(day, hour, tzinfo=self.event.zone_info).astimezone(UTC)

    @property
    def seen_values(self) -> dict[str, str]:
        """The fingerprints of what the form had shown."""
        try:
            sent = json.loads(self.seen.data or "{}")
        except ValueError:
            return {}
        return {name: str(mark) for name, mark in sent.items()} if isinstance(sent, dict) else {}

    def show_clashes(self, clashes: Clashes) -> None:
        """Say beside each field what somebody else saved meanwhile; sending again then replaces it knowingly."""
        marks = {name: fingerprint(value) for name, value in clashes.values.items()}
        self.seen.data = json.dumps(self.seen_values | marks)
        sentence = _("Somebody else set this to %(theirs)s while you edited. Choose what is right, then save again.")
        for name, value in clashes.values.items():
            self.refuse(
                self[PLACES.get(name, name)], sentence % {"theirs": f"\u2068{self._in_words(name, value)}\u2069"}
            )

    def _in_words(self, name: str, value: Any) -> str:
        if name == "language_code":
            return Language.of(value).name_in(g.language)
        if name == "quotas":
            named = [
                _("%(category)s: %(places)s", category=category_words(one), places=places)
                for one, places in value.items()
            ]
            return formatting.listed(named, g.language) or "–"
        if name == "closes_at":
            return formatting.format_instant(value, self.event.zone, g.language, month_style()) if value else "–"
        return str(value)


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


def delegation_form(event: Event, delegation: Delegation) -> DelegationForm:
    """The form of a delegation that exists."""
    facts: dict[str, Any] = {"event": event, **_quota_fields()}
    return type("OwnDelegationForm", (DelegationForm,), facts)(event, delegation)


def invitation_form(event: Event, organisations: list[Organisation]) -> InvitationForm:
    """The form for a new delegation, with the registry to choose from."""
    offer = Offer(event=event, language=g.language, organisations=organisations)
    common = {
        "required": _l("Choose the organisation, or enter the name of another."),
        "hint": _l("Which organisation sends the delegation?"),
    }
    facts: dict[str, Any] = {
        "event": event,
        "organisation": organisation_field(_l("Organisation"), common, offer, autocomplete="off"),
        **_quota_fields(),
    }
    return type("OwnInvitationForm", (InvitationForm,), facts)(event)


def _quota_fields() -> dict[str, Any]:
    return {
        f"quota_{category}": WholeNumberField(category_words(category), least=0, most=MOST) for category in Category
    }


def _data_of(event: Event, delegation: Delegation) -> dict[str, Any]:
    closes = delegation.closes_at.astimezone(event.zone_info) if delegation.closes_at else None
    return {
        "focal_name": delegation.focal_name,
        "focal_email": delegation.focal_email,
        "language_code": delegation.language_code,
        "closes_on": closes.date() if closes else None,
        "closes_time": closes.time().replace(second=0, microsecond=0, tzinfo=None) if closes else None,
        **{f"quota_{category}": delegation.quotas.get(category) for category in Category},
    }
