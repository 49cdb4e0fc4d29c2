"""Mails about registrations: their two parts, and the words that an event writes for them."""

from __future__ import annotations

from email.message import EmailMessage

import html5lib
from lxml.etree import _Element as Element
from sqlalchemy import select

from conference.registration.models import MailText
from tests.client import Page, Visitor
from tests.world import World

MAILS = "/en/thamm-2021/manage/registrations/mails"


def text_of(mail: EmailMessage) -> str:
    """The text part."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def html_of(mail: EmailMessage) -> Element:
    """The HTML part, parsed."""
    body = mail.get_body(("html",))
    assert body is not None
    return html5lib.parse(body.get_content(), treebuilder="lxml", namespaceHTMLElements=False).getroot()


def write(visitor: Visitor, kind: str, **typed: str) -> Page:
    """Type over some texts of a kind of mail (`body_fr`, `subject_en`) and save."""
    page = visitor.get(f"{MAILS}/{kind}")
    return page.submit(**{name.replace("_", "-"): words for name, words in typed.items()})


def stored(world: World, kind: str) -> dict[str, dict[str, str]]:
    """What the event itself writes, by column and language."""
    with world.reading() as session:
        found = session.scalar(select(MailText).where(MailText.kind == kind))
        if found is None:
            return {}
        return {
            name: {language.code: text.text(language) for language in text}
            for name, text in (("subject", found.subject), ("body", found.body))
        }
