"""Mails about registrations: words with placeholders and their values in, a message in its reader's language out."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask_babel import gettext as _
from markupsafe import Markup

from conference.core.languages import Language
from conference.core.localization import speaking
from conference.events.header import render_event_mail
from conference.events.models import Event
from conference.outbox.mail import Invite, Mail
from conference.outbox.pictures import qr_picture
from conference.registration.mail_values import Occasion, Value, in_lines, values_of
from conference.registration.mail_words import MailWords
from conference.registration.models import MailKind
from conference.registration.placeholders import BLOCKS, Paragraph, Placeholder, is_left_out, paragraphs, pieces

_SEPARATORS = " \u00a0\u202f–—-:|,،·"
_WITHOUT_WORDS = re.compile(r"[\W_]*")
_BEFORE_WORDS = " \u00a0\u202f.,;:!?…،؛؟"


def letter(
    words: MailWords,
    occasion: Occasion,
    *,
    kind: MailKind,
    invite: Invite | None = None,
    calendar_url: str | None = None,
    entry_code: str | None = None,
    recipient: str | None = None,
) -> Mail:
    """The mail that `words` make of an occasion, to its reader or to another `recipient` who tries it out.

    `invite` puts the event into the reader's calendar or takes it out; `calendar_url` is the agenda's own calendar.
    `entry_code` lets the reader in at the door; it stands at the end, as a picture and in letters.
    """
    with speaking(occasion.language):
        values = values_of(occasion)
        subject = _subject(words.subject, values)
        body = _body(words.body, values)
    return render_event_mail(
        "registration/mail/letter",
        occasion.event,
        recipient=recipient or occasion.reader.email,
        language=occasion.language,
        subject=lambda: subject,
        invite=invite,
        heading=_heading(words.subject, values) or subject,
        texts=[_as_text(paragraph, values) for paragraph in body],
        blocks=[_as_html(paragraph, values) for paragraph in body],
        address=occasion.address,
        action=lambda: _action(kind),
        calendar_url=calendar_url,
        entry_code=entry_code,
        pictures=[qr_picture(entry_code)] if entry_code else [],
    )


def _action(kind: MailKind) -> str:
    """What the button says that leads to the address."""
    return {
        MailKind.INVITATION: _("Register"),
        MailKind.DELEGATION_INVITED: _("Open my delegation"),
        MailKind.NOMINATED: _("Check and confirm"),
    }.get(kind) or _("Open my registration")


def _subject(words: str, values: Mapping[Placeholder, Value]) -> str:
    return " ".join(_line(words, values).split())


def _heading(words: str, values: Mapping[Placeholder, Value]) -> str:
    """The subject without the event's name, which stands above it already."""
    rest = dict(values)
    rest.pop(Placeholder.EVENT)
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
    """A paragraph's text. An address has a line of its own: no full stop becomes part of it, no direction mixes in."""
    text = ""
    for piece in paragraph:
        if piece is Placeholder.LINK:
            text = f"{text.rstrip()}\n{values[piece].text}\n"
        elif isinstance(piece, Placeholder):
            text += values[piece].text if piece in values else ""
        elif text.endswith("\n"):
            text += "" if _WITHOUT_WORDS.fullmatch(piece) else piece.lstrip(_BEFORE_WORDS)
        else:
            text += piece
    return text.strip()


def _as_html(paragraph: Paragraph, values: Mapping[Placeholder, Value]) -> Markup | None:
    """A paragraph's HTML; None for a link alone, which the template shows as a button."""
    if list(paragraph) == [Placeholder.LINK]:
        return None
    if len(paragraph) == 1 and paragraph[0] in BLOCKS:
        return values[Placeholder(paragraph[0])].html
    inner = Markup("").join(
        (values[piece].html if piece in values else "") if isinstance(piece, Placeholder) else in_lines(piece)
        for piece in paragraph
    )
    return Markup("<p>{}</p>").format(inner)


def erased(event: Event, *, recipient: str, name: str, language: Language) -> Mail:
    """The last message to somebody of whom nothing is left: it is made of what it carries itself."""
    return render_event_mail(
        "registration/mail/erased",
        event,
        recipient=recipient,
        language=language,
        subject=lambda: _("Your data are erased"),
        name=name,
    )
