"""What a mail about a registration is about, and what each placeholder in its words stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from flask_babel import gettext as _
from markupsafe import Markup, escape

from conference.core import formatting
from conference.core.honorifics import title_words
from conference.core.languages import Language
from conference.core.localization import speaking
from conference.core.rendering import shown
from conference.core.text import isolated, one_way
from conference.core.translated import Translated
from conference.events.header import format_label
from conference.events.models import Contact, Event, Format
from conference.registration.models import Category, Delegation, Registration
from conference.registration.placeholders import Placeholder
from conference.registration.words import category_words, state_words


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a mail, as far as its words ask. Who is only invited has an address, and perhaps a category."""

    email: str
    name: str = ""
    code: str = ""
    category: str = ""
    organisation: str | Translated = ""
    country: str = ""

    @classmethod
    def of(cls, registration: Registration, language: Language) -> Reader:
        return cls(
            email=registration.email,
            name=addressed_as(registration, language),
            code=registration.code,
            category=registration.category,
            organisation=registration.organisation,
            country=registration.country,
        )

    @classmethod
    def of_nominee(cls, registration: Registration, delegation: Delegation, language: Language) -> Reader:
        # The code may be another one once they confirm.
        return replace(cls.of(registration, language), organisation=delegation.organisation.name, code="")

    @classmethod
    def of_focal_point(cls, delegation: Delegation) -> Reader:
        organisation = delegation.organisation
        return cls(
            email=delegation.focal_email,
            name=delegation.focal_name,
            organisation=organisation.name,
            country=organisation.country,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What one mail is about, apart from its words.

    `address` is the person's own page; `message` is what an organiser adds in the mail's language, `until` the
    instant by which the person should answer. Of a delegation, `focal_point` is its name, and `quotas` how many people
    of each category may come, or nothing where there is no limit.
    """

    reader: Reader
    event: Event
    language: Language
    address: str
    state: str = ""
    message: str = ""
    until: datetime | None = None
    focal_point: str = ""
    quotas: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Value:
    """What stands for a placeholder: in a subject, in the text part (UAX #9 isolates) and in the HTML part."""

    plain: str
    text: str
    html: Markup

    @classmethod
    def of(cls, words: str) -> Value:
        """Words or names that keep their own direction."""
        return cls(words, isolated(words) if words else "", Markup("<bdi>{}</bdi>").format(words))

    @classmethod
    def of_code(cls, code: str) -> Value:
        """What is always written from left to right."""
        html = Markup('<bdi dir="ltr"><strong>{}</strong></bdi>').format(code)
        return cls(code, one_way(code) if code else "", html)

    @classmethod
    def of_words(cls, words: str) -> Value:
        """Words of the mail's own language, which need no isolation."""
        return cls(words, words, escape(words))

    @classmethod
    def of_name(cls, name: str | Translated, language: Language) -> Value:
        """A name that people wrote in one language, or that the event has in several."""
        return cls.of_translated(name, language) if isinstance(name, Translated) else cls.of(name)

    @classmethod
    def of_translated(cls, text: Translated, language: Language) -> Value:
        words = " ".join(text.resolve(language).text.split())
        return cls(words, isolated(words) if words else "", Markup("<bdi>{}</bdi>").format(shown(text)))


def values_of(occasion: Occasion) -> dict[Placeholder, Value]:
    """What every placeholder stands for, in the language that is being spoken; those that say nothing are left out."""
    event, language, reader = occasion.event, occasion.language, occasion.reader
    dates = formatting.format_date_range(event.starts_on, event.ends_on, language, event.month_style)
    address = Markup('<a href="{0}"><bdi dir="ltr">{0}</bdi></a>').format(occasion.address)
    found = {
        Placeholder.NAME: Value.of(reader.name),
        Placeholder.EVENT: _event_title(event, language),
        Placeholder.DATES: Value.of(dates),
        Placeholder.PLACE: _place(event, language),
        Placeholder.CATEGORY: Value.of_words(category_words(reader.category) if reader.category else ""),
        Placeholder.ORGANISATION: Value.of_name(reader.organisation, language),
        Placeholder.FOCAL_POINT: Value.of(occasion.focal_point),
        Placeholder.STATE: Value.of_words(state_words(occasion.state) if occasion.state else ""),
        Placeholder.CODE: Value.of_code(reader.code),
        # Programs make links of what looks like one: an isolate would become part of the address.
        Placeholder.LINK: Value(occasion.address, occasion.address, address),
        Placeholder.UNTIL: Value.of(_deadline(occasion)),
        Placeholder.QUOTAS: _quotas(occasion.quotas, language),
        Placeholder.MESSAGE: _message(occasion.message),
        Placeholder.CONTACT: _contact(event, reader.country, language),
    }
    found[Placeholder.DETAILS] = _details(found, language)
    return {name: value for name, value in found.items() if value.plain}


def addressed_as(registration: Registration, language: Language) -> str:
    """A person's title and name as a reader of the language writes them."""
    latin = registration.latin_name or registration.native_name
    name = registration.native_name if language.direction == "rtl" else latin
    with speaking(language):
        title = title_words(registration.title) if registration.title else ""
    return f"{title} {name}".strip()


def _event_title(event: Event, language: Language) -> Value:
    """The title in full, short in subjects, where few words are seen."""
    full = Value.of_translated(event.title, language)
    short = Value.of_translated(event.short_title or event.title, language)
    return Value(short.plain, full.text, full.html)


def _place(event: Event, language: Language) -> Value:
    if event.format == Format.ONLINE or not event.venue:
        return Value.of_words(format_label(event.format))
    return Value.of_translated(event.venue, language)


def _deadline(occasion: Occasion) -> str:
    if occasion.until is None:
        return ""
    event, language = occasion.event, occasion.language
    moment = formatting.format_instant(occasion.until, event.zone, language, event.month_style)
    return _("%(moment)s (%(city)s time)", moment=moment, city=formatting.zone_city(event.zone, language))


def _message(words: str) -> Value:
    """An organiser's words, whose direction is that of what they typed."""
    parts = [part.strip() for part in words.replace("\r\n", "\n").split("\n\n") if part.strip()]
    html = Markup("\n").join(Markup('<p class="said" dir="auto">{}</p>').format(in_lines(part)) for part in parts)
    return Value("\n\n".join(parts), "\n\n".join(parts), html)


def _quotas(allowed: Mapping[str, int], language: Language) -> Value:
    """How many of each category may come, in the usual order, with the sentence that says what the numbers are."""
    told = [
        _("%(label)s: %(value)s", label=category_words(one), value=formatting.format_number(places, language))
        for one in Category
        if (places := allowed.get(one, 0))
    ]
    if not told:
        return Value.of_words("")
    sentence = _("These people may come:")
    text = "\n".join([sentence, *(f"- {line}" for line in told)])
    rows = Markup("\n").join(Markup("<li>{}</li>").format(line) for line in told)
    return Value(text, text, Markup("<p>{}</p>\n<ul>\n{}\n</ul>").format(sentence, rows))


def in_lines(words: str) -> Markup:
    """Words with the line breaks that their writer made."""
    return Markup("<br>\n").join(words.split("\n"))


def _details(values: dict[Placeholder, Value], language: Language) -> Value:
    """What there is to know, as a table, and in the text part one line for each.

    Programs that know no logical properties take direction and side from the attributes.
    """
    labels = {
        Placeholder.DATES: _("Dates"),
        Placeholder.PLACE: _("Place"),
        Placeholder.NAME: _("Name"),
        Placeholder.ORGANISATION: _("Organisation"),
        Placeholder.CATEGORY: _("Category"),
        Placeholder.STATE: _("State"),
        Placeholder.CODE: _("Code"),
    }
    told = [(label, values[name]) for name, label in labels.items() if values[name].plain]
    text = "\n".join(_("%(label)s: %(value)s", label=label, value=value.text) for label, value in told)
    side = "right" if language.direction == "rtl" else "left"
    row = Markup('<tr><th scope="row" align="{0}" valign="top">{1}</th><td align="{0}" valign="top">{2}</td></tr>')
    rows = Markup("\n").join(row.format(side, label, value.html) for label, value in told)
    table = Markup('<table class="details" dir="{}">\n{}\n</table>')
    return Value(text, text, table.format(language.direction, rows))


def _contact(event: Event, country: str, language: Language) -> Value:
    """Whom to write to: the focal point of the person's country, else who answers for all; without one, in words."""
    found = _whom_to_write_to(event.contacts, country)
    if found is None:
        return Value.of_words(_("the organising team"))
    label = Value.of_translated(found.label, language)
    address = Markup('<a href="mailto:{0}"><bdi dir="ltr">{0}</bdi></a>').format(found.email)
    return Value(
        f"{label.plain} ({found.email})",
        f"{label.text} ({one_way(found.email)})",
        Markup("{} ({})").format(label.html, address),
    )


def _whom_to_write_to(contacts: Sequence[Contact], country: str) -> Contact | None:
    for wanted in (country, ""):
        for contact in contacts:
            if contact.country == wanted:
                return contact
    return contacts[0] if contacts else None
