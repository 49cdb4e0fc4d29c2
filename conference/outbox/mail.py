"""Mail as data, the bytes that it becomes, and the two ways out: SMTP, or a folder that people can read."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

import css_inline

from conference.core.clock import now
from conference.core.languages import Language

TIMEOUT_SECONDS = 30
LONGEST_FILE_NAME = 120
# Seven bits on the wire: not every server on the way takes eight (RFC 6152), and one that recodes breaks signatures.
POLICY = SMTP.clone(cte_type="7bit")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a mail; `parameters` go into its content type (`method=PUBLISH` of a calendar)."""

    name: str
    media_type: str
    body: bytes
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that a mail's HTML shows as `cid:<name>` (RFC 2392), without asking any server for it."""

    name: str
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Invite:
    """A calendar entry that a mail puts right by itself (RFC 6047): `method` is REQUEST or CANCEL, `body` the file.

    It travels twice: as an alternative of the text, which Outlook and Gmail act upon, and as a file to open, for
    programs that know no other way. Both stand where Outlook looks: in the first part of the mail.
    """

    method: str
    body: bytes

    @property
    def file(self) -> Attachment:
        return Attachment("invite.ics", "application/ics", self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A message to one person in their language, as text and as HTML, perhaps with an entry for their calendar."""

    recipient: str
    subject: str
    text: str
    html: str
    language: Language
    attachments: Sequence[Attachment] = ()
    invite: Invite | None = None
    pictures: Sequence[Picture] = ()


def to_mime(mail: Mail, *, sender: str, sender_name: str, message_id: str) -> bytes:
    """The MIME bytes of a mail (RFC 5322), the same for every attempt at sending it."""
    message = EmailMessage(policy=POLICY)
    message["From"] = Address(display_name=sender_name, addr_spec=sender)
    message["To"] = Address(addr_spec=mail.recipient)
    message["Subject"] = " ".join(mail.subject.split())
    message["Date"] = format_datetime(now())
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    message.add_alternative(inlined(mail.html), subtype="html")
    if mail.pictures:
        _show(message, mail.pictures)
    files = list(mail.attachments)
    if mail.invite is not None:
        method = {"method": mail.invite.method}
        message.add_alternative(mail.invite.body.decode(), subtype="calendar", params=method)
        files.append(mail.invite.file)
    for attachment in files:
        main, _, sub = attachment.media_type.partition("/")
        message.add_attachment(
            attachment.body,
            maintype=main,
            subtype=sub,
            filename=attachment.name,
            params=dict(attachment.parameters),
        )
    # At the end: a message that becomes multipart hands its Content- headers down to its first part.
    message["Content-Language"] = mail.language.code
    return message.as_bytes()


def _show(message: EmailMessage, pictures: Sequence[Picture]) -> None:
    """Put pictures beside the HTML that shows them (RFC 2387)."""
    html = message.get_body(("html",))
    assert html is not None
    for picture in pictures:
        main, _, sub = picture.media_type.partition("/")
        html.add_related(
            picture.body,
            maintype=main,
            subtype=sub,
            cid=f"<{picture.name}>",
            disposition="inline",
            filename=f"{picture.name}.{sub}",
        )


def inlined(html: str) -> str:
    """A mail's HTML with its styles inside the elements, as it is sent: many programs read no others."""
    return css_inline.inline(html)


class Transport(Protocol):
    """A way out for mail."""

    def deliver(self, *, recipient: str, mime: bytes, name: str) -> None:
        """Hand over one mail; whatever is raised makes the worker try again later."""


class SmtpTransport:
    """SMTP as `SMTP_URL` says: `smtp://` (STARTTLS where offered) or `smtps://`, with `user:password@` if needed."""

    def __init__(self, url: str, sender: str) -> None:
        self._url, self._sender = urlsplit(url), sender

    def deliver(self, *, recipient: str, mime: bytes, name: str) -> None:
        url, context = self._url, ssl.create_default_context()
        host = url.hostname or "localhost"
        # Said in EHLO; otherwise smtplib would ask the name servers for this machine's name, each time.
        name_of_ours = self._sender.rpartition("@")[2]
        if url.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, url.port or 465, name_of_ours, timeout=TIMEOUT_SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(host, url.port or 25, name_of_ours, timeout=TIMEOUT_SECONDS)
        with server:
            server.ehlo()
            if url.scheme != "smtps" and server.has_extn("starttls"):
                server.starttls(context=context)
                server.ehlo()
            if url.username:
                server.login(unquote(url.username), unquote(url.password or ""))
            server.sendmail(self._sender, [recipient], mime)


class FolderTransport:
    """Mail for machines without SMTP: each message as `.eml`, and its text as `.txt` to read in any editor."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def deliver(self, *, recipient: str, mime: bytes, name: str) -> None:
        from email import message_from_bytes
        from email.policy import default

        self.folder.mkdir(parents=True, exist_ok=True)
        safe = re.sub(r"[^A-Za-z0-9@._-]", "_", f"{name}-{recipient}")[:LONGEST_FILE_NAME]
        message = message_from_bytes(mime, policy=default)
        body = message.get_body(("plain",))
        names = ", ".join(part.get_filename() or "" for part in message.iter_attachments())
        heading = f"To: {message['To']}\nSubject: {message['Subject']}\nAttached: {names or '–'}\n\n"
        (self.folder / f"{safe}.eml").write_bytes(mime)
        (self.folder / f"{safe}.txt").write_text(heading + (body.get_content() if body else ""), encoding="utf-8")


def transport_for(smtp_url: str | None, *, sender: str, folder: Path) -> Transport:
    return SmtpTransport(smtp_url, sender) if smtp_url else FolderTransport(folder)
