"""What the outbox's worker does for accounts."""

from __future__ import annotations

from collections.abc import Mapping

from conference.accounts import emails
from conference.core.languages import Language
from conference.core.localization import absolute_url
from conference.outbox.mail import Mail


def send_sign_in_link(payload: Mapping[str, object]) -> Mail:
    language = Language.of(str(payload["language"]))
    address = absolute_url("accounts.confirm_link", token=payload["secret"], language=language)
    return emails.sign_in_link(email=str(payload["email"]), language=language, address=address)


HANDLERS = {"accounts.sign_in_link": send_sign_in_link}
