"""The calendar entries that mails carry, read back as programs read them."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import EmailMessage

import vobject
from icalendar import Calendar
from icalendar import Event as Entry


def invite_in(mail: EmailMessage) -> Entry:
    """The one entry of a mail, after looking at how it travels."""
    assert mail.get_content_type() == "multipart/mixed"
    alternatives, file = mail.iter_parts()
    assert alternatives.get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in alternatives.iter_parts()]
    # The HTML of whoever comes shows the code that lets them in, as a picture that travels beside it.
    assert kinds in (["text/plain", html, "text/calendar"] for html in ("text/html", "multipart/related"))
    *_texts, part = alternatives.iter_parts()
    body = part.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert (file.get_content_type(), file.get_filename()) == ("application/ics", "invite.ics")
    assert file.get_content_disposition() == "attachment"
    assert file.get_payload(decode=True) == body
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert max(len(line) for line in body.split(b"\r\n")) <= 75
    calendar = Calendar.from_ical(body)
    method = str(calendar["METHOD"])
    assert (part.get_param("method"), part.get_content_charset()) == (method, "utf-8")
    (entry,) = calendar.walk("VEVENT")
    assert isinstance(entry, Entry)
    assert str(entry["STATUS"]) == ("CANCELLED" if method == "CANCEL" else "CONFIRMED")
    assert str(entry["ATTENDEE"]).removeprefix("mailto:") == str(mail["To"])
    other = vobject.readOne(body.decode())
    assert other.method.value == method
    assert (other.vevent.uid.value, other.vevent.summary.value) == (str(entry["UID"]), str(entry["SUMMARY"]))
    assert other.vevent.dtstart.value == entry["DTSTART"].dt
    entry["X-METHOD"] = method
    return entry


def has_invite(mail: EmailMessage) -> bool:
    return any(part.get_content_type() == "text/calendar" for part in mail.walk())


def told(mails: Sequence[EmailMessage]) -> list[tuple[str, str, str, int]]:
    """Whom the mails with an entry went to, what it is called, the method and the SEQUENCE; sorted."""
    found = [(str(mail["To"]), invite_in(mail)) for mail in mails if has_invite(mail)]
    return sorted(
        (address, str(entry["SUMMARY"]), str(entry["X-METHOD"]), int(entry["SEQUENCE"])) for address, entry in found
    )
