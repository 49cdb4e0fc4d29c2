"""The focal point's forms: one person, many rows, and the letter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext, ngettext
from werkzeug.datastructures import MultiDict

from conference.agenda.published import is_latin
from conference.core.file_types import DOCX, PDF
from conference.core.forms import ChoiceField, Form, choices_of_countries
from conference.core.honorifics import Title, title_choices
from conference.core.languages import Language
from conference.core.text_fields import EmailField, TextAreaField, TextField
from conference.core.uploads import UploadField
from conference.events.models import Event
from conference.registration.models import Category, Registration
from conference.registration.queries import DelegationPeople
from conference.registration.service import AddressTwice, NamedTwice, Nominee, QuotaFull
from conference.registration.words import category_words


class NomineeForm(Form):
    """One person, as the focal point knows them."""

    title = ChoiceField(lazy_pgettext("person", "Title"), default=Title.NONE.value)
    native_name = TextField(
        _l("Full name"), required=_l("Enter the person’s full name."), hint=_l("In the person’s own script.")
    )
    latin_name = TextField(_l("Name in Latin script"), hint=_l("If the name above is in another script."))
    email = EmailField(
        _l("E-mail address"),
        required=None,
        autocomplete="off",
        hint=_l("The person’s own. Leave it empty if they have none: their messages then go to you."),
    )
    function = TextField(_l("Function"))
    category = ChoiceField(_l("Category"), required=_l("Choose the category."))
    country = ChoiceField(
        _l("Country"), blank=_l("Choose a country"), choices=choices_of_countries, required=_l("Choose the country.")
    )
    language_code = ChoiceField(_l("Language of our messages to this person"), required=_l("Choose a language."))

    def __init__(
        self,
        event: Event,
        nominated: DelegationPeople,
        *,
        registration: Registration | None = None,
        **kwargs: Any,
    ) -> None:
        delegation = nominated.delegation
        super().__init__(
            data=_shown(registration, delegation.focal_email_key)
            if registration
            else {"language_code": delegation.language_code, "country": delegation.organisation.country}
            | ({"category": only} if (only := only_category(nominated)) else {}),
            **kwargs,
        )
        self.title.offer(title_choices())
        blank = [] if only_category(nominated) else [("", _("Choose a category"))]
        self.category.offer([*blank, *_categories(nominated, registration)])
        self.language_code.offer((one.code, one.name_in(g.language)) for one in event.languages)

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        native, latin = self.native_name, self.latin_name
        if native.data and not native.errors and not latin.data and not latin.errors and not is_latin(native.data):
            self.refuse(latin, _("Enter the name in Latin letters too: lists in English and French need it."))
            return False
        return valid

    @property
    def nominee(self) -> Nominee:
        return Nominee(
            title=self.title.data,
            native_name=self.native_name.data,
            latin_name=self.latin_name.data,
            email=self.email.data or "",
            function=self.function.data,
            category=self.category.data,
            country=self.country.data,
            language=Language.of(self.language_code.data),
        )

    def refuse_nominee(self, refused: Exception) -> None:
        """Say beside its field which rule of the delegation the person breaks."""
        place = {QuotaFull: self.category, AddressTwice: self.email}.get(type(refused), self.native_name)
        self.refuse(place, nominee_refusal(refused))


def nominee_refusal(refused: Exception) -> str:
    """Why a delegation cannot name somebody."""
    if isinstance(refused, QuotaFull) and not refused.places:
        return _(
            "Your delegation names nobody of this category: %(category)s.", category=category_words(refused.category)
        )
    if isinstance(refused, QuotaFull):
        return ngettext(
            "The only place for %(category)s is taken. Withdraw somebody first, or ask the organisers.",
            "All %(num)s places for %(category)s are taken. Withdraw somebody first, or ask the organisers.",
            refused.places,
            category=category_words(refused.category),
        )
    if isinstance(refused, AddressTwice):
        return _("Somebody else of your delegation has this address. Enter the person’s own, or leave it empty.")
    if isinstance(refused, NamedTwice):
        return _("Your delegation names somebody of this name already.")
    raise refused


def only_category(nominated: DelegationPeople) -> str:
    """The one category that the delegation may send, or nothing."""
    allowed = [one for one, places in nominated.delegation.quotas.items() if places]
    return allowed[0] if len(allowed) == 1 else ""


def _categories(nominated: DelegationPeople, registration: Registration | None) -> list[tuple[str, str]]:
    """The categories that may come, each with its places; the one that somebody has already is always there."""
    allowed: Mapping[str, int] = nominated.delegation.quotas
    if not allowed:
        return [(category.value, category_words(category)) for category in Category]
    used = {quota.category: quota.used for quota in nominated.quotas}
    own = registration.category if registration else ""
    return [
        (
            category.value,
            _(
                "%(category)s (%(used)s of %(places)s taken)",
                category=category_words(category),
                used=used.get(category, 0),
                places=allowed.get(category, 0),
            ),
        )
        for category in Category
        if allowed.get(category) or category == own
    ]


def _shown(registration: Registration, focal_email_key: str) -> dict[str, Any]:
    names = ("title", "native_name", "latin_name", "function", "category", "country", "language_code")
    own_address = "" if registration.email_key == focal_email_key else registration.email
    return {name: getattr(registration, name) for name in names} | {"email": own_address}


def row_form(event: Event, nominated: DelegationPeople, values: Mapping[str, str]) -> NomineeForm:
    """The same form for a row of a table: what it may hold and how it is refused is one for both ways in."""
    return NomineeForm(event, nominated, formdata=MultiDict(values), meta={"csrf": False})


class RowsForm(Form):
    """Rows from a spreadsheet."""

    rows = TextAreaField(
        _l("Rows"),
        longest=30_000,
        required=_l("Paste at least one row."),
        render_kw={"rows": "8"},
    )


class LetterForm(Form):
    """The note verbale or the letter of nomination."""

    file = UploadField(_l("File"), types=(PDF, DOCX))
