"""The mail that proves an address."""

from __future__ import annotations

from flask_babel import gettext as _

from conference.core.languages import Language
from conference.outbox.mail import Mail
from conference.outbox.rendering import render_mail


def sign_in_link(*, email: str, language: Language, address: str) -> Mail:
    return render_mail(
        "accounts/mail/sign_in_link",
        recipient=email,
        language=language,
        subject=lambda: _("Your sign-in link"),
        address=address,
    )
