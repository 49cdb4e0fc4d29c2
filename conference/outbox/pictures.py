"""Pictures that mails show."""

from __future__ import annotations

from conference.core.qr import qr_png
from conference.outbox.mail import Picture


def qr_picture(text: str) -> Picture:
    """A QR code, which the template shows by `qr_code` of `mail/macros.html`."""
    return Picture("qr", "image/png", qr_png(text))
