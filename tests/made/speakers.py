"""Makes speakers' files for tests, invites speakers by the service, and sends slides as a browser does."""

from __future__ import annotations

import re
import zipfile
from email.message import EmailMessage
from io import BytesIO
from typing import Any

import pypdfium2

from conference.agenda.models import Speaker
from conference.speakers import service
from conference.speakers.models import Invitation
from tests.client import Page
from tests.world import World

# Encrypted with RC4, 40 bits; the user's password is not empty. Made by hand: keys that no password here matches.
LOCKED_PDF = b"""%%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj
4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>endobj
trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]/Size 5>>
%%%%EOF
""" % (b"ab" * 32, b"cd" * 32)


def pdf(pages: int = 2) -> bytes:
    """A PDF of empty pages."""
    document, body = pypdfium2.PdfDocument.new(), BytesIO()
    for _number in range(pages):
        document.new_page(720, 405)
    document.save(body)
    document.close()
    return body.getvalue()


def pptx(slides: int = 3, words: str = "Trends", *, macros: bool = False) -> bytes:
    """As much of a PPTX as makes it one: its types, its main part and its slides."""
    body = BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("ppt/presentation.xml", f"<p:presentation>{words}</p:presentation>")
        for number in range(1, slides + 1):
            archive.writestr(f"ppt/slides/slide{number}.xml", "<p:sld/>")
            archive.writestr(f"ppt/slides/_rels/slide{number}.xml.rels", "<Relationships/>")
        if macros:
            archive.writestr("ppt/vbaProject.bin", "Sub AutoOpen")
    return body.getvalue()


def odp(slides: int = 2, *, locked: bool = False) -> bytes:
    """An OpenDocument presentation; `locked` by a password."""
    body = BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.presentation")
        archive.writestr("content.xml", "<office>" + '<draw:page draw:name="a">' * slides + "</office>")
        secret = "<manifest:encryption-data/>" if locked else ""
        archive.writestr("META-INF/manifest.xml", f"<manifest>{secret}</manifest>")
    return body.getvalue()


def invite(world: World, speaker_id: int) -> int:
    with world.writing() as database:
        return service.invite(database, database.get_one(Speaker, speaker_id), by=None).id


def token_of(world: World, invitation_id: int) -> str:
    with world.reading() as database:
        return service.token_of(database.get_one(Invitation, invitation_id))


def invited(world: World, speaker_id: int, slug: str = "thamm-2021", language: str = "en") -> str:
    """The address of the page of a speaker who is invited now."""
    return f"/{language}/{slug}/speak/{token_of(world, invite(world, speaker_id))}"


def send(page: Page, body: bytes, name: str = "slides.pdf", **typed: Any) -> Page:
    """Send the upload form of a speaker's page with a file."""
    form = page.values("form[data-upload]") | {"file": (BytesIO(body), name)} | typed
    return page.visitor.post(
        page.one("form[data-upload]").get("action") or "",
        {key: value for key, value in form.items() if value is not None},
        content_type="multipart/form-data",
    )


def replace(page: Page, body: bytes, name: str = "slides.pdf", *, newest: int = 0) -> Page:
    """Send a newer file in the place of one that the speaker's page lists."""
    link = page.all("#slides .upload p > a")[newest].get("href") or ""
    return send(page.visitor.get(link), body, name)


def plain_text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    text: str = body.get_content()
    return text


def link_in(mail: EmailMessage) -> str:
    """The path of the personal link in a mail."""
    found = re.search(r"http://localhost(/\S+/speak/\S+)", plain_text(mail))
    assert found
    return found[1]
