"""Mails about a registration: words with placeholders and their values in, a message in its reader's language out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from markupsafe import Markup, escape

from conference.core import formatting
from conference.core.languages import Language
from conference.core.localization import speaking
from conference.core.rendering import shown
from conference.core.text import isolated, one_way
from conference.core.translated import Translated
from conference.events.header import event_header, format_label
from conference.events.models import Contact, Event, Format
from conference.outbox.mail import Attachment, Mail
from conference.outbox.rendering import render_mail
from conference.registration.mail_words import MailWords
from conference.registration.models import Registration
from conference.registration.placeholders import Paragraph, Placeholder, is_left_out, paragraphs, pieces
from conference.registration.words import state_words, title_words

_SEPARATORS = " \u00a0\u202f–—-:|,،·"


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
    def of_translated(cls, text: Translated, language: Language) -> Value:
        words = " ".join(text.resolve(language).text.split())
        return cls(words, isolated(words) if words else "", Markup("<bdi>{}</bdi>").format(shown(text)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What one mail is about, apart from its words.

    `address` is the person's own page; `message` is what an organiser adds in the mail's language, `until` the
    instant by which the person should answer.
    """

    registration: Registration
    event: Event
    language: Language
    state: str
    address: str
    message: str = ""
    until: datetime | None = None


def letter(
    words: MailWords, occasion: Occasion, *, attachments: Sequence[Attachment] = (), recipient: str | None = None
) -> Mail:
    """The mail that `words` make of an occasion, to the person or to another `recipient` who tries it out."""
    with speaking(occasion.language):
        header = event_header(occasion.event)
        values = _values(occasion)
        subject = _subject(words.subject, values)
        body = _body(words.body, values)
    return render_mail(
        "registration/mail/letter",
        recipient=recipient or occasion.registration.email,
        language=occasion.language,
        subject=lambda: subject,
        attachments=attachments,
        event=header,
        heading=_heading(words.subject, values) or subject,
        texts=[_as_text(paragraph, values) for paragraph in body],
        blocks=[_as_html(paragraph, values) for paragraph in body],
        address=occasion.address,
        has_calendar=bool(attachments),
    )


def _subject(words: str, values: Mapping[Placeholder, Value]) -> str:
    return " ".join(_line(words, values).split())


def _heading(words: str, values: Mapping[Placeholder, Value]) -> str:
    """The subject without the event's name, which stands above it already."""
    rest = {name: value for name, value in values.items() if name is not Placeholder.EVENT}
    return " ".join(_line(words, rest).split()).strip(_SEPARATORS)


def _line(words: str, values: Mapping[Placeholder, Value]) -> str:
    return "".join(
        (values[piece].plain if piece in values else "") if isinstance(piece, Placeholder) else piece
        for piece in pieces(words)
    )


def _body(words: str, values: Mapping[Placeholder, Value]) -> list[Paragraph]:
    """The paragraphs that have something to say. What an organiser adds is said even where no words ask for it."""
    present = frozenset(values)
    found = paragraphs(words)
    if Placeholder.MESSAGE in present and not any(Placeholder.MESSAGE in one for one in found):
        place = next((number for number, one in enumerate(found) if Placeholder.LINK in one), len(found))
        found.insert(place, [Placeholder.MESSAGE])
    return [one for one in found if not is_left_out(one, present)]


def _as_text(paragraph: Paragraph, values: Mapping[Placeholder, Value]) -> str:
    return "".join(
        (values[piece].text if piece in values else "") if isinstance(piece, Placeholder) else piece
        for piece in paragraph
    ).strip()


def _as_html(paragraph: Paragraph, values: Mapping[Placeholder, Value]) -> Markup | None:
    """A paragraph's HTML; None for a link alone, which the template shows as a button."""
    if list(paragraph) == [Placeholder.LINK]:
        return None
    if list(paragraph) == [Placeholder.MESSAGE]:
        return values[Placeholder.MESSAGE].html
    inner = Markup("").join(
        (values[piece].html if piece in values else "") if isinstance(piece, Placeholder) else _lines(piece)
        for piece in paragraph
    )
    return Markup("<p>{}</p>").format(inner)


def _lines(words: str) -> Markup:
    return Markup("<br>\n").join(words.split("\n"))


def _values(occasion: Occasion) -> dict[Placeholder, Value]:
    """What every placeholder stands for, in the language that is being spoken; those that say nothing are left out."""
    event, language = occasion.event, occasion.language
    dates = formatting.format_date_range(event.starts_on, event.ends_on, language, event.month_style)
    address = Markup('<a href="{0}"><bdi dir="ltr">{0}</bdi></a>').format(occasion.address)
    found = {
        Placeholder.NAME: Value.of(addressed_as(occasion.registration, language)),
        Placeholder.EVENT: _event_title(event, language),
        Placeholder.DATES: Value.of(dates),
        Placeholder.PLACE: _place(event, language),
        Placeholder.STATE: Value.of_words(state_words(occasion.state)),
        Placeholder.CODE: Value.of_code(occasion.registration.code),
        # Programs make links of what looks like one: an isolate would become part of the address.
        Placeholder.LINK: Value(occasion.address, occasion.address, address),
        Placeholder.UNTIL: Value.of(_deadline(occasion)),
        Placeholder.MESSAGE: _message(occasion.message),
        Placeholder.CONTACT: _contact(event, occasion.registration.country, language),
    }
    return {name: value for name, value in found.items() if value.plain}


def addressed_as(registration: Registration, language: Language) -> str:
    """A person's title and name as a reader of the language writes them."""
    latin = registration.latin_name or registration.native_name
    name = registration.native_name if language.direction == "rtl" else latin
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
    html = Markup("\n").join(Markup('<p class="said" dir="auto">{}</p>').format(_lines(part)) for part in parts)
    return Value("\n\n".join(parts), "\n\n".join(parts), html)


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
